/** Follows one prompt through the event stream until it is settled. */
import { setTimeout as delay } from 'node:timers/promises';
import { isSettled } from '../workflows/contracts/settled';
import { call } from './api';
import type { ApiClient } from './client';
import { ApiResponseError, OutputClosedError, UnavailableError } from './errors';
import type { ServerEvent } from './sse';
import type { Prompt } from '../api/document/api-types';

/** Between two tries where there is no event stream to wait on. */
const RETRY_MS = 300;
/** The stream is opened anew when it was silent for so long: a dead connection looks like a quiet one. */
const SILENCE_MS = 30_000;
/** A server that restarts is waited for; one that stays away is reported. */
const PATIENCE_MS = 60_000;

/**
 * Yields the prompt with its history now and after each change; ends after the settled one.
 * Returns early, without an error, when `signal` aborts.
 * @throws UnavailableError when the server stays away for a minute, ApiResponseError when the prompt can't be read.
 */
export async function* followPrompt(
  client: ApiClient,
  id: number,
  signal: AbortSignal,
): AsyncGenerator<Prompt> {
  let lastSeenMs = Date.now();
  while (!signal.aborted) {
    try {
      for await (const changed of changes(client, id, signal)) {
        const prompt = await call(client, 'GET /api/assigner/prompts/:id', { params: { id: changed } });
        lastSeenMs = Date.now();
        yield prompt;
        if (isSettled(prompt)) return;
      }
    } catch (error) {
      const patient = Date.now() - lastSeenMs < PATIENCE_MS;
      if (!(error instanceof UnavailableError) || !patient) throw error;
    }
    await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Yields the id at once, then for every event that may concern the prompt, until the stream ends or breaks. */
async function* changes(client: ApiClient, id: number, signal: AbortSignal): AsyncGenerator<number> {
  yield id;
  const silence = new AbortController();
  const alarm = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    for await (const event of client.events(AbortSignal.any([signal, silence.signal]))) {
      alarm.refresh();
      if (concerns(event, id)) yield id;
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

/** `state` is what the server says first, so that nothing is missed between reading and listening. */
function concerns({ event, data }: ServerEvent, id: number): boolean {
  if (event !== 'prompt') return event === 'state';
  return (JSON.parse(data) as { id: number }).id === id;
}
