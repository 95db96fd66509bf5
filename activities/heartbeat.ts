import { Context } from '@temporalio/activity';

/** Beats so often that one lost beat doesn't end the activity. */
const BEATS_A_TIMEOUT = 4;
const FALLBACK_INTERVAL_MS = 1_000;

/** Runs `work` while telling the engine that this worker lives. */
export async function withHeartbeat<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const context = Context.current();
  const { heartbeatTimeoutMs } = context.info;
  const everyMs = heartbeatTimeoutMs ? heartbeatTimeoutMs / BEATS_A_TIMEOUT : FALLBACK_INTERVAL_MS;
  // Not at once: the engine counts from the start, and a write of its own would be in the way of the first keys.
  const timer = setInterval(() => context.heartbeat(), everyMs);
  try {
    return await work(context.cancellationSignal);
  } finally {
    clearInterval(timer);
  }
}
