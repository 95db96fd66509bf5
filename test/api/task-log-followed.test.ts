/** Whoever follows the output of a task holds nothing up, whatever becomes of the task meanwhile. */
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { type TestApi, startApi } from '../support/api';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

async function followed(id: number): Promise<IncomingMessage> {
  const headers = { Authorization: `Bearer ${api.token}` };
  const [response] = await once(get(`${api.url}/api/tasks/${id}/log?follow=true`, { headers }), 'response');
  return response as IncomingMessage;
}

test('it may end and be removed between two looks: the stream ends, and the server goes on', async () => {
  const { id } = (await api.call('/api/tasks', { body: { type: 'shell', command: 'true' } })).body;
  const stream = await followed(id);
  api.store.taskLifecycle.cancelWaiting(id, 'cancelled');
  api.store.tasks.remove(id, 'robin');
  expect(await text(stream)).not.toContain('event: end');
  expect((await api.call(`/api/tasks/${id}`)).status).toBe(404);
});
