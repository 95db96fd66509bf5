/** Terminals over WebSockets on the whole product: who watches, who types, and what the queue does meanwhile. */
import { type Dashboard, startDashboard } from '../support/dashboard';
import { gate } from '../support/gate';
import { statusOfUpgrade } from '../support/terminal-socket';
import { bearer, terminalWatchers } from '../support/terminal-watchers';
import { workplace } from '../support/workplace';

const GRACE_SECONDS = 8;
const MINUTE_MS = 60_000;

let dashboard: Dashboard;
const { tmux, pane } = workplace(() => dashboard);
const { shell, takes, token, watches, close } = terminalWatchers(() => dashboard);

beforeAll(async () => {
  dashboard = await startDashboard({ ARCHITECT_TERMINAL_GRACE_SECONDS: String(GRACE_SECONDS) });
}, 2 * MINUTE_MS);
afterEach(close);
afterAll(() => dashboard.close());

const isReady = ({ status }: { status: string }): boolean => status === 'waiting_input';

test('shows what the terminal shows, and types into it once it was taken over', async () => {
  const session = await shell();
  const one = watches(session);
  expect(await one.hears('hello')).toMatchObject({ session, mayWrite: true, writer: null, you: 'api-token' });
  await one.shows('$');
  expect(await one.types('echo never')).toMatchObject({ type: 'not_typed' });
  one.say({ type: 'take', force: false });
  await one.hears('taken');
  expect(await one.types('echo "日本 ✅"\r')).toMatchObject({ type: 'typed' });
  await one.shows(/^日本 ✅$/m);
  expect(one.viewer.rows().join('\n')).not.toContain('never');
  expect((await dashboard.call(`/api/sessions/${session}`)).body).toMatchObject({ writer: 'api-token' });
  one.say({ type: 'paste', id: 99, text: 'echo pasted $((40 + 2))', enter: true });
  await one.shows(/^pasted 42$/m);
  one.say({ type: 'give_back' });
  await one.hears('given_back');
  await dashboard.sessionWhere(session, ({ writer }) => writer === null);
  expect(await one.types('echo after')).toMatchObject({ type: 'not_typed' });
  const { items } = (await dashboard.call('/api/audit?entity=terminal')).body;
  expect(items.slice(0, 2).map(({ action, actor }: any) => [action, actor])).toEqual([
    ['give_back', 'api-token'],
    ['take_over', 'api-token'],
  ]);
});

test('the queue waits while a person has the terminal, and goes on when it is given back', async () => {
  const session = await shell();
  const one = await takes(session);
  const id = await dashboard.send({ content: 'echo from the queue', target_session: session });
  await dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
  expect((await dashboard.prompt(id)).warning).toContain('has taken over the terminal');
  await one.types('echo by hand\r');
  await one.shows(/^by hand$/m);
  await dashboard.sessionWhere(session, isReady);
  expect((await dashboard.prompt(id)).stage).toBe('queued');
  expect(one.viewer.rows().join('\n')).not.toContain('from the queue');
  one.say({ type: 'give_back' });
  expect(await dashboard.settled(id)).toMatchObject({ status: 'completed' });
  await one.shows(/^from the queue$/m);
});

test('a prompt at work is told of the person, and of the end of it', async () => {
  const session = await shell();
  const going = gate(dashboard.dir, 'going');
  const id = await dashboard.send({ content: `${going.wait}; echo done`, target_session: session });
  await dashboard.promptWhere(id, ({ stage }) => stage === 'working');
  const one = await takes(session);
  one.say({ type: 'give_back' });
  await one.hears('given_back');
  going.open();
  const { history } = await dashboard.settled(id);
  const reasons = history.map(({ reason }: { reason: string }) => reason);
  expect(reasons).toEqual(
    expect.arrayContaining([
      'api-token took over the terminal and may type there',
      'api-token gave the terminal back',
    ]),
  );
});

