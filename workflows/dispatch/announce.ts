/** A workflow that gives up what it held passes it on: the workflow that has it now is told by a signal. */
import { getExternalWorkflowHandle, log } from '@temporalio/workflow';

/** How the workflows of one kind hear of their grants. */
export interface Announcing<Grant> {
  readonly signal: string;
  /** Id of the workflow that the grant is for. */
  readonly workflowIdOf: (grant: Grant) => string;
  /** What the log says of a grant; no texts of people. */
  readonly fields: (grant: Grant) => Record<string, unknown>;
}

/**
 * Tells the others of `grants` what is theirs now; `ownWorkflowId` knows already.
 * One that can't be told is found by the reconciler.
 */
export function announcer<Grant>({ signal, workflowIdOf, fields }: Announcing<Grant>) {
  return async (grants: readonly Grant[], ownWorkflowId: string): Promise<void> => {
    const others = grants.filter((grant) => workflowIdOf(grant) !== ownWorkflowId);
    await Promise.all(
      others.map(async (grant) => {
        try {
          await getExternalWorkflowHandle(workflowIdOf(grant)).signal(signal, grant);
        } catch {
          log.warn('a grant could not be announced', { signal, ...fields(grant) });
        }
      }),
    );
  };
}
