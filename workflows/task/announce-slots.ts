import { getExternalWorkflowHandle, log } from '@temporalio/workflow';
import { SLOT_SIGNAL, taskWorkflowId } from '../contracts/wire-names';
import type { SlotGrant } from '../contracts/tasks';

/** Tells the other tasks of `grants` that a slot is theirs. One that can't be told is found by the reconciler. */
export async function announceSlots(grants: readonly SlotGrant[], ownTaskId: number): Promise<void> {
  const others = grants.filter(({ taskId }) => taskId !== ownTaskId);
  await Promise.all(
    others.map(async (grant) => {
      try {
        await getExternalWorkflowHandle(taskWorkflowId(grant.taskId)).signal(SLOT_SIGNAL, grant);
      } catch {
        log.warn('slot could not be announced', { taskId: grant.taskId, run: grant.run });
      }
    }),
  );
}
