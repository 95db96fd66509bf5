/** Terminals that several sessions show, names that have just changed, and a server that is stopped or killed before its keys. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { type Dashboard, startDashboard } from '../support/dashboard';
import { testBeside } from '../support/side-by-side';
import { gone } from '../support/tasks';
import { workplace } from '../support/workplace';

jest.setTimeout(90_000);
let dashboard: Dashboard;
beforeAll(async () => (dashboard = await startDashboard()), 90_000);
afterAll(() => dashboard.close());

const { tmux, file, lines, pane, swap } = workplace(() => dashboard);
const atStep = stepsOf(() => dashboard);

type AtStep = (step: number, signal: 'STOP' | 'KILL', meanwhile: string) => Promise<void>;

/** At the server's n-th step of typing from now on tmux itself sends it the signal, and does the rest before it goes on. */
function stepsOf(at: () => Dashboard): AtStep {
  const { file, tmux } = workplace(at);
  return async (step, signal, meanwhile) => {
    const script = file('at-step.sh');
    writeFileSync(file('steps'), String(step));
    const rows = [
      '#!/bin/sh',
      `left=$(($(cat ${file('steps')}) - 1)); echo $left > ${file('steps')}`,
      '[ "$left" -eq 0 ] || exit 0',
      `kill -${signal} ${at().pid()}`,
      meanwhile,
      signal === 'STOP' ? `kill -CONT ${at().pid()}` : '',
    ];
    writeFileSync(script, rows.join('\n'));
    chmodSync(script, 0o755);
    await tmux('set-hook', '-g', 'after-set-buffer', `run-shell '${script}'`);
  };
}
afterEach(() => tmux('set-hook', '-gu', 'after-set-buffer'));

describe('a terminal that two sessions show', () => {
  const shared: [string, (name: string) => Promise<unknown>][] = [
    ['in a group', (name) => tmux('new-session', '-d', '-t', `=${name}`, '-s', `${name}-too`)],
    [
      'through a linked window',
      async (name) => {
        await dashboard.shell(`${name}-too`);
        await tmux('link-window', '-s', `=${name}:0`, '-t', `=${name}-too:5`);
      },
    ],
  ];
  test.each(shared)('%s gets its prompts, and is ended in both', async (how, share) => {
    const name = how.includes('group') ? 'grouped' : 'linked';
    await dashboard.shell(name);
    const paneId = await pane(name);
    await share(name);
    const id = await dashboard.send({ content: 'echo $TMUX_PANE', target_session: name });
    expect(await dashboard.settled(id)).toMatchObject({ status: 'completed', response: paneId });
    const { status } = await dashboard.call(`/api/sessions/${name}`, { method: 'DELETE' });
    expect(status).toBe(204);
    expect((await tmux('list-panes', '-a', '-F', '#{pane_id}')).split('\n')).not.toContain(paneId);
  });
});

test('a prompt that is sent right after two names were swapped goes to the terminal that has the name now', async () => {
  await dashboard.shell('left');
  await dashboard.shell('right');
  const right = await pane('right');
  await swap('left', 'right');
  const id = await dashboard.send({ content: 'echo $TMUX_PANE', target_session: 'left' });
  expect((await dashboard.settled(id)).response).toBe(right);
});

test('a command that is sent is not entered where something else stands on the line by then', async () => {
  await dashboard.shell('line');
  const theirs = `tmux -L ${dashboard.tmux.socketName} send-keys -t =line: C-u 'echo x >> ${file('theirs')}'; sleep 1`;
  await atStep(2, 'STOP', theirs);
  const body = { session: 'line', command: `echo x >> ${file('ours')}` };
  const { status, body: answer } = await dashboard.call('/api/tmux/send', { body });
  expect([status, answer.error?.message]).toEqual([409, expect.stringContaining('Enter was not pressed')]);
  expect([lines('theirs'), lines('ours')]).toEqual([[], []]);
});

test('a prompt that is queued again runs again, also where the server is killed right before it types', async () => {
  await dashboard.shell('again');
  const id = await dashboard.send({ content: `echo x >> ${file('again')}`, target_session: 'again' });
  await dashboard.settled(id);
  await atStep(1, 'KILL', '');
  await dashboard.call(`/api/assigner/prompts/${id}/retry`, { method: 'POST' });
  await gone(dashboard.pid());
  await tmux('set-hook', '-gu', 'after-set-buffer');
  await dashboard.start();
  expect(await dashboard.settled(id)).toMatchObject({ status: 'completed' });
  expect(lines('again')).toEqual(['x', 'x']);
});

/** Longer than the engine waits for a sign of life: it has asked for somebody else to go on before the server wakes. */
const STALL = 'sleep 10';

for (const step of [1, 3, 4]) {
  testBeside(
    `a server that is stopped for ten seconds at step ${step} of typing has typed once`,
    async (own) => {
      const { file, lines } = workplace(() => own);
      await own.shell('stalled');
      await stepsOf(() => own)(step, 'STOP', STALL);
      const id = await own.send({ content: `echo x >> ${file('stalled')}`, target_session: 'stalled' });
      expect(await own.settled(id, 60_000)).toMatchObject({ status: 'completed', retry_count: 0 });
      expect(Number(readFileSync(file('steps'), 'utf8'))).toBeLessThanOrEqual(0);
      expect(lines('stalled')).toEqual(['x']);
    },
  );
}
