/** Whose terminal, whose key, whose turn: real agents whose terminals change under a prompt. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { answerTo } from './model/book';
import { gate, run, say } from './model/steps';
import { until } from '../support/dashboard';
import { claudeByHand, homeOf, shellIn } from './support/by-hand';
import type { AgentHome } from './support/homes';
import { type Lab, startLab } from './support/lab';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
}, 120_000);
afterAll(() => lab.close());

/** The dialogs that wait in the session, once there is one. */
const pending = (session: string): Promise<any[]> =>
  until(
    async () =>
      (await lab.dashboard.call(`/api/confirmations?status=pending&session=${session}`)).body.items as any[],
    (items) => items.some(({ verdict }) => verdict !== null),
    `a dialog waits in session ${session}`,
  );
const end = (name: string) => lab.dashboard.call(`/api/sessions/${name}`, { method: 'DELETE' });
const tmux = (...args: string[]): Promise<string> => lab.dashboard.tmux.command(...args);

describe('an agent that a person started from a shell', () => {
  test('and suspended gets nothing, nor does its shell; back in front it gets the prompt once', async () => {
    await claudeByHand(lab, 'suspended');
    await lab.keys('suspended', 'C-z');
    await lab.dashboard.sessionWhere('suspended', ({ status }) => status === 'exited');
    const text = 'touch suspended-ran';
    const id = await lab.send('suspended', text);
    // Long enough for a watch and a sweep.
    await pause(2_000);
    expect(await lab.dashboard.prompt(id)).toMatchObject({ stage: 'queued' });
    expect(await lab.screen('suspended')).not.toContain('suspended-ran');
    await lab.type('suspended', 'fg');
    await lab.keys('suspended', 'Enter');
    expect(await lab.dashboard.settled(id, 60_000)).toMatchObject({
      status: 'completed',
      response: answerTo(text),
    });
    expect(lab.model.deliveries(text)).toBe(1);
    await end('suspended');
  });

  test.each(['TERM', 'KILL'])(
    'and ended with SIG%s in its turn fails the prompt, with the reason',
    async (signal) => {
      const name = `ended-${signal.toLowerCase()}`;
      await claudeByHand(lab, name);
      const working = gate();
      lab.model.book.when(`${name}: work`, say('first and last', working));
      const id = await lab.send(name, `${name}: work`);
      await working.reached;
      await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'working');
      const shell = await tmux('display-message', '-p', '-t', `=${name}:`, '#{pane_pid}');
      const [child = ''] = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').split(' ');
      process.kill(Number(child), `SIG${signal}` as NodeJS.Signals);
      const failed = await lab.dashboard.settled(id, 20_000);
      expect(failed).toMatchObject({ status: 'failed', response: null });
      expect(failed.error).toMatch(/Claude Code ended in session/);
      working.open();
      await end(name);
    },
  );
});

/** Each ends Claude in the session, as a person would or as it happens. */
const endings: [string, (name: string) => Promise<unknown>][] = [
  ['its terminal was closed', (name) => tmux('kill-session', '-t', `=${name}`)],
  [
    'a person ended it',
    async (name) => {
      await lab.type(name, '/exit');
      await lab.press(name, ['Enter'], async () =>
        (await lab.screen(name)).includes('Resume this session with'),
      );
    },
  ],
];
function transcripts(name: string): string {
  const dir = join(lab.dashboard.dir, 'homes', name, '.claude', 'projects');
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => readFileSync(join(dir, file), 'utf8'))
    .join('');
}
test.each(endings)(
  'what an agent finished while nobody looked is done, though %s before anybody did',
  async (how, leave) => {
    const name = how.replace(/ /g, '-');
    await claudeByHand(lab, name);
    const working = gate();
    const text = `${name}: work`;
    lab.model.book.when(text, say('first and last', working));
    const id = await lab.send(name, text, { max_retries: 2 });
    await working.reached;
    await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'working');
    process.kill(lab.dashboard.pid(), 'SIGSTOP');
    try {
      working.open();
      await until(
        () => Promise.resolve(transcripts(name)),
        (text) => text.includes('turn_duration'),
        'the turn has ended, and is written down',
      );
      await leave(name);
    } finally {
      process.kill(lab.dashboard.pid(), 'SIGCONT');
    }
    expect(await lab.dashboard.settled(id, 20_000)).toMatchObject({
      status: 'completed',
      response: 'first and last',
      retry_count: 0,
    });
    expect(lab.model.deliveries(text)).toBe(1);
  },
);

