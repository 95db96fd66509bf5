/** What the language models refuse, as errors of the API. */
import { ModelError } from '../../workflows/contracts/models';
import type { Context } from '../context';
import { HttpError, invalid } from '../http/errors';

const MS_A_SECOND = 1_000;

/** What `error` is to the caller; itself if it is none of the models. */
export function modelHttpError(error: unknown): unknown {
  if (!(error instanceof ModelError)) return error;
  const { code, message, details } = error;
  switch (code) {
    case 'bad_request':
      return details.field === undefined
        ? new HttpError(400, 'invalid_request', message)
        : invalid(details.field, message);
    case 'no_provider':
      return new HttpError(409, 'no_model', message, [], { cause: error });
    case 'over_budget':
      return new HttpError(429, 'over_budget', message, [], { cause: error });
    case 'unavailable':
    case 'cancelled': {
      const failed = (details.failed ?? []).map(({ provider, reason }) => ({
        field: provider,
        message: reason,
      }));
      return new HttpError(502, 'models_unavailable', message, failed, { cause: error });
    }
  }
}

/** Says when another try may help. */
export function setRetryAfter(ctx: Context, error: unknown): void {
  if (!(error instanceof ModelError) || error.details.retryAtMs === undefined) return;
  const seconds = Math.ceil((error.details.retryAtMs - Date.now()) / MS_A_SECOND);
  ctx.set('Retry-After', String(Math.max(1, seconds)));
}
