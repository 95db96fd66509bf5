/**
 * A background task's life: it waits for a slot, its program runs, it is settled. One task, one workflow; the record
 * (architect.db) says where it is, so that the workflow can be started again at any point and goes on from there.
 */
import { allHandlersFinished, condition, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import { SLOT_SIGNAL, TASK_CONTROL_UPDATE } from './contracts/names';
import type { BackgroundTaskInput, SlotGrant, TaskRequest } from './contracts/tasks';
import { announceSlots } from './task/announce-slots';
import { record } from './task/proxies';
import { runInSlot } from './task/run-in-slot';

export const slotGranted = defineSignal<[SlotGrant]>(SLOT_SIGNAL);
export const taskControl = defineUpdate<null, [TaskRequest]>(TASK_CONTROL_UPDATE);

export async function backgroundTask(input: BackgroundTaskInput): Promise<void> {
  const { taskId } = input;
  let slot: SlotGrant | undefined;
  let newestRun = 0;
  let request: TaskRequest | undefined;
  let ended = false;
  const take = (grants: readonly SlotGrant[]): void => {
    for (const grant of grants) {
      // A grant that is told again is no second one.
      if (grant.taskId !== taskId || grant.run <= newestRun) continue;
      slot = grant;
      newestRun = grant.run;
    }
  };

  setHandler(slotGranted, (grant) => take([grant]));
  setHandler(taskControl, async (wanted) => {
    request ??= wanted;
    await condition(() => ended);
    return null;
  });
  const finish = async (): Promise<void> => {
    ended = true;
    await condition(allHandlersFinished);
  };

  const entered = await record.enterTask({ taskId });
  if (!entered) return finish();
  take([...(entered.held ? [entered.held] : []), ...entered.grants]);
  await announceSlots(entered.grants, taskId);

  for (;;) {
    await condition(() => slot !== undefined || request !== undefined);
    if (slot === undefined) {
      const reason = request?.reason ?? '';
      await announceSlots(await record.cancelWaitingTask({ taskId, reason }), taskId);
      return finish();
    }
    const granted = slot;
    slot = undefined;
    const result = await runInSlot(input, granted, () => request);
    take(result.grants);
    await announceSlots(result.grants, taskId);
    if (result.outcome) return finish();
  }
}
