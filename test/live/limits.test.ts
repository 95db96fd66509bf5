/** A usage limit puts the session to sleep and the prompt back into the queue. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { answerTo } from './model/book';
import { claudeLimit, codexLimit, say } from './model/steps';
import { claudeHome, subscribed } from './support/homes';
import { type Lab, startLab } from './support/lab';

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

const isAsleep = (session: any): boolean => session.status === 'limited' && session.limited_until !== null;

let lab: Lab;
beforeEach(async () => {
  lab = await startLab();
}, 120_000);
afterEach(() => lab.close());

test.each(['five_hour', 'seven_day', 'seven_day_opus'])(
  'Claude over its %s limit sleeps until the reset, and the prompt waits again',
  async (claim) => {
    await lab.agent('claude', 'limited', { change: subscribed });
    const resetsAt = inSeconds(7_200);
    lab.model.book.when('do it', claudeLimit(resetsAt, claim));
    const id = await lab.send('limited', 'do it');
    const session = await lab.dashboard.sessionWhere('limited', isAsleep);
    expect(Math.abs(Date.parse(session.limited_until) / 1000 - resetsAt)).toBeLessThan(600);
    const prompt = await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
    expect(prompt.reason).toMatch(/limit/);
  },
);

test('a prompt that met a limit is done once by another session of another account', async () => {
  await lab.agent('claude', 'limited', { change: subscribed });
  lab.model.book.when('do it', claudeLimit(inSeconds(7_200), 'five_hour', 1), say('Done.'));
  const id = await lab.dashboard.send({ content: 'do it' });
  await lab.dashboard.sessionWhere('limited', isAsleep);
  await lab.agent('claude', 'other');
  expect(await lab.dashboard.settled(id)).toMatchObject({ status: 'completed', assigned_session: 'other' });
});

test('Codex over its limit sleeps until the reset', async () => {
  await lab.agent('codex', 'limited');
  lab.model.book.when('do it', codexLimit(inSeconds(7_200), 7_200));
  const id = await lab.send('limited', 'do it');
  const session = await lab.dashboard.sessionWhere('limited', isAsleep);
  expect(Date.parse(session.limited_until) / 1000).toBeGreaterThan(inSeconds(6_000));
  expect((await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'queued')).reason).toMatch(/limit/);
});

test('an API key without such a limit is not taken for one', async () => {
  await lab.agent('claude', 'keyed');
  expect((await lab.ask('keyed', 'hello')).response).toBe(answerTo('hello'));
  expect((await lab.dashboard.call('/api/sessions/keyed')).body.limited_until).toBeNull();
});

/** A Claude that a person starts in a tmux session, with a home and a login of its own. */
async function byHand(name: string, token: string): Promise<void> {
  const dir = join(lab.dashboard.dir, 'work', name);
  mkdirSync(dir, { recursive: true });
  const { command, env } = subscribed(
    claudeHome(join(lab.dashboard.dir, 'homes', name), lab.model.url, [dir]),
  );
  const variables = Object.entries({ ...env, PATH: lab.path, CLAUDE_CODE_OAUTH_TOKEN: token });
  const argv = ['env', ...variables.map(([key, value]) => `${key}=${value}`), ...command.split(' ')];
  const size = ['-x', '150', '-y', '50'];
  await lab.dashboard.tmux.command('new-session', '-d', ...size, '-s', name, '-c', dir, '--', ...argv);
  await lab.dashboard.sessionWhere(name, ({ status }) => status === 'waiting_input', 60_000);
}

test('sessions made by hand sleep with those of their account, and with no others', async () => {
  const tokens = ['A', 'B'].map((end) => `sk-ant-oat01-${'0'.repeat(95)}A${end}`) as [string, string];
  await Promise.all([byHand('one', tokens[0]), byHand('same', tokens[0]), byHand('another', tokens[1])]);
  lab.model.book.when('do it', claudeLimit(inSeconds(7_200), 'five_hour', 1), say('Done.'));
  const id = await lab.send('one', 'do it');
  await lab.dashboard.promptWhere(id, ({ result }) => result === 'limited');
  await lab.dashboard.sessionWhere('one', isAsleep);
  await lab.dashboard.sessionWhere('same', isAsleep);
  expect((await lab.ask('another', 'hello')).response).toBe(answerTo('hello'));
  expect((await lab.dashboard.call('/api/sessions/another')).body.limited_until).toBeNull();
});
