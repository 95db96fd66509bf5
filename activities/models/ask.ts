/** Asks a language model within an activity. Its text goes to the caller only: a workflow gets what was made of it. */
import { ApplicationFailure } from '@temporalio/activity';
import { type AskRequest, type ModelAnswer, ModelError, type Models } from '../../workflows/contracts/models';
import { withHeartbeat } from '../heartbeat';

/**
 * One call, with its failover, while the engine is told that this worker lives; a cancelled activity stops it.
 * Give the activity a heartbeat timeout, and `maximumAttempts: 1` or a retry of its own: nothing is tried again here.
 * @throws ModelError: `isWithoutModel` (contracts/models.ts) tells whether there is none to be had now
 */
export function askModel<T>(models: Models, request: AskRequest<T>): Promise<ModelAnswer<T>> {
  return withHeartbeat((signal) => models.ask({ ...request, signal }));
}

/** For activities that can't do without a model: the failure as the engine has it, with its code as the type. */
export function modelFailure(error: unknown): unknown {
  if (!(error instanceof ModelError)) return error;
  const { code, message, details } = error;
  return ApplicationFailure.create({
    ...{ message, type: `model_${code}`, cause: error },
    nonRetryable: code === 'bad_request' || code === 'no_provider',
    ...(details.retryAtMs !== undefined && {
      nextRetryDelay: Math.max(0, details.retryAtMs - Date.now()),
    }),
  });
}