test('an agent that is sent to the background in its turn is not begun anew: a person decides', async () => {
  await claudeByHand(lab, 'background');
  const working = gate();
  const text = 'background: work';
  lab.model.book.when(text, say('first and last', working));
  const id = await lab.send('background', text, { max_retries: 2 });
  await working.reached;
  await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'working');
  await lab.type('background', '/bg');
  await lab.dashboard.sessionWhere('background', ({ rule }) => /draft|title/.test(rule));
  await lab.keys('background', 'Enter');
  const left = await lab.dashboard.settled(id, 20_000);
  expect(left.stage).toBe('indeterminate');
  expect(left.error).toMatch(/sent to the background and works on there: claude attach/);
  working.open();
  await end('background');
});

test("Claude in vim's NORMAL mode gets a prompt that begins with a sign for its shell, and those after it", async () => {
  const change = (home: AgentHome): AgentHome => {
    const dir = join(home.env['HOME'] as string, '.claude');
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'settings.json'), JSON.stringify({ editorMode: 'vim' }));
    return home;
  };
  await lab.agent('claude', 'vim', { change });
  await lab.keys('vim', 'Escape');
  await until(
    () => lab.screen('vim'),
    (screen) => !screen.includes('-- INSERT --'),
    'the box is in NORMAL mode',
  );
  for (const text of ['!important words', '/usr/bin is a path', 'plain words']) {
    expect(await lab.ask('vim', text)).toMatchObject({ status: 'completed', response: answerTo(text) });
    await lab.keys('vim', 'Escape');
  }
  await end('vim');
});

test('a prompt at work goes along with the session that is renamed, and the other agent gets nothing', async () => {
  await lab.agent('claude', 'a');
  await lab.agent('claude', 'b');
  const working = gate();
  const text = 'which of the two';
  lab.model.book.when(text, say('first and last', working));
  const id = await lab.dashboard.send({ content: text, target_provider: 'claude' });
  await working.reached;
  const { assigned_session: name } = await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'working');
  await tmux('rename-session', '-t', `=${name}`, 'c');
  await lab.dashboard.promptWhere(id, ({ assigned_session: now }) => now === 'c');
  working.open();
  expect(await lab.dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'first and last' });
  expect(lab.model.deliveries(text)).toBe(1);
  await tmux('rename-session', '-t', '=c', name);
  await lab.dashboard.sessionWhere(name, ({ status }) => status === 'waiting_input');
});

test('the dialog of a session with automatic confirmation off stays held when the session is renamed', async () => {
  await lab.dashboard.call('/api/sessions/a/auto-confirm', { method: 'PUT', body: { mode: 'off' } });
  lab.model.book.when('look around', run('mkdir made-by-a'), say('done'));
  const id = await lab.send('a', 'look around');
  await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'needs_confirmation');
  await tmux('rename-session', '-t', '=a', 'held');
  await lab.dashboard.sessionWhere('held', ({ auto_confirm: mode }) => mode === 'off');
  // The policy would answer within five seconds.
  await pause(7_000);
  expect(await pending('held')).toMatchObject([{ session: 'held', status: 'pending' }]);
  await tmux('rename-session', '-t', '=held', 'a');
  await lab.dashboard.sessionWhere('a', ({ auto_confirm: mode }) => mode === 'off');
  const [{ id: dialog }] = (await pending('a')) as [{ id: number }];
  await lab.dashboard.call(`/api/confirmations/${dialog}`, { body: { decision: 'approve' } });
  expect(await lab.dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'done' });
  await lab.dashboard.call('/api/sessions/a/auto-confirm', { method: 'PUT', body: { mode: 'safe' } });
});

