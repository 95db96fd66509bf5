/** The socket of the tmux server is swept from /tmp while the server and its agents live on. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dashboard, startDashboard, until } from '../support/dashboard';

let dashboard: Dashboard;
beforeAll(async () => (dashboard = await startDashboard()), 90_000);
afterAll(() => dashboard.close());

test('after a restart the same terminals are there, the prompt at work goes on, and no second server was made', async () => {
  await dashboard.shell('box');
  const go = join(dashboard.dir, 'go');
  const ran = join(dashboard.dir, 'ran');
  const content = `echo x >> ${ran}; until [ -e ${go} ]; do sleep 0.05; done; echo went`;
  const id = await dashboard.send({ content, target_session: 'box' });
  await dashboard.promptWhere(id, ({ stage }) => stage === 'working');
  const server = await dashboard.tmux.serverPid();
  const socket = await dashboard.tmux.command('display-message', '-p', '#{socket_path}');
  const { pane_id: paneId } = (await dashboard.call('/api/sessions/box')).body;

  await dashboard.kill();
  rmSync(socket);
  await dashboard.start();

  await until(async () => existsSync(socket), Boolean, 'the socket is back');
  expect(await dashboard.tmux.serverPid()).toBe(server);
  expect((await dashboard.call('/api/sessions/box')).body).toMatchObject({ pane_id: paneId });
  const { trouble } = (await (await fetch(`${dashboard.url}/health`)).json()) as { trouble: string[] };
  expect(trouble.join(' ')).toMatch(/socket/);
  writeFileSync(go, '');
  expect(await dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'went' });
  expect(readFileSync(ran, 'utf8')).toBe('x\n');
  const made = await dashboard.call('/api/sessions', {
    body: { name: 'more', provider: 'shell', command: 'bash --norc --noprofile' },
  });
  expect(made.status).toBe(201);
  expect(await dashboard.tmux.serverPid()).toBe(server);
}, 90_000);
