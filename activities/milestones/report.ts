/** The report of a milestone: the JSON, which the Markdown is made from. */
import type { Store } from '../../store';
import type { MilestoneRow, MilestoneTaskRow } from '../../store/milestones/rows';
import { isoTime } from '../../store/db/time';
import { type Phase, PHASES } from '../../workflows/contracts/milestones';
import { PHASE_TITLES, RULES } from './rules';
import type { LeftOut } from './walk';
import { timeline } from './timeline';

export interface Report {
  readonly milestone_id: number;
  readonly project: { readonly id: number; readonly name: string };
  readonly title: string;
  readonly summary: string;
  readonly scanned_at: string;
  readonly hours_per_day: number;
  readonly totals: ReportTotals & { readonly working_days: number; readonly ends_on: string | null };
  readonly rules: readonly string[];
  readonly phases: readonly ReportPhase[];
  readonly files: ScanFacts;
}

export interface ReportTotals {
  readonly total_tasks: number;
  readonly done_tasks: number;
  readonly open_tasks: number;
  /** Of the open ones. */
  readonly estimated_hours: number;
}

export interface ReportPhase extends ReportTotals {
  readonly phase: Phase;
  readonly title: string;
  readonly starts_on: string | null;
  readonly ends_on: string | null;
  readonly tasks: readonly ReportTask[];
}

export type ReportTask = Omit<MilestoneTaskRow, 'milestone_id' | 'phase'>;

/** What a scan read and what it left out, and why. */
export interface ScanFacts {
  readonly read: number;
  readonly left_out: Omit<LeftOut, 'unread'>;
  /** Could not be read: tasks in them stay as they were. */
  readonly unread: readonly string[];
}

export interface ReportInput {
  readonly milestone: MilestoneRow;
  readonly project: Report['project'];
  readonly hoursPerDay: number;
  readonly facts: ScanFacts;
  readonly now: Date;
}

export function buildReport(
  { tasks }: Store['milestones'],
  { milestone, project, hoursPerDay, facts, now }: ReportInput,
): Report {
  const { id } = milestone;
  const totals = tasks.totals(id);
  const ofPhases = tasks.phases(id);
  const plan = timeline(ofPhases, hoursPerDay, now);
  const phases = PHASES.map((phase): ReportPhase => {
    const { total = 0, done = 0, hours = 0 } = ofPhases.find((one) => one.phase === phase) ?? {};
    const dates = plan.phases.find((one) => one.phase === phase);
    return {
      phase,
      title: PHASE_TITLES[phase],
      ...totalsOf({ total, done, hours }),
      starts_on: dates?.starts_on ?? null,
      ends_on: dates?.ends_on ?? null,
      tasks: tasks.list(id, { phase: [phase] }).items.map(taskOf),
    };
  });
  return {
    milestone_id: id,
    project,
    title: `Milestone of ${project.name}`,
    summary: summaryOf(totals, plan.ends_on),
    scanned_at: now.toISOString(),
    hours_per_day: hoursPerDay,
    totals: { ...totalsOf(totals), working_days: plan.working_days, ends_on: plan.ends_on },
    rules: RULES,
    phases,
    files: facts,
  };
}

function totalsOf({ total, done, hours }: { total: number; done: number; hours: number }): ReportTotals {
  const rounded = Math.round(hours * 100) / 100;
  return { total_tasks: total, done_tasks: done, open_tasks: total - done, estimated_hours: rounded };
}

function summaryOf(totals: { total: number; done: number; hours: number }, endsOn: string | null): string {
  const open = totals.total - totals.done;
  if (open === 0)
    return totals.total === 0 ? 'Nothing is left to do.' : `All ${totals.total} tasks are done.`;
  const hours = Math.round(totals.hours * 10) / 10;
  return `${open} of ${totals.total} tasks open, about ${hours} hours, done by ${endsOn}.`;
}

function taskOf({ milestone_id: _, phase: __, ...task }: MilestoneTaskRow): ReportTask {
  return {
    ...task,
    first_seen_at: isoTime(task.first_seen_at),
    last_seen_at: isoTime(task.last_seen_at),
    done_at: isoTime(task.done_at),
  };
}