test('with synchronized panes prompts, answers and cancels stay in their terminal', async () => {
  const tree = (name: string): string => {
    const dir = join(lab.dashboard.dir, name);
    mkdirSync(dir);
    return dir;
  };
  const [mine, neighbours] = [tree('mine'), tree('neighbours')];
  await claudeByHand(lab, 'sync');
  // Three panes, each tall enough for a whole dialog.
  await lab.resize('sync', 160, 120);
  const { home, dir } = homeOf(lab, 'neighbour');
  const split = (...argv: string[]): Promise<string> =>
    tmux('split-window', '-P', '-F', '#{pane_id}', '-t', '=sync:0.0', '-c', dir, ...argv);
  const neighbour = await split(...shellIn(home, lab.path));
  const shell = await split(...shellIn(home, lab.path));
  await tmux('send-keys', '-t', neighbour, home.command, 'Enter');
  const screenOf = (pane: string): Promise<string> => tmux('capture-pane', '-p', '-t', pane);
  const { name: other } = await until(
    async () => (await lab.dashboard.call('/api/sessions')).body as any[],
    (rows) =>
      rows.some(
        (row) => row.pane_id === neighbour && row.status === 'waiting_input' && row.provider === 'claude',
      ),
    'the neighbour is ready',
    60_000,
  ).then((rows) => rows.find((row) => row.pane_id === neighbour));
  lab.model.book.when('neighbour: clean up', run(`rm -rf ${neighbours}`), say('gone'));
  const theirs = await lab.send(other, 'neighbour: clean up');
  await lab.dashboard.promptWhere(theirs, ({ stage }) => stage === 'needs_confirmation');
  await pending(other);
  await tmux('send-keys', '-t', shell, '-l', `touch ${lab.dashboard.dir}/shell-ran`);
  await tmux('set-window-option', '-t', '=sync:0', 'synchronize-panes', 'on');

  // A prompt, an approval, and a cancel in the terminal beside.
  lab.model.book.when('mine: clean up', run(`rm -rf ${mine}`), say('cleaned'));
  const ours = await lab.send('sync', 'mine: clean up');
  await lab.dashboard.promptWhere(ours, ({ stage }) => stage === 'needs_confirmation');
  const [{ id: dialog }] = (await pending('sync')) as [{ id: number }];
  await lab.dashboard.call(`/api/confirmations/${dialog}`, { body: { decision: 'approve' } });
  expect(await lab.dashboard.settled(ours)).toMatchObject({ status: 'completed', response: 'cleaned' });
  const working = gate();
  lab.model.book.when('mine: long work', say('first and last', working));
  const cancelled = await lab.send('sync', 'mine: long work');
  await working.reached;
  await lab.dashboard.call(`/api/assigner/prompts/${cancelled}/cancel`, { method: 'POST' });
  working.open();
  await lab.dashboard.sessionWhere('sync', ({ status }) => status === 'waiting_input');

  expect([existsSync(mine), existsSync(neighbours)]).toEqual([false, true]);
  expect(existsSync(join(lab.dashboard.dir, 'shell-ran'))).toBe(false);
  expect((await screenOf(shell)).trimEnd()).toMatch(/shell-ran$/);
  expect(await lab.dashboard.prompt(theirs)).toMatchObject({ stage: 'needs_confirmation' });
  expect(await pending(other)).toMatchObject([{ prompt_id: theirs }]);
  await tmux('set-window-option', '-t', '=sync:0', 'synchronize-panes', 'off');
  await tmux('kill-session', '-t', '=sync');
}, 120_000);

describe('a dashboard that is stopped in the middle of a delivery', () => {
  test.each([600, 3_000, 8_000])('for %i ms approves nothing that came up meanwhile', async (ms) => {
    const doomed = join(lab.dashboard.dir, `doomed-${ms}`);
    mkdirSync(doomed);
    const text = `clean up after ${ms}`;
    lab.model.book.when(text, run(`rm -rf ${doomed}`), say('gone'));
    const id = await lab.send('b', text);
    await lab.dashboard.promptWhere(id, ({ history }) =>
      history.some(({ stage }: { stage: string }) => stage === 'submitted'),
    );
    process.kill(lab.dashboard.pid(), 'SIGSTOP');
    await pause(ms);
    process.kill(lab.dashboard.pid(), 'SIGCONT');
    await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'needs_confirmation');
    expect(await pending('b')).toMatchObject([{ verdict: 'ask' }]);
    expect(existsSync(doomed)).toBe(true);
    await lab.dashboard.call(`/api/assigner/prompts/${id}/cancel`, { method: 'POST' });
    await lab.dashboard.sessionWhere('b', ({ status }) => status === 'waiting_input');
    expect(existsSync(doomed)).toBe(true);
  });
});
