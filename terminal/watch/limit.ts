/** Sessions whose account has used up what it may: they sleep until it may go on. Pure. */
import type { SessionReading } from '../../agents/types';

/** @param untilMs until when the session's account is at its limit; null = it isn't */
export function afterLimit(verdict: SessionReading, untilMs: number | null, nowMs: number): SessionReading {
  const sleeps = untilMs !== null && nowMs < untilMs;
  if (verdict.state === 'waiting_input' && sleeps) {
    return {
      ...verdict,
      state: 'limited',
      reason: `the usage limit of its account is reached; it goes on at ${new Date(untilMs).toISOString()}`,
      rule: 'watch.account-limited',
    };
  }
  // The message of a limit that is over stays on the screen until the next prompt.
  if (verdict.state === 'limited' && untilMs !== null && !sleeps) {
    return {
      ...verdict,
      state: 'waiting_input',
      reason: 'its usage limit was reached, and is over by now',
      rule: 'watch.limit-over',
    };
  }
  return verdict;
}
