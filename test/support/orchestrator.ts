/** The client of the engine as the server makes it, with times of a test. It is away until `attach`. */
import type { Store } from '../../store';
import { silentLog } from '../../telemetry/log';
import { createOrchestrator, type Orchestrator } from '../../temporal/client';

export interface TestOrchestrator {
  readonly store: Pick<Store, 'scheduleChanges'> & Partial<Pick<Store, 'recurring'>>;
  readonly reconcileEveryMs?: number;
  /** When milestones are scanned every day; null: not by themselves. */
  readonly scanAt?: string | null;
}

export function testOrchestrator({
  store,
  reconcileEveryMs = 60_000,
  scanAt = null,
}: TestOrchestrator): Orchestrator {
  return createOrchestrator({
    log: silentLog,
    host: 'box',
    durations: {
      deliverTimeoutMs: 20_000,
      heartbeatTimeoutMs: 3_000,
      interruptTimeoutMs: 2_000,
      stopGraceMs: 1_000,
    },
    schedules: {
      changes: store.scheduleChanges,
      recurring: store.recurring ?? { list: () => [], decidedUntil: () => new Date() },
      reconcileEveryMs,
      health: { everyMs: 3_600_000, checkTimeoutMs: 1_000 },
      improvements: { everyMs: 3_600_000, stepTimeoutMs: 1_000 },
      scans: { at: scanAt, hoursPerDay: 6, durations: { scanTimeoutMs: 1_000, heartbeatTimeoutMs: 1_000 } },
      sms: { sendTimeoutMs: 1_000, heartbeatTimeoutMs: 1_000 },
      sheets: {
        everyMs: null,
        durations: { passTimeoutMs: 1_000, heartbeatTimeoutMs: 1_000, perRequestMs: 1 },
      },
    },
    github: { callTimeoutMs: 1_000, retryMs: 1_000 },
    planDrafts: { askTimeoutMs: 20_000, heartbeatTimeoutMs: 3_000, retryMs: 1_000, longestRetryMs: 1_000 },
    plans: { cycleMs: 1_000, idleCycleMs: 1_000, advanceTimeoutMs: 1_000, heartbeatTimeoutMs: 3_000 },
  });
}
