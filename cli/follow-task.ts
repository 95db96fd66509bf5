/** Follows the output of a task to the task's end, over restarts of the server. */
import { setTimeout as delay } from 'node:timers/promises';
import { call } from './api';
import type { ApiClient } from './client';
import { CliError, UnavailableError } from './errors';
import type { Task, TaskLogPart } from '../api/document/api-types';

/** Between two tries after the stream broke. */
const RETRY_MS = 300;
/** A server that restarts is waited for; one that stays away is reported. */
const PATIENCE_MS = 60_000;

export type TaskEvent = { readonly text: string } | { readonly end: Task };

/**
 * Yields the output from its beginning, then the settled task. Returns early, without an error, when `signal` aborts.
 * @throws UnavailableError when the server stays away for a minute, ApiResponseError when the task can't be read
 */
export async function* followTask(
  client: ApiClient,
  id: number,
  signal: AbortSignal,
): AsyncGenerator<TaskEvent> {
  let offset = 0;
  let awaySinceMs: number | undefined;
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    try {
      // A refusal of the task itself must not be mistaken for a stream that broke.
      await call(client, 'GET /api/tasks/:id', { params: { id } });
      awaySinceMs = undefined;
      for await (const { event, data } of client.stream(logPath(id, offset), signal)) {
        if (event === 'end') {
          yield { end: JSON.parse(data) as Task };
          return;
        }
        if (event !== 'output') continue;
        const part = JSON.parse(data) as TaskLogPart;
        offset = part.next_offset;
        yield { text: part.text };
      }
    } catch (error) {
      if (isOver()) return;
      // What isn't an answer of the API is a connection that broke.
      if (error instanceof CliError && !(error instanceof UnavailableError)) throw error;
      awaySinceMs ??= Date.now();
      if (Date.now() - awaySinceMs > PATIENCE_MS) throw error;
    }
    await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
}

const logPath = (id: number, offset: number): string => `/api/tasks/${id}/log?follow=true&offset=${offset}`;
