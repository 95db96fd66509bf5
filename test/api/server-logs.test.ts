/** The log files over the API: pages, errors as groups, and as they grow. */
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { request as httpRequest } from 'node:http';
import { setImmediate as otherTurns } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi, type TestApi } from '../support/api';
import { until } from '../support/dashboard';
import { loggedIn, withToken } from './access/support';
import { expectFieldError, request } from './http';
import { readStream } from './stream';

let api: TestApi;
let dir: string;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'architect-api-logs-'));
  api = await startApi(undefined, undefined, { ARCHITECT_LOG_DIR: dir });
});
afterEach(async () => {
  await api.close();
  rmSync(dir, { recursive: true, force: true });
});

const line = (second: number, msg: string, level = 30, more: object = {}): string =>
  `${JSON.stringify({ level, time: new Date(Date.UTC(2026, 1, 7, 12, 0, second)).toISOString(), component: 'x', ...more, msg })}\n`;
const write = (name: string, ...lines: string[]): void => writeFileSync(join(dir, name), lines.join(''));
const lines = async (query = '') => (await api.call(`/api/logs/lines${query}`)).body;
const texts = ({ items }: { items: { text: string }[] }): string[] => items.map(({ text }) => text);

it('pages through the files of the server; the output of a program only where it is asked for', async () => {
  write('assigner.log', line(1, 'one'), line(2, 'two', 30, { promptId: 7 }), line(3, 'three', 20));
  write('temporal.log', 'printed\n');
  const first = await lines('?limit=1');
  expect(first.items).toMatchObject([{ text: 'two', part: 'assigner', level: 'info', prompt_id: 7 }]);
  const second = await lines(`?limit=9&before=${encodeURIComponent(first.next)}`);
  expect([texts(second), second.next]).toEqual([['one'], null]);
  expect(texts(await lines('?level=debug'))).toEqual(['three', 'two', 'one']);
  expect(texts(await lines('?part=temporal'))).toEqual(['printed']);
  const { items } = (await api.call('/api/logs')).body;
  expect(items).toContainEqual(expect.objectContaining({ part: 'temporal', kind: 'output', bytes: 8 }));
});

it('says which field is wrong, and reads no file but its own', async () => {
  write('assigner.log', line(1, 'one'));
  const get = (query: string) =>
    request(api.url, `/api/logs/lines${query}`, { headers: { Authorization: 'Bearer token' } });
  expectFieldError(await get('?part=../secret-key'), 'part');
  expectFieldError(await get('?level=loud'), 'level');
  expectFieldError(await get('?before=nonsense'), 'before');
  expectFieldError(await get('?limit=5000'), 'limit');
  const foreign = JSON.stringify({ '../secret-key': { inode: 1, offset: 5 } });
  expect(texts(await lines(`?before=${encodeURIComponent(foreign)}`))).toEqual([]);
});

it('goes on from the end of a file that is shorter than where a page was', async () => {
  write('assigner.log', line(1, 'one'));
  const { ino } = statSync(join(dir, 'assigner.log'));
  const before = JSON.stringify({ assigner: { inode: ino, offset: Number.MAX_SAFE_INTEGER } });
  expect(texts(await lines(`?before=${encodeURIComponent(before)}`))).toEqual(['one']);
});

it('counts errors that say the same as one, the last first', async () => {
  write(
    'assigner.log',
    line(1, 'prompt 7 failed', 50, { workflowId: 'prompt-7' }),
    line(2, 'all is well'),
    line(3, 'another', 50),
    line(4, 'prompt 8 failed', 50, { workflowId: 'prompt-8' }),
  );
  const { items } = (await api.call('/api/logs/errors')).body;
  expect(items).toMatchObject([
    { text: 'prompt 8 failed', count: 2, first_at: '2026-02-07T12:00:01.000Z', workflow_id: 'prompt-8' },
    { text: 'another', count: 1 },
  ]);
});

it('is a stream: a page first, then what is added, and ends with the login', async () => {
  write('assigner.log', line(1, 'one'));
  const headers = withToken(api, 'reads logs', ['logs:read']) as Record<string, string>;
  const stream = await readStream(`${api.url}/api/logs/stream?level=warn`, headers);
  expect(await stream.next()).toMatchObject({ event: 'page', data: { items: [], next: null } });
  appendFileSync(join(dir, 'assigner.log'), line(2, 'not wanted') + line(3, 'wanted', 40));
  const { event, data } = await stream.next();
  expect([event, texts(data)]).toEqual(['lines', ['wanted']]);
  const [token] = api.store.access.tokens.list();
  api.store.access.tokens.revoke(token?.id ?? 0, 'test');
  await stream.ended;
});

it('ends for who may read the logs no more, although they may read all else', async () => {
  write('assigner.log', line(1, 'one'));
  const headers = await loggedIn(api, 'was.operator', 'operator');
  const stream = await readStream(`${api.url}/api/logs/stream`, headers);
  expect((await stream.next()).event).toBe('page');
  const user = api.store.access.users.byName('was.operator');
  expect(
    (await api.call(`/api/users/${user?.id}`, { method: 'PATCH', body: { role: 'viewer' } })).status,
  ).toBe(200);
  await stream.ended;
});

it('a stream whose reader goes away while its first page is read follows no file any more', async () => {
  write('assigner.log', line(1, 'x'.repeat(200)).repeat(60_000));
  // The page is looked for in all of it: it is on its way while the files are open.
  const address = `${api.url}/api/logs/stream?q=nowhere`;
  const sent = httpRequest(address, { headers: { Authorization: 'Bearer token' } }).on('error', () => {});
  sent.end();
  // With each turn that the reader leaves to others.
  while ((await openFiles()) === 0) await otherTurns();
  sent.destroy();
  await until(openFiles, (count) => count === 0, 'they are closed');
});

/** How many of the log files this process has open. */
const openFiles = async (): Promise<number> =>
  readdirSync('/proc/self/fd').filter((fd) => linkOf(fd).startsWith(dir)).length;
function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // The one with which they are listed.
    return '';
  }
}