test('one has the keyboard at a time; another may take it, and says so', async () => {
  const session = await shell();
  const [kim, lee] = [
    await token('kim', ['read', 'terminals:type']),
    await token('lee', ['read', 'terminals:type']),
  ];
  const one = await takes(session, kim);
  const two = watches(session, lee);
  expect(await two.hears('hello')).toMatchObject({ writer: { name: 'token:kim', isYou: false } });
  two.say({ type: 'take', force: false });
  expect(await two.hears('not_taken')).toMatchObject({ by: 'token:kim' });
  expect(await one.types('echo still kim\r')).toMatchObject({ type: 'typed' });
  two.say({ type: 'take', force: true });
  await two.hears('taken');
  expect((await one.hears('given_back')).reason).toContain('token:lee');
  expect(await one.types('echo no more\r')).toMatchObject({ type: 'not_typed' });
  expect(await two.types('echo now lee\r')).toMatchObject({ type: 'typed' });
  await one.shows(/^now lee$/m);
  expect((await dashboard.call(`/api/sessions/${session}`)).body.writer).toBe('token:lee');
  expect(one.viewer.rows().join('\n')).not.toContain('no more');
});

test('a page that is gone keeps the terminal for a moment, and its own key takes it up again', async () => {
  const session = await shell();
  const one = await takes(session);
  const { key } = await one.hears('taken');
  one.cut();
  const again = watches(session);
  await again.hears('hello');
  again.say({ type: 'resume', key });
  await again.hears('taken');
  expect(await again.types('echo again\r')).toMatchObject({ type: 'typed' });
  again.cut();
  await dashboard.sessionWhere(session, ({ writer }) => writer === null);
  const late = watches(session);
  await late.hears('hello');
  late.say({ type: 'resume', key });
  expect((await late.hears('given_back')).reason).toContain('given back');
});

test(
  'a killed server comes back to the hold, and the queue gets the terminal when the page does not',
  async () => {
    const session = await shell();
    const one = await takes(session);
    const { key } = await one.hears('taken');
    one.say({ type: 'take_size', cols: 77, rows: 19 });
    await one.hears('size_taken');
    expect(await tmux('display-message', '-p', '-t', await pane(session), '#{window_width}')).toBe('77');
    const id = await dashboard.send({ content: 'echo after the crash', target_session: session });
    await dashboard.kill();
    await dashboard.start();
    const again = watches(session);
    await again.shows('$');
    again.say({ type: 'resume', key });
    await again.hears('taken');
    expect(await again.types('echo held\r')).toMatchObject({ type: 'typed' });
    await again.shows(/^held$/m);
    expect((await dashboard.prompt(id)).stage).toBe('queued');
    await dashboard.kill();
    again.cut();
    await dashboard.start();
    expect(await dashboard.settled(id)).toMatchObject({ status: 'completed' });
    expect(
      await tmux('display-message', '-p', '-t', await pane(session), '#{window_width} #{@architect_writer}'),
    ).toBe('120 ');
  },
  2 * MINUTE_MS,
);

test('the size that was taken is given back with the terminal', async () => {
  const session = await shell();
  const one = await takes(session);
  one.say({ type: 'take_size', cols: 91, rows: 21 });
  await one.hears('size_taken');
  await one.hears('snapshot', 2);
  expect(one.viewer.snapshots.at(-1)).toMatchObject({ cols: 91, rows: 21 });
  one.say({ type: 'give_back' });
  await one.hears('given_back');
  const width = (): Promise<string> =>
    pane(session).then((id) => tmux('display-message', '-p', '-t', id, '#{window_width}'));
  expect(await width()).toBe('120');
});

