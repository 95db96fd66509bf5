/**
 * A session is its terminal, not its name: what people do to names and panes, and to tmux itself, while prompts wait and
 * work.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { workplace } from '../support/workplace';

let dashboard: Dashboard;
beforeAll(async () => (dashboard = await startDashboard()), 90_000);
afterAll(() => dashboard.close());

const { tmux, file, lines, pane } = workplace(() => dashboard);
/** A command that says where it runs, and ends when the test lets it. */
const holds = (name: string): string =>
  `echo $TMUX_PANE >> ${file(name)}; until [ -e ${file(`${name}.go`)} ]; do sleep 0.05; done; echo ${name}-done`;
const release = (name: string): void => writeFileSync(file(`${name}.go`), '');
const works = (id: number) => dashboard.promptWhere(id, ({ stage }) => stage === 'working');
const end = (...names: string[]): Promise<unknown> =>
  Promise.all(names.map((name) => dashboard.call(`/api/sessions/${name}`, { method: 'DELETE' })));

describe('while a prompt works', () => {
  const moves: [string, (name: string) => Promise<unknown>, RegExp][] = [
    ['its session is renamed', (name) => tmux('rename-session', '-t', `=${name}`, `${name}-new`), /-new$/],
    [
      'its window is moved',
      (name) => tmux('move-window', '-s', `=${name}:`, '-t', '=other:'),
      /^other:1\.0$/,
    ],
    [
      'its pane joins another session',
      (name) => tmux('join-pane', '-s', `=${name}:`, '-t', '=other:'),
      /^other:\d\.\d$/,
    ],
    [
      'its pane is swapped with one of another session',
      (name) => tmux('swap-pane', '-s', `=${name}:`, '-t', '=other:0.0'),
      /^other/,
    ],
  ];
  test.each(moves)(
    '%s: it is followed to its end, typed once, and the row goes along',
    async (what, move, becomes) => {
      const name = `w${moves.findIndex(([one]) => one === what)}`;
      await dashboard.shell('other');
      await dashboard.shell(name);
      const paneId = await pane(name);
      const id = await dashboard.send({ content: holds(name), target_session: name });
      const waits = await dashboard.send({ content: `echo $TMUX_PANE`, target_session: name });
      await works(id);
      await move(name);
      await dashboard.promptWhere(waits, ({ target_session: target }) => becomes.test(target));
      release(name);
      expect(await dashboard.settled(id)).toMatchObject({
        ...{ status: 'completed', response: `${name}-done`, retry_count: 0 },
        assigned_session: expect.stringMatching(becomes),
      });
      expect(await dashboard.settled(waits)).toMatchObject({ status: 'completed', response: paneId });
      expect(lines(name)).toEqual([paneId]);
      const { body } = await dashboard.call('/api/sessions');
      const mine = body.filter(({ pane_id: one }: { pane_id: string }) => one === paneId);
      expect(mine).toMatchObject([{ name: expect.stringMatching(becomes), total_tasks_completed: 2 }]);
      await tmux('kill-pane', '-t', paneId);
      await tmux('kill-session', '-t', '=other').catch(() => undefined);
      await tmux('kill-session', '-t', `=${name}`).catch(() => undefined);
    },
    60_000,
  );

  test('its pane is started anew: the turn is over, and nothing of the new program is its answer', async () => {
    await dashboard.shell('anew');
    const paneId = await pane('anew');
    const id = await dashboard.send({ content: holds('anew'), target_session: 'anew', max_retries: 0 });
    await works(id);
    await tmux('respawn-pane', '-k', '-t', paneId, 'env', 'PS1=$ ', 'bash', '--norc', '--noprofile');
    expect(await dashboard.settled(id)).toMatchObject({ status: 'failed', response: null });
    release('anew');
    const next = await dashboard.send({ content: 'echo next', target_session: 'anew' });
    expect(await dashboard.settled(next)).toMatchObject({ status: 'completed', response: 'next' });
    await end('anew');
  }, 60_000);
});

