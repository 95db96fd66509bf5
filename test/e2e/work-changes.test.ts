/** What changed in the directory of a session while a prompt was at work there, here and on another machine. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { gate } from '../support/gate';
import { type JoinedHost, joinHost } from '../support/joined-host';

jest.setTimeout(120_000);

let hub: Dashboard;
let host: JoinedHost;
beforeAll(async () => {
  hub = await startDashboard({ ARCHITECT_PASSWORD: 'of the test' });
  host = await joinHost(hub, 'box');
  await host.start();
}, 120_000);
afterAll(async () => {
  await host.close();
  await hub.close();
});

function repository(dir: string): string {
  const path = join(dir, 'repository');
  mkdirSync(path);
  writeFileSync(join(path, 'a.txt'), 'one\n');
  const git = (...args: string[]): void =>
    void execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: path });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'first');
  return path;
}

const attemptsOf = async (id: number): Promise<any[]> =>
  (await hub.call(`/api/assigner/prompts/${id}/changes`)).body.attempts;
async function attemptWhere(id: number, isIt: (attempt: any) => boolean): Promise<any> {
  const found = ([attempt]: any[]): boolean => attempt !== undefined && isIt(attempt);
  return (await until(() => attemptsOf(id), found, `changes of prompt ${id}`))[0];
}

/** Sends the shell there, then has it change the file once it is known that it is at work. */
async function changes(session: string, dir: string, open: (name: string) => ReturnType<typeof gate>) {
  await hub.settled(await hub.send({ content: `cd ${dir}`, target_session: session }));
  const seen = open(session.replace('/', '-'));
  const id = await hub.send({
    content: `${seen.wait}; echo two >> a.txt; echo new > b.txt`,
    target_session: session,
  });
  const begun = await attemptWhere(id, ({ open: goesOn }) => goesOn);
  expect(begun).toMatchObject({ top: dir, files: null, ended_at: null });
  seen.open();
  expect((await hub.settled(id)).status).toBe('completed');
  return attemptWhere(id, ({ ended_at }) => ended_at !== null);
}

const EXPECTED = {
  ...{
    total: 2,
    open: false,
    note: null,
    others: [],
    head_before: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
  },
  files: [
    expect.objectContaining({ path: 'a.txt', change: 'modified', diff: '@@ -1 +1,2 @@\n one\n+two' }),
    expect.objectContaining({ path: 'b.txt', change: 'added', diff: '@@ -0,0 +1 @@\n+new' }),
  ],
};

test('of a session of its own machine', async () => {
  await hub.shell('here');
  const attempt = await changes('here', repository(hub.dir), (name) => gate(hub.dir, name));
  expect(attempt).toMatchObject({ ...EXPECTED, session: 'here' });
});

test('of a session of a joined host, by its own files', async () => {
  await host.shell('there');
  const attempt = await changes('box/there', repository(host.dir), (name) => gate(host.dir, name));
  expect(attempt).toMatchObject({ ...EXPECTED, session: 'box/there' });
});
