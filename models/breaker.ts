/**
 * The breaker of a provider: after failures in a row nothing is sent for a while, then one request tries. A function of
 * what is kept, so that it goes on after a restart where it was. What is read and written is one row a provider.
 */
import type { Breaker } from '../workflows/contracts/models';
import type { ProviderError } from './types';

export const CLOSED: Breaker = {
  state: 'closed',
  failures: 0,
  openings: 0,
  openUntilMs: null,
  trialUntilMs: null,
  lastError: null,
};

const FAILURES_TO_OPEN = 3;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** A wish to be left alone is granted, but a mistaken date closes nothing for good. */
const LONGEST_WISH_MS = 24 * 3_600_000;

/** These won't be over with the next request. */
const OPENS_AT_ONCE: ReadonlySet<string> = new Set(['unauthorized', 'not_found']);

/** Whether a request may be sent now; if so, what is to be kept first. @param trialMs how long one may take */
export function admit(breaker: Breaker, nowMs: number, trialMs: number): { kept: Breaker } | undefined {
  switch (breaker.state) {
    case 'closed':
      return { kept: breaker };
    case 'open':
      return isAhead(breaker.openUntilMs, nowMs, LONGEST_WISH_MS)
        ? undefined
        : { kept: trial(breaker, nowMs + trialMs) };
    case 'half_open':
      // The request that tries may have been lost in a crash.
      return isAhead(breaker.trialUntilMs, nowMs, trialMs)
        ? undefined
        : { kept: trial(breaker, nowMs + trialMs) };
  }
}

/** Further ahead than it is ever set, it was set by a clock that was wrong. */
const isAhead = (untilMs: number | null, nowMs: number, longestMs: number): boolean =>
  untilMs !== null && nowMs < untilMs && untilMs - nowMs <= longestMs;

const trial = (breaker: Breaker, untilMs: number): Breaker => ({
  ...breaker,
  state: 'half_open',
  openUntilMs: null,
  trialUntilMs: untilMs,
});

export const succeeded = ({ lastError }: Breaker): Breaker => ({ ...CLOSED, lastError });

/** Nobody waited for the end of the request: nothing is known, and another one may try. */
export const abandoned = (breaker: Breaker, nowMs: number): Breaker =>
  breaker.state === 'half_open' ? { ...breaker, trialUntilMs: nowMs } : breaker;

export function failed(breaker: Breaker, fault: ProviderError, nowMs: number): Breaker {
  const { code, message, options } = fault;
  const lastError = { code, reason: message, atMs: nowMs };
  // It is there and answers.
  if (code === 'refused' || options.isHealthy === true) return { ...CLOSED, lastError };
  const failures = breaker.failures + 1;
  const wishMs = Math.min(options.retryAfterMs ?? 0, LONGEST_WISH_MS);
  const opens =
    breaker.state === 'half_open' || wishMs > 0 || OPENS_AT_ONCE.has(code) || failures >= FAILURES_TO_OPEN;
  if (!opens) return { ...breaker, failures, lastError };
  // Of requests that were under way together each one fails: that is one opening, and a wish is the later one.
  if (breaker.state === 'open') {
    const openUntilMs = Math.max(breaker.openUntilMs ?? 0, nowMs + wishMs);
    return { ...breaker, failures, openUntilMs, lastError };
  }
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** breaker.openings, LONGEST_PAUSE_MS);
  return {
    state: 'open',
    failures,
    openings: breaker.openings + 1,
    openUntilMs: nowMs + (wishMs > 0 ? wishMs : pauseMs),
    trialUntilMs: null,
    lastError,
  };
}
