/** Keys that come late, because the server was stopped right before them: nothing that came up meanwhile gets them. */
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { until } from '../support/dashboard';
import { run, say } from './model/steps';
import { type Lab, startLab } from './support/lab';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
}, 120_000);
afterAll(() => lab.close());

const tmux = (...args: string[]): Promise<string> => lab.dashboard.tmux.command(...args);
const file = (name: string): string => join(lab.dashboard.dir, name);

/** At its second step of typing from now on tmux stops the server, until `goOn` is called. */
async function stoppedAtItsKeys(): Promise<{ stopped: () => Promise<unknown>; goOn: () => void }> {
  const [script, steps, stopped, go] = ['stop.sh', 'steps', 'stopped', 'go'].map(file) as [
    string,
    string,
    string,
    string,
  ];
  writeFileSync(steps, '2');
  const lines = [
    '#!/bin/sh',
    `left=$(($(cat ${steps}) - 1)); echo $left > ${steps}`,
    '[ "$left" -eq 0 ] || exit 0',
    `kill -STOP ${lab.dashboard.pid()}; touch ${stopped}`,
    `until [ -e ${go} ]; do sleep 0.05; done; rm ${go} ${stopped}`,
    `kill -CONT ${lab.dashboard.pid()}`,
  ];
  writeFileSync(script, lines.join('\n'));
  chmodSync(script, 0o755);
  await tmux('set-hook', '-g', 'after-set-buffer', `run-shell '${script}'`);
  return {
    stopped: () => until(async () => existsSync(stopped), Boolean, 'the server is stopped'),
    goOn: () => writeFileSync(go, ''),
  };
}
afterEach(async () => {
  // A test that failed must not leave it stopped.
  process.kill(lab.dashboard.pid(), 'SIGCONT');
  await tmux('set-hook', '-gu', 'after-set-buffer');
});

const screenShows = (session: string, text: RegExp): Promise<string> =>
  until(
    () => lab.screen(session),
    (screen) => text.test(screen),
    `${session} shows ${String(text)}`,
  );

/** As a person does: Claude takes an Enter that comes right behind a text for a part of it. */
async function enterByHand(session: string, text: string, done: () => Promise<boolean>): Promise<void> {
  await lab.type(session, text);
  await screenShows(session, new RegExp(`❯\\s${text}`));
  await lab.press(session, ['Enter'], done);
}

test('a command that was sent answers no dialog that opened meanwhile', async () => {
  await lab.agent('claude', 'sent');
  mkdirSync(file('doomed'));
  lab.model.book.when('clean up', run(`rm -rf ${file('doomed')}`), say('gone'));
  const stop = await stoppedAtItsKeys();
  const sending = lab.dashboard.call('/api/tmux/send', { body: { session: 'sent', command: 'a note' } });
  await stop.stopped();
  await lab.press('sent', ['C-u'], async () => !(await lab.screen('sent')).includes('a note'));
  await enterByHand('sent', 'clean up', async () => (await lab.screen('sent')).includes('proceed?'));
  stop.goOn();
  const { status, body } = await sending;
  expect([status, body?.error?.message]).toEqual([409, expect.stringContaining('a dialog opened')]);
  expect(existsSync(file('doomed'))).toBe(true);
});
