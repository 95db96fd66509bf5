/** What goes wrong with GitHub: what a person can mend is told and not tried again; the rest is tried again in time. */
import { ApplicationFailure } from '@temporalio/activity';
import type { GithubFault } from '../../workflows/contracts/github';

/** An end with a sentence for the person who asked. */
export function githubFault(code: GithubFault, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, code);
}

/** Whoever asked is told at once; what is done without a person waits until the vault can be read again. */
export const isOfClosedVault = (error: unknown): error is ApplicationFailure =>
  error instanceof ApplicationFailure && error.type === ('github_vault_closed' satisfies GithubFault);

/** As octokit's errors are; told by shape, so that one of another copy of the package counts too. */
interface CallError {
  readonly status: number;
  readonly message: string;
  readonly response?: { readonly headers: Readonly<Record<string, string | number | undefined>> };
}

export interface CallContext {
  readonly repository: string;
  readonly secretName: string;
  readonly now: () => number;
}

/** A little later than GitHub says: clocks differ. */
const MARGIN_MS = 1_000;
const LONGEST_LIMIT_MS = 3_600_000 + MARGIN_MS;

/** Whether `error` is GitHub's answer, with this status where one is given. */
export function isAnswer(error: unknown, status?: number): error is CallError {
  const found = (error as Partial<CallError> | null)?.status;
  return error instanceof Error && typeof found === 'number' && (status === undefined || found === status);
}

/** `error` of a call as the failure that the activity ends with. */
export function failureOfCall(error: unknown, context: CallContext): unknown {
  if (!isAnswer(error)) return error;
  const { repository, secretName } = context;
  const pauseMs = limitPauseMs(error, context.now());
  if (pauseMs !== undefined) {
    return ApplicationFailure.create({
      message: `GitHub takes no more requests for ${Math.ceil(pauseMs / 1_000)} s`,
      type: 'github_rate_limited',
      nextRetryDelay: pauseMs,
    });
  }
  switch (error.status) {
    case 401:
      return githubFault(
        'github_token_refused',
        `GitHub refuses the token in the secret ${secretName}: it is wrong or has expired. Put a new one there.`,
      );
    case 403:
      return githubFault(
        'github_forbidden',
        `The token in the secret ${secretName} may not do that in ${repository}: it needs the rights to read issues and to write pull requests.`,
      );
    case 404:
      return githubFault(
        'github_not_found',
        `GitHub shows no repository ${repository} to the token in the secret ${secretName}: check the remote, and that the token may see it.`,
      );
    case 410:
      return githubFault('github_refused', `Issues are switched off in ${repository}.`);
    case 422:
      return githubFault('github_refused', `GitHub refuses it: ${error.message}`);
    default:
      return error;
  }
}

/** How long GitHub wants to be left alone; undefined where that is not what it says. */
function limitPauseMs({ status, response }: CallError, nowMs: number): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const headers = response?.headers ?? {};
  const retryAfter = Number(headers['retry-after']);
  if (retryAfter > 0) return Math.min(retryAfter * 1_000 + MARGIN_MS, LONGEST_LIMIT_MS);
  if (String(headers['x-ratelimit-remaining']) === '0') {
    const untilReset = Number(headers['x-ratelimit-reset']) * 1_000 - nowMs;
    return Math.min(Math.max(untilReset, 0) + MARGIN_MS, LONGEST_LIMIT_MS);
  }
  return status === 429 ? 60_000 : undefined;
}
