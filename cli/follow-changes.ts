/** Reads something now and after each event that may concern it, over restarts of the server. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from './client';
import { ApiResponseError, OutputClosedError, UnavailableError } from './errors';
import type { ServerEvent } from './sse';

/** Between two tries where there is no event stream to wait on. */
const RETRY_MS = 300;
/** The stream is opened anew when it was silent for so long: a dead connection looks like a quiet one. */
const SILENCE_MS = 30_000;
/** A server that restarts is waited for; one that stays away is reported. */
const PATIENCE_MS = 60_000;

export interface Followed<T> {
  /** `state` is what the server says first, so that nothing is missed between reading and listening. */
  readonly concerns: (event: ServerEvent) => boolean;
  readonly read: () => Promise<T>;
  /** Nothing comes after it. */
  readonly isLast?: (value: T) => boolean;
}

/**
 * Ends after the last one; returns early, without an error, when `signal` aborts.
 * @throws UnavailableError when the server stays away for a minute, ApiResponseError when it can't be read.
 */
export async function* followChanges<T>(
  client: ApiClient,
  signal: AbortSignal,
  { concerns, read, isLast = () => false }: Followed<T>,
): AsyncGenerator<T> {
  let lastSeenMs = Date.now();
  while (!signal.aborted) {
    try {
      for await (const isConcerned of changes(client, concerns, signal)) {
        if (!isConcerned) continue;
        const value = await read();
        lastSeenMs = Date.now();
        yield value;
        if (isLast(value)) return;
      }
    } catch (error) {
      const patient = Date.now() - lastSeenMs < PATIENCE_MS;
      if (!(error instanceof UnavailableError) || !patient) throw error;
    }
    await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Yields at once, then for every event whether that concerns it, until the stream ends or breaks. */
export async function* changes(
  client: ApiClient,
  concerns: Followed<unknown>['concerns'],
  signal: AbortSignal,
): AsyncGenerator<boolean> {
  yield true;
  const silence = new AbortController();
  const alarm = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    for await (const event of client.events(AbortSignal.any([signal, silence.signal]))) {
      alarm.refresh();
      yield concerns(event);
    }
  } catch (error) {
    // Without a stream the caller's loop asks again and again, and meets there what is really wrong.
    if (error instanceof OutputClosedError) throw error;
    if (error instanceof ApiResponseError && error.status === 401) throw error;
  } finally {
    clearTimeout(alarm);
    silence.abort();
  }
}
