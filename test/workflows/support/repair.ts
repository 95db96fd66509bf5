/** The reconciler without an engine: what it starts and tells is kept. */
import { silentLog } from '../../../telemetry/log';
import { repairActivities } from '../../../activities/reconcile';
import type { Deps, EngineClient } from '../../../activities/context';
import type { BrokenRun } from '../../../workflows/contracts/broken-run';
import type { Grant } from '../../../workflows/contracts/assignment';
import type { FollowUp } from '../../../workflows/contracts/outbox';
import type { SlotGrant } from '../../../workflows/contracts/tasks';
import type { TestStore } from '../../store/support';

/** The reconciler on a store, with an engine in which these run. */
export function repairOf(store: TestStore['store'], running: number[], engine: Partial<EngineClient> = {}) {
  const started: number[] = [];
  const told: Grant[] = [];
  const slots: SlotGrant[] = [];
  const deps = {
    store,
    host: 'hub',
    log: silentLog,
    engine: {
      brokenRuns: async () => new Map<string, BrokenRun>(),
      runningPrompts: async () => new Set(running),
      startPrompt: async (id: number) => {
        started.push(id);
        return true;
      },
      runningConfirmations: async () => new Set<number>(),
      announce: async (grants: readonly Grant[]) => void told.push(...grants),
      runningTasks: async () => new Set(running),
      startTask: async (id: number) => {
        started.push(id);
        return true;
      },
      runningPlans: async () => new Set(running),
      startPlan: async (id: number) => {
        started.push(id);
        return true;
      },
      wakePlan: async () => undefined,
      runningPlanDrafts: async () => new Set(running),
      startPlanDraft: async (id: number) => {
        started.push(id);
        return true;
      },
      runningFollowUps: async () => new Set<string>(),
      startFollowUps: async (due: readonly FollowUp[]) => due.length,
      announceSlots: async (grants: readonly SlotGrant[]) => void slots.push(...grants),
      ...engine,
    },
  };
  return { started, told, slots, run: () => repairActivities(deps as unknown as Deps).reconcile() };
}