test('two names that are swapped take their waiting prompts along', async () => {
  await dashboard.shell('one');
  await dashboard.shell('two');
  const [first, second] = [await pane('one'), await pane('two')];
  const holding = await Promise.all([
    dashboard.send({ content: holds('one'), target_session: 'one' }),
    dashboard.send({ content: holds('two'), target_session: 'two' }),
  ]);
  const waiting = await Promise.all([
    dashboard.send({ content: 'echo $TMUX_PANE', target_session: 'one' }),
    dashboard.send({ content: 'echo $TMUX_PANE', target_session: 'two' }),
  ]);
  for (const id of holding) await works(id);
  await tmux('rename-session', '-t', '=one', 'swap');
  await tmux('rename-session', '-t', '=two', 'one');
  await tmux('rename-session', '-t', '=swap', 'two');
  release('one');
  release('two');
  const answers = await Promise.all(waiting.map((id) => dashboard.settled(id)));
  expect(answers.map(({ response }) => response)).toEqual([first, second]);
  await end('one', 'two');
}, 60_000);

test('each pane of a session is a terminal of its own', async () => {
  await dashboard.shell('split');
  const main = await pane('split');
  const added = await tmux(
    ...['split-window', '-P', '-F', '#{pane_id}', '-t', '=split:'],
    ...['env', 'PS1=$ ', 'bash', '--norc', '--noprofile'],
  );
  await dashboard.sessionWhere('split:0.1', ({ status }) => status === 'waiting_input');
  const asked = await Promise.all(
    ['split', 'split:0.1'].map((name) =>
      dashboard.send({ content: 'echo $TMUX_PANE', target_session: name }),
    ),
  );
  const answers = await Promise.all(asked.map((id) => dashboard.settled(id)));
  expect(answers.map(({ response }) => response)).toEqual([main, added]);

  // Ending one leaves the other, which then has the session's name.
  await end('split');
  await dashboard.sessionWhere('split', ({ pane_id: id, present }) => id === added && present !== 0);
  const left = await dashboard.send({ content: 'echo $TMUX_PANE', target_session: 'split' });
  expect((await dashboard.settled(left)).response).toBe(added);
  await end('split');
}, 60_000);

test('a prompt for a terminal that has ended is not given to another one that takes its name', async () => {
  await dashboard.shell('mine');
  await dashboard.shell('stranger');
  const holding = await dashboard.send({ content: holds('mine'), target_session: 'mine', max_retries: 0 });
  await works(holding);
  const waits = await dashboard.send({ content: `echo x >> ${file('mine-ran')}`, target_session: 'mine' });
  await tmux('kill-session', '-t', '=mine');
  await dashboard.settled(holding);
  await tmux('rename-session', '-t', '=stranger', 'mine');
  const prompt = await dashboard.promptWhere(waits, ({ reason }) => /another terminal/.test(reason));
  expect(prompt).toMatchObject({ stage: 'queued', target_session: 'mine:ended-1' });
  // Others are given to it: it is ready.
  const other = await dashboard.send({ content: 'echo here', target_session: 'mine' });
  expect((await dashboard.settled(other)).response).toBe('here');
  expect(lines('mine-ran')).toEqual([]);
  await dashboard.call(`/api/assigner/prompts/${waits}/reassign`, { body: { target_session: 'mine' } });
  expect(await dashboard.settled(waits)).toMatchObject({ status: 'completed' });
  expect(lines('mine-ran')).toEqual(['x']);
}, 60_000);

test('names that change while the dashboard is away are followed when it is back', async () => {
  await dashboard.shell('before');
  const paneId = await pane('before');
  const id = await dashboard.send({ content: holds('before'), target_session: 'before' });
  await works(id);
  await dashboard.kill();
  await tmux('rename-session', '-t', '=before', 'after');
  await dashboard.start();
  await dashboard.promptWhere(id, ({ assigned_session: name }) => name === 'after');
  release('before');
  expect(await dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'before-done' });
  expect(lines('before')).toEqual([paneId]);
}, 90_000);

