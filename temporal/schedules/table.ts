/** Every schedule of the product. A new one is one entry here, its id in contracts/wire-names.ts and its workflow. */
import type { HealthCheckInput } from '../../workflows/contracts/health';
import type { CycleInput } from '../../workflows/contracts/improvements';
import type { MaintenanceInput } from '../../workflows/contracts/maintenance';
import type { MilestoneScanInput, ScanDurations } from '../../workflows/contracts/milestones';
import type { ScheduleSpec } from '../../workflows/contracts/schedules';
import type { SheetsDurations, SheetsInput } from '../../workflows/contracts/sheets';
import type { SmsDurations, SmsInput } from '../../workflows/contracts/sms';
import {
  HEALTH_SCHEDULE,
  IMPROVEMENT_SCHEDULE,
  MAINTENANCE_SCHEDULE,
  MILESTONE_SCHEDULE,
  RECONCILER_SCHEDULE,
  SHEETS_SCHEDULE,
  SMS_SCHEDULE,
  WORKFLOW,
} from '../../workflows/contracts/wire-names';

export interface ScanSettings {
  /** `HH:MM`, local time; null: no schedule. */
  readonly at: string | null;
  readonly hoursPerDay: number;
  readonly durations: ScanDurations;
}

export interface ScheduleSettings {
  /** How often the reconciler runs. */
  readonly reconcileEveryMs: number;
  readonly scans: ScanSettings;
  /** How often everything is looked at, and how long one look may take. */
  readonly health: { readonly everyMs: number; readonly checkTimeoutMs: number };
  readonly sms: SmsDurations;
  /** How often the spreadsheet is brought up to date; null: there is none. */
  readonly sheets: { readonly everyMs: number | null; readonly durations: SheetsDurations };
  /** The same of improvement cycles. */
  readonly improvements: { readonly everyMs: number; readonly stepTimeoutMs: number };
}

/** One run at a time. */
export interface ScheduleEntry {
  readonly id: string;
  readonly workflow: (typeof WORKFLOW)[keyof typeof WORKFLOW];
  /** Runs are named after it and their time; left out: `<id>-workflow`. */
  readonly workflowId?: string;
  readonly input?: object;
  /** null: a setting has switched it off. */
  readonly spec: ScheduleSpec | null;
  /** In which its times are read; unset: local time. */
  readonly timezone?: string;
  /** What was missed for no longer than this is made up for, once. */
  readonly catchUpMs: number;
  /** Up to when the record knows what became of its times; unset: only the engine knows. */
  readonly decidedUntil?: Date;
  /** What is due while one is at work: left out, or begun once after it. Unset: left out. */
  readonly overlap?: 'SKIP' | 'BUFFER_ONE';
  /** For people: one sentence. */
  readonly what: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export function scheduleTable({
  reconcileEveryMs,
  scans,
  health,
  sms,
  sheets,
  improvements,
}: ScheduleSettings): readonly ScheduleEntry[] {
  return [
    {
      id: RECONCILER_SCHEDULE,
      workflow: WORKFLOW.reconciler,
      spec: { everySeconds: reconcileEveryMs / 1_000 },
      catchUpMs: MINUTE_MS,
      what: 'Finds prompts, tasks, leases and slots that a crash or a lost message left behind.',
    },
    {
      id: HEALTH_SCHEDULE,
      workflow: WORKFLOW.healthCheck,
      input: { checkTimeoutMs: health.checkTimeoutMs } satisfies HealthCheckInput,
      spec: { everySeconds: health.everyMs / 1_000 },
      catchUpMs: MINUTE_MS,
      what: 'Looks at everything, and opens and closes outages.',
    },
    {
      id: IMPROVEMENT_SCHEDULE,
      workflow: WORKFLOW.improvementCycle,
      input: { stepTimeoutMs: improvements.stepTimeoutMs } satisfies CycleInput,
      spec: { everySeconds: improvements.everyMs / 1_000 },
      catchUpMs: MINUTE_MS,
      what: 'Looks for what could be better, and measures what became of it.',
    },
    {
      id: MAINTENANCE_SCHEDULE,
      workflow: WORKFLOW.maintenance,
      input: { dryRun: false, requestedBy: 'schedule' } satisfies MaintenanceInput,
      spec: { cron: '0 3 * * *' },
      // A machine that was off in the night catches up once, when it is on again.
      catchUpMs: 12 * HOUR_MS,
      what: 'Backs up the record, removes what is old, and compacts the databases.',
    },
    {
      id: MILESTONE_SCHEDULE,
      workflow: WORKFLOW.milestoneScan,
      workflowId: MILESTONE_SCHEDULE,
      input: {
        projectId: null,
        hoursPerDay: scans.hoursPerDay,
        durations: scans.durations,
      } satisfies MilestoneScanInput,
      spec: scans.at === null ? null : dailyAt(scans.at),
      catchUpMs: 24 * HOUR_MS,
      what: 'Scans all projects for milestones.',
    },
    {
      id: SMS_SCHEDULE,
      workflow: WORKFLOW.smsUpdate,
      input: { requestedBy: 'schedule', once: false, durations: sms } satisfies SmsInput,
      spec: { everySeconds: 3_600 },
      // How things stood long ago is no news.
      catchUpMs: 10 * MINUTE_MS,
      // The last try of an hour may end in the next one, which has its message all the same.
      overlap: 'BUFFER_ONE',
      what: 'Sends the text message that tells how things stand.',
    },
    {
      id: SHEETS_SCHEDULE,
      workflow: WORKFLOW.sheetsSync,
      input: { durations: sheets.durations } satisfies SheetsInput,
      spec: sheets.everyMs === null ? null : { everySeconds: sheets.everyMs / 1_000 },
      catchUpMs: MINUTE_MS,
      what: 'Brings the spreadsheet at Google up to the record.',
    },
  ];
}

/** @param time `HH:MM` */
function dailyAt(time: string): ScheduleSpec {
  const [hour, minute] = time.split(':').map(Number);
  return { cron: `${minute} ${hour} * * *` };
}
