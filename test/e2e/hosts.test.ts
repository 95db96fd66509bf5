/** Another machine that joins: its prompts are typed there, once, whatever happens to it, to the hub, or between them. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../processes/stat';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { bash, dialogAgent, SCREENS } from '../support/dialog-agent';
import { type JoinedHost, joinHost } from '../support/joined-host';
import { HOST_HEADERS, HOST_PROTOCOL } from '../../workflows/contracts/hosts';

jest.setTimeout(180_000);

let hub: Dashboard;
let host: JoinedHost;

/** The hub's clock, and that of its host, are not the same. */
const HUB_AHEAD_MS = 3 * 3_600_000;

beforeAll(async () => {
  hub = await startDashboard({
    ARCHITECT_SUBMIT_DELAY_MS: '1500',
    ARCHITECT_PASSWORD: 'of the test',
    NODE_OPTIONS: `--require ${join(__dirname, '../support/shifted-clock.cjs')}`,
    CLOCK_AHEAD_MS: String(HUB_AHEAD_MS),
  });
  host = await joinHost(hub, 'box');
  await host.start();
});
afterAll(async () => {
  await host.close();
  await hub.close();
});

const lines = (file: string): number =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).length : 0;
const view = async (): Promise<any> =>
  (await hub.call('/api/hosts')).body.items.find(({ name }: { name: string }) => name === 'box');
const stages = ({ history }: any): string[] => history.map((step: { stage: string }) => step.stage);

let sessions = 0;
/** A prompt that adds a line to a file each time it is run, in a session of its own on the host. */
async function counting(more = ''): Promise<{ id: number; file: string; session: string }> {
  sessions += 1;
  const session = `s${sessions}`;
  await host.shell(session);
  const file = `${host.dir}/count-${session}`;
  const content = `echo x >> ${file}${more}`;
  const id = await hub.send({ content, target_session: `box/${session}` });
  return { id, file, session };
}
const typings = (prompt: any): number => stages(prompt).filter((stage) => stage === 'typing').length;

test('a prompt for host/session is typed there, and its answer comes back', async () => {
  await host.shell('plain');
  const id = await hub.send({ content: 'echo on-$((40 + 2))', target_session: 'box/plain' });
  const done = await hub.settled(id);
  expect(done).toMatchObject({ status: 'completed', assigned_session: 'box/plain', response: 'on-42' });
  expect(stages(done)).toEqual(
    expect.arrayContaining(['queued', 'leased', 'typing', 'typed', 'submitted', 'taken', 'completed']),
  );
  const session = (await hub.call('/api/sessions/box%2Fplain')).body;
  expect(session).toMatchObject({ name: 'box/plain', host: 'box', total_tasks_completed: 1 });
  // By the hub's clock.
  expect(Math.abs(Date.parse(session.last_activity) - Date.now() - HUB_AHEAD_MS)).toBeLessThan(60_000);
});

test('a session is made and ended there, with a secret that was named for it', async () => {
  const secret = { name: 'FOR_BOX', value: 'sesame-street', category: 'token' };
  expect((await hub.call('/api/secrets', { body: secret })).status).toBe(201);
  const wanted = {
    ...{ name: 'box/made', provider: 'shell', working_dir: host.dir, secrets: ['FOR_BOX'] },
    command: 'env PS1=$ bash --norc --noprofile',
  };
  expect((await hub.call('/api/sessions', { body: wanted })).status).toBe(201);
  await hub.sessionWhere('box%2Fmade', ({ status }) => status === 'waiting_input');
  const id = await hub.send({ content: 'echo ${#FOR_BOX} $PWD', target_session: 'box/made' });
  expect((await hub.settled(id)).response).toBe(`13 ${host.dir}`);
  expect((await hub.call('/api/sessions/box%2Fmade', { method: 'DELETE' })).status).toBe(204);
  expect(await host.tmux.command('list-sessions', '-F', '#S')).not.toContain('made');
  const unknown = await hub.call('/api/sessions', { body: { name: 'nobody/made', provider: 'shell' } });
  expect(unknown).toMatchObject({ status: 400, body: { error: { details: [{ field: 'name' }] } } });
});