/** A person's own tmux settings, which are not made for us: prompts arrive all the same, in their terminal alone. */
describe('where tmux is set in ways of its own', () => {
  const HOOKED = [
    'capture-pane',
    'display-message',
    'list-panes',
    'paste-buffer',
    'set-buffer',
    'set-option',
  ];

  test('hooks that fail at each of our commands cost no prompt and no connection', async () => {
    await dashboard.shell('hooked');
    for (const name of HOOKED) await tmux('set-hook', '-g', `after-${name}`, 'select-window -t :9');
    for (let round = 0; round < 3; round += 1) {
      const id = await dashboard.send({ content: `echo round ${round}`, target_session: 'hooked' });
      const prompt = await dashboard.settled(id, 15_000);
      expect(prompt).toMatchObject({ status: 'completed', response: `round ${round}` });
      const leases = prompt.history.filter(({ stage }: { stage: string }) => stage === 'leased');
      expect(leases).toHaveLength(1);
    }
    for (const name of HOOKED) await tmux('set-hook', '-gu', `after-${name}`);
  });

  test('with synchronized panes a prompt runs in its terminal alone', async () => {
    await dashboard.shell('sync');
    const neighbour = await tmux(
      ...['split-window', '-P', '-F', '#{pane_id}', '-t', '=sync:'],
      ...['env', 'PS1=$ ', 'bash', '--norc', '--noprofile'],
    );
    await dashboard.sessionWhere('sync:0.1', ({ status }) => status === 'waiting_input');
    await tmux('send-keys', '-t', neighbour, '-l', 'echo half-typed');
    await tmux('set-window-option', '-t', '=sync:', 'synchronize-panes', 'on');
    const id = await dashboard.send({ content: 'echo mine', target_session: 'sync' });
    expect((await dashboard.settled(id)).response).toBe('mine');
    const screen = await tmux('capture-pane', '-p', '-t', neighbour);
    expect(screen.trimEnd()).toBe('$ echo half-typed');
  });

  test('a terminal too small to be read gets nothing, and says so', async () => {
    await dashboard.shell('small');
    await tmux('resize-window', '-t', '=small:', '-x', '10', '-y', '2');
    const small = await dashboard.sessionWhere('small', ({ rule }) => /too-small/.test(rule));
    expect(small).toMatchObject({ status: 'unknown', reason: expect.stringContaining('10x2') });
    const id = await dashboard.send({ content: 'echo later', target_session: 'small' });
    await tmux('resize-window', '-t', '=small:', '-x', '120', '-y', '40');
    expect((await dashboard.settled(id)).response).toBe('later');
  });

  test('input that was switched off is refused before the first byte, and typed when it is on again', async () => {
    await dashboard.shell('off');
    await tmux('select-pane', '-d', '-t', '=off:');
    const id = await dashboard.send({ content: 'echo on again', target_session: 'off' });
    await dashboard.promptWhere(id, ({ reason }) => /takes no input/.test(reason));
    await tmux('select-pane', '-e', '-t', '=off:');
    expect((await dashboard.settled(id)).response).toBe('on again');
  });
});

// Last: the socket of the tmux server is swept from /tmp while the server and its agents live on.
test('after a restart the same terminals are there, the prompt at work goes on, and no second server was made', async () => {
  await dashboard.shell('box');
  const go = file('go');
  const ran = file('ran');
  const content = `echo x >> ${ran}; until [ -e ${go} ]; do sleep 0.05; done; echo went`;
  const id = await dashboard.send({ content, target_session: 'box' });
  await dashboard.promptWhere(id, ({ stage }) => stage === 'working');
  const server = await dashboard.tmux.serverPid();
  const socket = await tmux('display-message', '-p', '#{socket_path}');
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
