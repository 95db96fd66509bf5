/** What becomes of the prompts of a machine that stays away, where the settings say that they settle. */
import { existsSync, readFileSync } from 'node:fs';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { type JoinedHost, joinHost } from '../support/joined-host';

jest.setTimeout(180_000);

let hub: Dashboard;
let host: JoinedHost;

beforeAll(async () => {
  hub = await startDashboard({
    ARCHITECT_PASSWORD: 'of the test',
    ARCHITECT_HOST_LOST_POLICY: 'settle',
    ARCHITECT_HOST_LOST_MINUTES: '0.02',
  });
  host = await joinHost(hub, 'box');
  await host.start();
});
afterAll(async () => {
  await host.close();
  await hub.close();
});

test('what was typed is for a person to judge, and stays so when the machine is back', async () => {
  await host.shell('works');
  const file = `${host.dir}/count`;
  const content = `echo x >> ${file}; sleep 8`;
  const id = await hub.send({ content, target_session: 'box/works' });
  await hub.promptWhere(id, ({ stage }) => stage === 'working');
  host.network.cut();
  const settled = await hub.promptWhere(id, ({ stage }) => stage === 'indeterminate', 90_000);
  expect(settled.reason).toMatch(/^host 'box' has been away .* its agent was not stopped/);
  host.network.mend();
  await hub.sessionWhere('box%2Fworks', ({ status }) => status === 'waiting_input', 60_000);
  const next = await hub.send({ content: 'echo next', target_session: 'box/works' });
  expect((await hub.settled(next)).status).toBe('completed');
  expect((await hub.prompt(id)).stage).toBe('indeterminate');
  expect(readFileSync(file, 'utf8')).toBe('x\n');
});

test('what was not typed goes to another machine, and is typed there alone', async () => {
  await host.shell('slow');
  await hub.sessionWhere('box%2Fslow', ({ status }) => status === 'waiting_input');
  // The engine gives the work to the host, which never gets to it: its process is stopped, as by a machine that hangs.
  process.kill(host.pid(), 'SIGSTOP');
  const file = `${host.dir}/moved`;
  const id = await hub.send({ content: `echo x >> ${file}`, target_session: 'box/slow' });
  await hub.promptWhere(id, ({ stage }) => stage === 'queued' || stage === 'leased');
  await until(
    async () => (await hub.call('/api/hosts')).body.items[1],
    ({ state }) => state === 'lost',
    'the host is lost',
    20_000,
  );
  await hub.promptWhere(id, ({ stage }) => stage === 'queued', 90_000);
  await hub.shell('here');
  await hub.call(`/api/assigner/prompts/${id}/reassign`, { body: { target_session: 'here' } });
  expect(await hub.settled(id)).toMatchObject({ status: 'completed', assigned_session: 'here' });
  process.kill(host.pid(), 'SIGCONT');
  await hub.sessionWhere('box%2Fslow', ({ status }) => status === 'waiting_input', 60_000);
  const after = await hub.send({ content: 'echo after', target_session: 'box/slow' });
  expect((await hub.settled(after)).status).toBe('completed');
  expect(existsSync(file) && readFileSync(file, 'utf8')).toBe('x\n');
});
