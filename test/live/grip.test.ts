/** Whose terminal, whose key, whose turn: real agents whose terminals change under a prompt. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { answerTo } from './model/book';
import { gate, run, say } from './model/steps';
import { until } from '../support/dashboard';
import { claudeByHand } from './support/by-hand';
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
      const [child = ''] = (await import('node:fs'))
        .readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8')
        .split(' ');
      process.kill(Number(child), `SIG${signal}` as NodeJS.Signals);
      const failed = await lab.dashboard.settled(id, 20_000);
      expect(failed).toMatchObject({ status: 'failed', response: null });
      expect(failed.error).toMatch(/Claude Code ended in session/);
      working.open();
      await end(name);
    },
  );
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
