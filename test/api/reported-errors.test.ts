/** Errors that pages and scripts report: the same one is counted, not repeated; resolved ones come back. */
import { fingerprint } from '../../store/reported-errors/fingerprint';
import { openStore } from '../../store';
import { openDatabase } from '../../store/db/open';
import { join } from 'node:path';
import { startApi, type TestApi } from '../support/api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const report = async (body: object): Promise<number> => (await api.call('/api/errors', { body })).body.id;
const list = async (query = ''): Promise<any[]> => (await api.call(`/api/errors${query}`)).body.items;

it('reports of the same error are one, with the newest of them, and when it was seen first and last', async () => {
  const first = await report({ message: 'User 17 is gone', source: 'page', url: 'http://a/1' });
  const [before] = await list();
  expect(
    await report({ message: 'User 18 is gone', source: 'page', url: 'http://a/2', level: 'warning' }),
  ).toBe(first);
  const [error, ...others] = await list();
  expect(others).toEqual([]);
  expect(error).toMatchObject({
    id: first,
    count: 2,
    message: 'User 18 is gone',
    url: 'http://a/2',
    level: 'warning',
  });
  expect(error.first_seen).toBe(before.first_seen);
  expect(error.last_seen >= before.last_seen).toBe(true);
  const detail = (await api.call(`/api/errors/${first}`)).body;
  expect(detail.reports.map(({ message }: any) => message)).toEqual(['User 18 is gone', 'User 17 is gone']);
});

it('a resolved error says by whom, and is open again when it is reported again', async () => {
  const id = await report({ message: 'x' });
  const resolved = (await api.call(`/api/errors/${id}/resolve`, { method: 'POST' })).body;
  expect(resolved).toMatchObject({ status: 'resolved', resolved_by: 'api-token', reopened_at: null });
  expect(await list('?status=open')).toEqual([]);
  expect((await api.call(`/api/errors/${id}/resolve`, { method: 'POST' })).body).toEqual(resolved);
  await report({ message: 'x' });
  expect(await list('?status=open')).toMatchObject([{ id, status: 'open', resolved_at: null, count: 2 }]);
  expect((await list())[0].reopened_at).not.toBeNull();
  await api.call(`/api/errors/${id}/resolve`, { method: 'POST' });
  expect((await api.call(`/api/errors/${id}/reopen`, { method: 'POST' })).body.status).toBe('open');
});

it('errors are found by status, level, source and text, and sorted', async () => {
  await report({ message: 'one', source: 'page', level: 'error' });
  await report({ message: 'two', source: 'script', level: 'critical' });
  await report({ message: 'two', source: 'script', level: 'critical' });
  const messages = async (query: string): Promise<string[]> =>
    (await list(query)).map(({ message }) => message);
  expect(await messages('?level=critical')).toEqual(['two']);
  expect(await messages('?source=page')).toEqual(['one']);
  expect(await messages('?q=WO')).toEqual(['two']);
  expect(await messages('?sort=count')).toEqual(['one', 'two']);
  expect(await messages('?sort=-count')).toEqual(['two', 'one']);
  expect((await api.call('/api/errors?status=open&limit=1')).body).toMatchObject({ total: 2, limit: 1 });
});

test.each([
  ['"C:\\one\\" is gone', '"D:\\two\\" is gone'],
  ["'it\\'s' is no name", "'that' is no name"],
  ["can't read 'a' or 'b'", "can't read 'c d' or 'e'"],
])('%s is the same error as %s', (one, other) => {
  const of = (message: string): string => fingerprint({ message, source: null, stack: null });
  expect(of(one)).toBe(of(other));
});

it('what anybody reports is looked through at once, however it is made', () => {
  const startMs = performance.now();
  for (const message of [
    `"${'\\'.repeat(45)}`,
    '"a '.repeat(600),
    'deadbeef-'.repeat(200),
    `"${'\\"'.repeat(900)}x`,
  ])
    fingerprint({ message, source: null, stack: `at ${message.repeat(5)}` });
  expect(performance.now() - startMs).toBeLessThan(2_000);
});

it('whoever has no login learns how many there are, and not what they say', async () => {
  await report({ message: 'secret at work', source: 'page', stack: 'at secret', url: 'http://a/?q=secret' });
  const stranger = { headers: { authorization: '' } };
  const { status, body } = await api.call('/api/errors', stranger);
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({
      total: 1,
      items: [expect.objectContaining({ id: 1, count: 1, status: 'open' })],
    }),
  ]);
  expect(JSON.stringify(body)).not.toMatch(/secret|"page"|[0-9a-f]{32}/);
  // Nor by asking for it.
  for (const query of ['?q=secret', '?source=page'])
    expect((await api.call(`/api/errors${query}`, stranger)).status).toBe(401);
  expect((await api.call('/api/errors', { headers: { authorization: 'Bearer wrong' } })).body.items).toEqual(
    body.items,
  );
});

it('of an error that comes all the time only the newest reports are kept', () => {
  const { errorReports } = api.store;
  const one = { message: 'x', source: null, stack: null, url: null, level: 'error' };
  for (let n = 0; n < 50; n++) errorReports.insert({ ...one, url: `http://a/${n}` });
  expect(errorReports.get(1)?.count).toBe(50);
  expect(errorReports.reports(1).map(({ url }) => url)).toEqual(
    Array.from({ length: 20 }, (_, n) => `http://a/${49 - n}`),
  );
});

it('reports of an earlier release are grouped at the next start, once', () => {
  const db = openDatabase(join(api.dir, 'architect.db'));
  const insert = db.prepare("INSERT INTO error_reports (message, level, created_at) VALUES (?, 'error', ?)");
  insert.run('no 1', '2026-01-01 10:00:00');
  insert.run('no 2', '2026-01-02 10:00:00');
  for (let start = 0; start < 2; start++) {
    const store = openStore({ dataDir: api.dir });
    expect(store.errorReports.list({}).items).toMatchObject([
      { count: 2, message: 'no 2', first_seen: '2026-01-01 10:00:00', last_seen: '2026-01-02 10:00:00' },
    ]);
    store.close();
  }
  db.close();
});

describe('two reports are the same error', () => {
  const of = (message: string, stack: string | null = null, source: string | null = null): string =>
    fingerprint({ message, stack, source });
  const at = (place: string): string => `Error: x\n    at load (${place})\n    at main (b.js:1:1)`;

  it.each([
    ['numbers', 'timeout after 30 s', 'timeout after 31.5 s'],
    ['ids', 'no session 9f8a7b6c5d', 'no session 0011aabb22'],
    ['ids with dashes', 'id 0b9c1d2e-1111-2222-3333-444455556666', 'id 1b9c1d2e-1111-2222-3333-444455556667'],
    ['quoted values', "can't read 'a b'", "can't read 'c'"],
    ['addresses', 'GET http://a/x?y=1 failed', 'GET https://b/z failed'],
  ])('that differ in %s', (_what, a, b) => expect(of(a)).toBe(of(b)));

  it('that come from another position of the same function', () => {
    expect(of('x', at('a.js:10:3'))).toBe(of('x', at('a.js:12:9')));
  });

  it('but not from another function, source or message', () => {
    expect(of('x', at('a.js:10:3'))).not.toBe(of('x', at('other.js:10:3')));
    expect(of('x', null, 'page')).not.toBe(of('x', null, 'script'));
    expect(of('cannot read')).not.toBe(of('cannot write'));
  });
});