test(
  'a flood of output keeps nobody waiting, and no memory',
  async () => {
    const session = await shell();
    const [quick, slow] = [await takes(session), watches(session)];
    await slow.hears('snapshot');
    slow.viewer.stop();
    const memory = async (): Promise<number> => {
      const text = await (
        await fetch(`${dashboard.url}/metrics`, { headers: bearer(dashboard.token()) })
      ).text();
      return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]) / 2 ** 20;
    };
    await quick.types('yes\r');
    await quick.shows(/^y\n.*y$/ms);
    const before = await memory();
    const seconds = 5;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    expect((await memory()) - before).toBeLessThan(64);
    expect(slow.viewer.received()).toBeLessThanOrEqual(256 * 1024);
    const stoppedMs = performance.now();
    await quick.types('\x03');
    await quick.shows(/\^C[^]*\$\s*$/);
    const tookMs = performance.now() - stoppedMs;
    expect(tookMs).toBeLessThan(1_000);
    slow.viewer.goOn();
    await slow.shows(/\^C[^]*\$\s*$/);
  },
  MINUTE_MS,
);

test('nobody gets in from elsewhere, and a viewer only watches', async () => {
  const session = await shell();
  const machine = bearer(dashboard.token());
  const asked = (headers: Record<string, string>): Promise<number | undefined> =>
    statusOfUpgrade(dashboard, session, headers);
  expect(await asked({})).toBe(401);
  expect(await asked(bearer('wrong'))).toBe(401);
  expect(await asked({ ...machine, origin: 'http://evil.example' })).toBe(403);
  expect(await asked({ ...machine, host: 'evil.example' })).toBe(403);
  expect(await asked(await token('figures', ['metrics:read']))).toBe(403);
  expect(await asked({ ...machine, origin: dashboard.url })).toBe(101);
  const viewer = watches(session, await token('viewer', ['read']));
  expect(await viewer.hears('hello')).toMatchObject({ mayWrite: false });
  await viewer.shows('$');
  viewer.say({ type: 'take', force: true });
  expect(await viewer.hears('not_taken')).toMatchObject({ by: null });
  expect(await viewer.types('echo no')).toMatchObject({ type: 'not_typed' });
  viewer.say({ type: 'take_size', cols: 30, rows: 10 });
  await viewer.hears('size_not_taken');
  viewer.say({ type: 'keys', id: 5, data: 'x'.repeat(5_000) });
  expect((await viewer.hears('problem')).message).toContain('at most 4096');
});

test('a token that is taken back ends its connection', async () => {
  const session = await shell();
  const { body } = await dashboard.call('/api/tokens', {
    body: { name: 'short', scopes: ['read', 'terminals:type'] },
  });
  const one = await takes(session, bearer(body.token));
  const { status } = await dashboard.call(`/api/tokens/${body.id}`, { method: 'DELETE' });
  expect(status).toBe(204);
  await dashboard.sessionWhere(session, ({ writer }) => writer === null);
  expect(one.closed()).toBe(4401);
});

test('who watches a session that ends is told, also of one that never was', async () => {
  const session = await shell();
  const one = watches(session);
  await one.shows('$');
  await dashboard.call(`/api/sessions/${session}`, { method: 'DELETE' });
  expect((await one.hears('ended')).reason).toMatch(/ended/);
  const none = watches('no-such-session');
  expect((await none.hears('ended')).reason).toBe("There is no session 'no-such-session'.");
});

test('a session is renamed and restarted, and its processes are told', async () => {
  const session = await shell();
  const one = watches(session);
  await one.shows('$');
  const renamed = await dashboard.call(`/api/sessions/${session}/rename`, { body: { name: 'another-name' } });
  expect([renamed.status, renamed.body.name]).toEqual([200, 'another-name']);
  const before = renamed.body.pane_id;
  const used = (await dashboard.call('/api/sessions/another-name/resources')).body;
  expect(used.processes[0]).toMatchObject({ name: 'bash', pid: expect.any(Number) });
  expect(used.memory_mib).toBeGreaterThan(0);
  const again = await dashboard.call('/api/sessions/another-name/restart', { method: 'POST' });
  expect(again.status).toBe(200);
  const after = await dashboard.sessionWhere('another-name', isReady);
  expect(after.pane_id).toBe(before);
  const then = (await dashboard.call('/api/sessions/another-name/resources')).body;
  expect(then.processes[0].pid).not.toBe(used.processes[0].pid);
  expect((await one.hears('ended')).reason).toContain('another program');
});
