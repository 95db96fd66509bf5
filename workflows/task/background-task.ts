/**
 * A background task's life: it waits for a slot, its program runs, it is settled. One task, one workflow; the record
 * (architect.db) says where it is, so that the workflow can be started again at any point and goes on from there.
 */
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  defineSignal,
  defineUpdate,
  setHandler,
} from '@temporalio/workflow';
import { SLOT_SIGNAL, TASK_CONTROL_UPDATE, taskWorkflowId } from '../contracts/wire-names';
import type { BackgroundTaskInput, SlotGrant, TaskOutcome, TaskRequest } from '../contracts/tasks';
import { CANCELLED_IN_ENGINE, endCancelled, heedCancellation } from '../dispatch/cancellation';
import { answersStatus } from '../dispatch/status';
import { announce, record } from './proxies';
import { runInSlot } from './run-in-slot';

export const slotGranted = defineSignal<[SlotGrant]>(SLOT_SIGNAL);
export const taskControl = defineUpdate<null, [TaskRequest]>(TASK_CONTROL_UPDATE);

/** What reaches the task from outside. */
interface Calls {
  slot: SlotGrant | undefined;
  newestRun: number;
  request: TaskRequest | undefined;
  ended: boolean;
  /** The run that is under way; null: it waits for a slot. */
  running: number | null;
}

export async function backgroundTask(input: BackgroundTaskInput): Promise<void> {
  const { cancel } = input;
  const calls: Calls = {
    ...{ slot: undefined, newestRun: 0, ended: false, running: null },
    request: cancel === undefined ? undefined : { kind: 'cancel', reason: cancel },
  };
  answersStatus(() => ({ ...statusOf(calls), taskId: input.taskId }));
  const take = (grants: readonly SlotGrant[]): void => {
    for (const grant of grants) {
      // A grant that is told again is no second one.
      if (grant.taskId !== input.taskId || grant.run <= calls.newestRun) continue;
      calls.slot = grant;
      calls.newestRun = grant.run;
    }
  };
  setHandler(slotGranted, (grant) => take([grant]));
  setHandler(taskControl, (wanted) =>
    CancellationScope.nonCancellable(async () => {
      calls.request ??= wanted;
      await condition(() => calls.ended);
      return null;
    }),
  );
  let cancelled = false as boolean;
  const onCancel = (): void => {
    cancelled = true;
    calls.request ??= { kind: 'cancel', reason: CANCELLED_IN_ENGINE };
  };
  const outcome = await heedCancellation(onCancel, () => live(input, calls, take));
  calls.ended = true;
  await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  if (cancelled && outcome === 'cancelled') endCancelled();
}

const statusOf = ({ ended, running, newestRun }: Calls) => ({
  step: ended ? 'over' : running === null ? 'waiting' : 'running',
  runs: newestRun,
});

/** How it ended; null where it had ended before. */
async function live(
  input: BackgroundTaskInput,
  calls: Calls,
  take: (grants: readonly SlotGrant[]) => void,
): Promise<TaskOutcome | null> {
  const { taskId } = input;
  const own = taskWorkflowId(taskId);
  const entered = await record.enterTask({ taskId });
  if (!entered) return null;
  take([...(entered.held ? [entered.held] : []), ...entered.grants]);
  await announce(entered.grants, own);

  for (;;) {
    await condition(() => calls.slot !== undefined || calls.request !== undefined);
    if (calls.slot === undefined) {
      const reason = calls.request?.reason ?? '';
      await announce(await record.cancelWaitingTask({ taskId, reason }), own);
      return 'cancelled';
    }
    const granted = calls.slot;
    calls.slot = undefined;
    calls.running = granted.run;
    const result = await runInSlot(input, granted, () => calls.request);
    calls.running = null;
    take(result.grants);
    await announce(result.grants, own);
    if (result.outcome) return result.outcome;
  }
}