test('why a session there is in its state is looked at there', async () => {
  await host.shell('why');
  const { status, body } = await hub.call('/api/sessions/box%2Fwhy/explain');
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({ session: 'box/why', status: 'waiting_input', queue: null }),
  ]);
  expect(body.frame.command).toBe('bash');
});

test('a prompt that is at work there is stopped there', async () => {
  await host.shell('stopped');
  const id = await hub.send({ content: 'sleep 600', target_session: 'box/stopped' });
  await hub.promptWhere(id, ({ stage }) => stage === 'working');
  expect((await hub.call(`/api/assigner/prompts/${id}/cancel`, { method: 'POST', body: {} })).status).toBe(
    200,
  );
  expect((await hub.settled(id)).status).toBe('cancelled');
  await hub.sessionWhere('box%2Fstopped', ({ status }) => status === 'waiting_input');
});

test('a dialog there is answered there, by the rules or by a person', async () => {
  await hub.call('/api/confirm', { method: 'PUT', body: { delay_ms: [300, 300] } });
  const screens = { idle: SCREENS.idle(), denied: SCREENS.denied(), dialog: bash('git push') };
  const program = dialogAgent(host.tmux.dir, 'asks', screens, 'dialog');
  await host.tmux.session('asks', ...program.argv);
  const { items } = await until(
    async () => (await hub.call('/api/confirmations?session=box%2Fasks')).body,
    ({ items: found }) => found.some(({ rule }: any) => rule !== null),
    'the dialog is known',
  );
  expect(items).toMatchObject([{ session: 'box/asks', command: 'git push', verdict: 'ask' }]);
  const answer = await hub.call(`/api/confirmations/${items[0].id}`, { body: { decision: 'approve' } });
  expect(answer.body).toMatchObject({ status: 'approved', decided_by: 'person' });
  // The person, and not only that it was one.
  expect(answer.body.decided_by_name).toEqual(expect.any(String));
  expect(program.keys()).toEqual(['1']);
});

test.each(['typed', 'working'])(
  'a host killed at the stage %s types nothing twice when it is back',
  async (stage) => {
    const { id, file } = await counting(stage === 'working' ? '; sleep 4' : '');
    await hub.promptWhere(id, (prompt) => prompt.stage === stage);
    await host.stop('SIGKILL');
    await host.start();
    const done = await hub.settled(id, 60_000);
    expect(done.status).toBe('completed');
    expect(lines(file)).toBe(1);
    expect(typings(done)).toBe(1);
  },
);

test.each(['typed', 'working'])('a hub killed at the stage %s has the prompt typed once', async (stage) => {
  const { id, file } = await counting(stage === 'working' ? '; sleep 4' : '');
  await hub.promptWhere(id, (prompt) => prompt.stage === stage);
  await hub.kill();
  await hub.start();
  const done = await hub.settled(id, 60_000);
  expect(done.status).toBe('completed');
  expect(lines(file)).toBe(1);
  expect(typings(done)).toBe(1);
});

test('a cut is noticed in ten seconds, costs the sessions their work, and ends with nothing typed twice', async () => {
  const { id, file, session } = await counting();
  await hub.promptWhere(id, (prompt) => prompt.stage === 'typed');
  const cutMs = performance.now();
  host.network.cut();
  await until(view, ({ state }) => state === 'lost', 'the host is lost', 20_000);
  expect(performance.now() - cutMs).toBeLessThan(10_000);
  const lost = await view();
  expect(lost).toMatchObject({ gets_work: false, reason: expect.stringContaining("host 'box' is lost") });
  expect(lost.seen_seconds_ago).toBeGreaterThan(5);
  const seen = (await hub.call(`/api/sessions/box%2F${session}`)).body;
  expect(seen).toMatchObject({ status: 'unknown', rule: 'host.away' });
  const waiting = await hub.send({ content: `echo y >> ${file}-later`, target_session: 'box/plain' });
  await until(
    async () => (await hub.prompt(waiting)).warning,
    (why) => typeof why === 'string' && why.includes("host 'box' is lost"),
    'it says what it waits for',
  );
  host.network.mend();
  expect((await hub.settled(id, 60_000)).status).toBe('completed');
  expect((await hub.settled(waiting, 60_000)).status).toBe('completed');
  expect([lines(file), lines(`${file}-later`)]).toEqual([1, 1]);
});

