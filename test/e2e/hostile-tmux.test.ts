/** A person's own tmux settings, which are not made for us: prompts arrive all the same, in their terminal alone. */
import { type Dashboard, startDashboard } from '../support/dashboard';

let dashboard: Dashboard;
beforeAll(async () => (dashboard = await startDashboard()), 90_000);
afterAll(() => dashboard.close());

const tmux = (...args: string[]): Promise<string> => dashboard.tmux.command(...args);
const HOOKED = ['capture-pane', 'display-message', 'list-panes', 'paste-buffer', 'set-buffer', 'set-option'];

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
