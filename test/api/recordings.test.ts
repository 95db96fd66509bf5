/** Recordings of screens over the API: what is told of them, their frames, and who may do what with them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cleanRows } from '../../terminal/colours/rows';
import { expectError } from './http';
import { startApi, type TestApi } from '../support/api';
import { sees } from '../store/support';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  for (const name of ['a', 'b', 'empty'])
    sees(api.store, name, { server: '1 1', paneId: `%${name}`, panePid: 7 });
});
afterAll(() => api.close());

const START = Date.parse('2026-03-10T12:00:00.000Z');
const uidOf = (name: string): number => api.store.sessions.get(name)?.uid ?? 0;
async function records(name: string, screens: readonly (readonly string[])[]): Promise<void> {
  const { sink, index } = api.store.recordings;
  screens.forEach((screen, at) => {
    const rows = cleanRows(screen).map(({ text }) => text);
    sink.take(uidOf(name), { cols: 80, rows }, START + at * 1_000);
  });
  await index(uidOf(name));
}
const frames = (name: string, query: Record<string, string>) =>
  api.call(`/api/sessions/${name}/recording/frames?${new URLSearchParams(query).toString()}`);

test('the index tells ranges, activity, and why it is not recorded now', async () => {
  await records('a', [['one'], ['two'], ['three']]);
  const { status, body } = await api.call('/api/sessions/a/recording');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ...{ session: 'a', recorded: false, enabled: null, has_colours: true, hours: 24, marks: [] },
    reason: { code: 'off', message: expect.stringContaining('ARCHITECT_RECORD_SCREENS') },
    ranges: [{ from: '2026-03-10T12:00:00.000Z', to: '2026-03-10T12:00:02.000Z' }],
    activity: [{ at: '2026-03-10T12:00:00.000Z', frames: 3 }],
  });
  expect(body.bytes).toBeGreaterThan(0);
});

test('frames come in pages, each of which begins with all that was shown', async () => {
  const first = await frames('a', { from: '2026-03-10T12:00:00Z', limit: '2' });
  expect(first.body).toEqual({
    frames: [
      {
        ...{ at: '2026-03-10T12:00:00.000Z', cols: 80, rows: 1, whole: true },
        changed: [{ row: 0, text: 'one' }],
      },
      {
        ...{ at: '2026-03-10T12:00:01.000Z', cols: 80, rows: 1, whole: false },
        changed: [{ row: 0, text: 'two' }],
      },
    ],
    next: '2026-03-10T12:00:02.000Z',
  });
  const next = await frames('a', { from: first.body.next });
  expect(next.body).toMatchObject({
    frames: [{ whole: true, changed: [{ row: 0, text: 'three' }] }],
    next: null,
  });
  const until = await frames('a', { from: '2026-03-10T13:00:00+01:00', to: '2026-03-10T12:00:01.500Z' });
  expect(until.body.frames).toHaveLength(2);
  expect((await frames('empty', { from: '2026-03-10T12:00:00Z' })).body).toEqual({ frames: [], next: null });
});

test('what would act on a terminal or a page is text, or isn’t there', async () => {
  await records('b', [
    [
      '\x1b]52;c;aGk=\x07\x1b[31m<img src=x onerror=alert(1)>\x1b[2J\x1b]8;;javascript:alert(1)\x1b\\link',
      '\x1b[6n\x9b6n',
    ],
  ]);
  const { body } = await frames('b', { from: '2026-03-10T12:00:00Z' });
  const text = body.frames[0].changed.map((one: { text: string }) => one.text).join('\n');
  expect(text).toBe('\x1b[31m<img src=x onerror=alert(1)>link\n\x1b[31m6n');
});

test.each([
  [{}, 'from'],
  [{ from: 'yesterday' }, 'from'],
  [{ from: '2026-03-10' }, 'from'],
  [{ from: '2026-13-45T12:00:00Z' }, 'from'],
  [{ from: '2026-03-10T12:00:00Z', to: 'now' }, 'to'],
  [{ from: '2026-03-10T12:00:00Z', limit: '0' }, 'limit'],
  [{ from: '2026-03-10T12:00:00Z', limit: '1001' }, 'limit'],
])('%j is refused, and says which field is wrong', async (query, field) => {
  const answer = await frames('a', query);
  expectError(answer, 400, 'invalid_request');
  expect(answer.body.error.details[0].field).toBe(field);
});

test('a session that there isn’t has none', async () => {
  expectError(await api.call('/api/sessions/nobody/recording'), 404, 'not_found');
  expectError(await frames('nobody', { from: '2026-03-10T12:00:00Z' }), 404, 'not_found');
  const gone = await api.call('/api/sessions/nobody/recording', { method: 'DELETE' });
  expectError(gone, 404, 'not_found');
});

test('it is switched off and on again, and deleted, and the audit says by whom', async () => {
  const off = await api.call('/api/sessions/a/recording', { method: 'PUT', body: { enabled: false } });
  expect(off.body).toMatchObject({ enabled: false, recorded: false });
  expect(api.store.recordings.targets().map(({ session }) => session)).toEqual(['b', 'empty']);
  const on = await api.call('/api/sessions/a/recording', { method: 'PUT', body: { enabled: null } });
  expect(on.body.enabled).toBeNull();
  expectError(
    await api.call('/api/sessions/a/recording', { method: 'PUT', body: { enabled: 'no' } }),
    400,
    'invalid_request',
  );
  const dir = join(api.dir, 'recordings', String(uidOf('a')));
  expect(existsSync(dir)).toBe(true);
  expect((await api.call('/api/sessions/a/recording', { method: 'DELETE' })).status).toBe(204);
  expect(existsSync(dir)).toBe(false);
  expect((await api.call('/api/sessions/a/recording')).body).toMatchObject({ bytes: 0, ranges: [] });
  const { items } = (await api.call('/api/audit?entity=recording')).body;
  expect(items.map((one: { action: string }) => one.action)).toEqual(['delete', 'update', 'update']);
});
