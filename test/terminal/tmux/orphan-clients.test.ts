/** What a server that was killed leaves attached to tmux. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { testTmux, type TestTmux, until } from '../../support/tmux-server';

let server: TestTmux;
const children: ChildProcess[] = [];
beforeEach(() => {
  server = testTmux();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await server.close();
});

const clients = async (): Promise<string[]> =>
  (await server.command('list-clients', '-F', '#{client_pid}')).split('\n').filter(Boolean);

/** Another program of our kind, and the process of its client. */
async function attached(): Promise<{ readonly child: ChildProcess; readonly client: string }> {
  const before = await clients();
  const child = fork(join(__dirname, 'attached.cjs'), [server.socketName], { execArgv: [] });
  children.push(child);
  await once(child, 'message');
  const [client] = (await clients()).filter((pid) => !before.includes(pid));
  if (client === undefined) throw new Error('It is not attached.');
  return { child, client };
}

test('ends with the next server, and so does no client of one that lives or is stopped', async () => {
  await server.session('a', 'cat');
  const killed = await attached();
  const living = await attached();
  const stopped = await attached();
  // One that can't end by itself, as tmux 3.3a leaves some where a terminal printed much as they came.
  process.kill(Number(killed.client), 'SIGSTOP');
  stopped.child.kill('SIGSTOP');
  killed.child.kill('SIGKILL');
  await once(killed.child, 'exit');

  await server.client().listPanes();
  await until(async () => !(await clients()).includes(killed.client), 'the client of the killed one is gone');
  expect(await clients()).toEqual(expect.arrayContaining([living.client, stopped.client]));
  expect(await clients()).toHaveLength(3);
});