test('a person can cancel a prompt of a host that is lost; what it does later changes nothing', async () => {
  const { id, session } = await counting('; sleep 30');
  const counted = `box/${session}`;
  await hub.promptWhere(id, (prompt) => prompt.stage === 'working');
  host.network.cut();
  await until(view, ({ state }) => state === 'lost', 'the host is lost', 20_000);
  const retry = await hub.call(`/api/assigner/prompts/${id}/retry`, { method: 'POST', body: {} });
  expect(retry).toMatchObject({
    status: 409,
    body: { error: { message: expect.stringContaining("can't be stopped") } },
  });
  const moved = await hub.call(`/api/assigner/prompts/${id}/reassign`, {
    body: { target_session: 'box/plain' },
  });
  expect(moved.status).toBe(409);
  expect((await hub.prompt(id)).target_session).toBe(counted);
  expect((await hub.call(`/api/assigner/prompts/${id}/cancel`, { method: 'POST', body: {} })).status).toBe(
    200,
  );
  const cancelled = await hub.settled(id);
  expect(cancelled).toMatchObject({
    status: 'cancelled',
    reason: expect.stringContaining('was not stopped'),
  });
  host.network.mend();
  await until(view, ({ state }) => state === 'up', 'the host is back', 30_000);
  expect((await hub.prompt(id)).status).toBe('cancelled');
});

test('a second process with its token takes its place, and the first one ends', async () => {
  const before = host.pid();
  const second = await host.again(`${host.dir}/second`);
  await until(
    async () => host.output(),
    (said) => said.includes('Another process has joined'),
    'the first is refused',
  );
  await until(
    async () => isAlive(before),
    (alive) => !alive,
    'the first has ended',
  );
  second.kill('SIGTERM');
  await until(view, ({ state }) => state === 'left', 'the second has left');
  expect(await view()).toMatchObject({ gets_work: false });
  await host.start();
  expect(await view()).toMatchObject({ state: 'up', gets_work: true });
});

test('a hub that is told to stop ends though its host stays, which is there again once the hub is', async () => {
  expect(await hub.stop()).toBe(0);
  await hub.start();
  await until(view, ({ state }) => state === 'up', 'the host is back');
  const id = await hub.send({ content: 'echo again', target_session: 'box/plain' });
  expect((await hub.settled(id, 60_000)).status).toBe('completed');
});

test('one that can not come up ends, so that what keeps it running tries again', async () => {
  const home = join(host.dir, 'unfit');
  mkdirSync(join(home, 'data/joined/box'), { recursive: true });
  // Reports of agents can't be taken in here.
  writeFileSync(join(home, 'data/joined/box/hooks'), 'no directory');
  const { exitCode, said } = await host.fails(home);
  expect(said).toMatch(/The host could not start: .*hooks/);
  expect(exitCode).toBe(1);
  rmSync(home, { recursive: true });
  await until(view, ({ state }) => state !== 'up', 'it is gone');
  await host.stop();
  await host.start();
});

test('its token opens nothing of people, no other queue, and nothing once it was renewed', async () => {
  const authorization = `Bearer ${host.token}`;
  for (const path of ['/api/secrets', '/api/assigner/prompts', '/api/hosts', '/api/sessions'])
    expect((await fetch(hub.url + path, { headers: { authorization } })).status).toBe(401);
  const old = await fetch(`${hub.url}/api/host/calls`, {
    method: 'POST',
    headers: {
      authorization,
      'content-type': 'application/json',
      [HOST_HEADERS.protocol]: String(HOST_PROTOCOL + 2),
    },
    body: '{"calls":[]}',
  });
  expect(await old.json()).toMatchObject({
    error: { code: 'host_protocol', message: expect.stringContaining('Bring the hub up to date') },
  });
  expect((await fetch(`${hub.url}/api/host/engine`, { headers: { authorization } })).status).toBe(401);

  await hub.call('/api/hosts/box/token', { method: 'POST' });
  await until(
    async () => host.output(),
    (said) => said.includes('This is no token of a host here'),
    'it is refused',
  );
  expect((await hub.call('/api/hosts/box', { method: 'DELETE' })).status).toBe(204);
  expect((await hub.call('/api/sessions/box%2Fplain')).body).toMatchObject({ status: 'exited' });
});
