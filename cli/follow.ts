/** Follows one prompt through the event stream until it is settled. */
import { isSettled } from '../workflows/contracts/settled';
import { call } from './api';
import type { ApiClient } from './client';
import { followChanges } from './follow-changes';
import type { ServerEvent } from './sse';
import type { Prompt } from '../api/document/api-types';

/**
 * Yields the prompt with its history now and after each change; ends after the settled one.
 * Returns early, without an error, when `signal` aborts.
 * @throws UnavailableError when the server stays away for a minute, ApiResponseError when the prompt can't be read.
 */
export const followPrompt = (client: ApiClient, id: number, signal: AbortSignal): AsyncGenerator<Prompt> =>
  followChanges<Prompt>(client, signal, {
    concerns: (event) => concerns(event, id),
    read: () => call(client, 'GET /api/assigner/prompts/:id', { params: { id } }),
    isLast: isSettled,
  });

function concerns({ event, data }: ServerEvent, id: number): boolean {
  if (event !== 'prompt') return event === 'state';
  return (JSON.parse(data) as { id: number }).id === id;
}
