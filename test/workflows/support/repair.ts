/** The reconciler without an engine: what it starts and tells is kept. */
import { silentLog } from '../../../telemetry/log';
import { repairActivities } from '../../../activities/reconcile';
import type { Deps, EngineClient } from '../../../activities/context';
import type { BrokenRun, Cancellable } from '../../../workflows/contracts/broken-run';
import type { Grant } from '../../../workflows/contracts/assignment';
import type { FollowUp } from '../../../workflows/contracts/outbox';
import type { SlotGrant } from '../../../workflows/contracts/tasks';
import type { TestStore } from '../../store/support';

/** The reconciler on a store, with an engine in which these run. */
export function repairOf(store: TestStore['store'], running: number[], engine: Partial<EngineClient> = {}) {
  const started: number[] = [];
  /** Why they were cancelled at their start, by the id of what was started. */
  const cancelled: Record<string, string> = {};
  const start = (id: number, { cancel }: Cancellable = {}): Promise<boolean> => {
    started.push(id);
    if (cancel !== undefined) cancelled[id] = cancel;
    return Promise.resolve(true);
  };
  const told: Grant[] = [];
  const slots: SlotGrant[] = [];
  const deps = {
    store,
    host: 'hub',
    log: silentLog,
    engine: {
      brokenRuns: async () => new Map<string, BrokenRun>(),
      terminationOf: async () => undefined,
      runningPrompts: async () => new Set(running),
      startPrompt: start,
      runningConfirmations: async () => new Set<number>(),
      announce: async (grants: readonly Grant[]) => void told.push(...grants),
      runningTasks: async () => new Set(running),
      startTask: start,
      runningPlans: async () => new Set(running),
      startPlan: start,
      wakePlan: async () => undefined,
      runningPlanDrafts: async () => new Set(running),
      startPlanDraft: start,
      runningFollowUps: async () => new Set<string>(),
      startFollowUps: async (due: readonly FollowUp[]) => due.length,
      abandon: async () => 0,
      announceSlots: async (grants: readonly SlotGrant[]) => void slots.push(...grants),
      ...engine,
    },
  };
  return {
    started,
    cancelled,
    told,
    slots,
    run: () => repairActivities(deps as unknown as Deps).reconcile(),
  };
}
