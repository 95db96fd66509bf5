/** Reviews of a session's directory over the API. */
import { realpathSync } from 'node:fs';
import type { SessionState } from '../../workflows/contracts/glossary';
import { startApi, type TestApi } from '../support/api';
import { type Lab, labWith } from '../terminal/review/support';
import { expectError } from './http';

let api: TestApi;
let at: Lab;
beforeAll(async () => (api = await startApi()));
afterAll(() => api.close());
beforeEach(() => {
  at = labWith({ 'a.txt': 'one\n' });
  at.write('a.txt', 'two\n');
  at.write('new.txt', 'n\n');
  session('dev', 'waiting_input');
});
afterEach(() => at.close());

function session(name: string, status: SessionState, host = 'here', workingDir = at.dir): void {
  api.store.sessions.observe({
    ...{ name, host, paneId: `%${name.length}`, provider: 'claude', workingDir, attached: 0, status },
    ...{ reason: 'r', rule: 'r', evidence: 'e', readySince: null, activeAt: new Date() },
  });
}
const review = async (name = 'dev') => (await api.call(`/api/sessions/${name}/review`)).body;
const post = (way: string, body: object) => api.call(`/api/sessions/dev/review/${way}`, { body });
const seen = async () =>
  (await review()).files.map(({ path, version }: { path: string; version: string }) => ({ path, version }));
const lastAudit = () => api.store.audit.list({ limit: 1, offset: 0 }).items[0];

it('shows what differs from the last commit, and the lines of a file', async () => {
  expect(await review()).toMatchObject({
    ...{ session: 'dev', top: realpathSync(at.dir), branch: 'main', total: 2, at_work: [], discards: [] },
    files: [
      { path: 'a.txt', change: 'modified', staging: 'unstaged', added: 1, removed: 1, held: null },
      { path: 'new.txt', staging: 'untracked' },
    ],
  });
  const { body } = await api.call('/api/sessions/dev/review/file?path=a.txt');
  expect(body.diff).toBe('@@ -1 +1 @@\n-one\n+two');
  expectError(await api.call('/api/sessions/dev/review/file?path=..%2Fx'), 404, 'not_found');
  expectError(await api.call('/api/sessions/dev/review/file?path=%00'), 400, 'invalid_request');
});

it('commits, and notes who did', async () => {
  const { head } = await review();
  const request = { files: await seen(), head, message: 'Say two' };
  const { body } = await post('commit', request);
  expect(body).toEqual({ commit: at.git('rev-parse', 'HEAD').trim(), branch: 'main', was_there: false });
  expect((await post('commit', request)).body).toEqual({ ...body, was_there: true });
  expect(lastAudit()).toMatchObject({ actor: 'api-token', action: 'commit', entity_id: 'dev' });
  expectError(await post('commit', { ...request, message: 'Other' }), 409, 'changed_since');
});

it('discards, and brings back', async () => {
  const { body } = await post('discard', { files: await seen() });
  expect(body).toMatchObject({ paths: ['a.txt', 'new.txt'], by: 'api-token' });
  expect(at.status()).toEqual([]);
  expect((await review()).discards).toEqual([body]);
  await post(`discards/${body.id}/undo`, {});
  expect(at.read('a.txt') + at.read('new.txt')).toBe('two\nn\n');
  expectError(await post(`discards/${'0'.repeat(24)}/undo`, {}), 404, 'not_found');
});

it('writes nothing while an agent is at work in the repository, unless that is said', async () => {
  at.write('sub/x.txt', 'x\n');
  session('other', 'busy', 'here', `${at.dir}/sub`);
  const files = await seen();
  expect((await review()).at_work).toEqual(['other']);
  const { head } = await review();
  for (const [way, body] of [
    ['discard', { files }],
    ['commit', { files, head, message: 'x' }],
  ] as const)
    expect(expectError(await post(way, body), 409, 'session_at_work')).toContain('other is at work');
  expect(at.read('a.txt')).toBe('two\n');
  const { body } = await post('discard', { files, while_at_work: true });
  expectError(await post(`discards/${body.id}/undo`, {}), 409, 'session_at_work');
  await post(`discards/${body.id}/undo`, { while_at_work: true });
  expect(at.read('a.txt')).toBe('two\n');
  api.store.sessions.vanish('other', 'gone');
  await post('discard', { files });
});

it('says why a directory can not be reviewed from here', async () => {
  api.store.hosts.create('box', 'me');
  session('box/dev', 'waiting_input', 'box');
  const there = await api.call('/api/sessions/box%2Fdev/review');
  expect(expectError(there, 409, 'conflict')).toContain("is on host 'box'");
  session('nowhere', 'waiting_input', 'here', '/');
  expect(expectError(await api.call('/api/sessions/nowhere/review'), 409, 'conflict')).toContain(
    'no git repository',
  );
  expectError(await api.call('/api/sessions/nobody/review'), 404, 'not_found');
});

it('asks for a project before a pull request', async () => {
  expect(expectError(await post('pull-request', { title: 'x' }), 409, 'conflict')).toContain('no project');
});

it('refuses what is no file, version, commit or message', async () => {
  const file = { path: 'a.txt', version: '0'.repeat(32) };
  for (const body of [
    { files: [] },
    { files: [file, file] },
    { files: [{ ...file, version: 'x' }] },
    { files: [{ ...file, path: 'a\0b' }] },
  ])
    expectError(await post('discard', body), 400, 'invalid_request');
  for (const fields of [{ message: ' ' }, { message: 'a\u0007' }, { head: 'HEAD' }])
    expectError(
      await post('commit', { files: [file], head: null, message: 'm', ...fields }),
      400,
      'invalid_request',
    );
  expectError(await post('discard', { files: [file] }), 409, 'changed_since');
});
