import { getExternalWorkflowHandle, log } from '@temporalio/workflow';
import type { Grant } from '../contracts/assignment';
import { LEASE_SIGNAL, promptWorkflowId } from '../contracts/wire-names';

/** Tells the other prompts of `grants` that a session is theirs. One that can't be told is found by the reconciler. */
export async function announce(grants: readonly Grant[], ownPromptId: number): Promise<void> {
  const others = grants.filter(({ promptId }) => promptId !== ownPromptId);
  await Promise.all(
    others.map(async (grant) => {
      try {
        await getExternalWorkflowHandle(promptWorkflowId(grant.promptId)).signal(LEASE_SIGNAL, grant);
      } catch {
        log.warn('lease could not be announced', { promptId: grant.promptId, session: grant.session });
      }
    }),
  );
}
