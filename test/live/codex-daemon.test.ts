/** Codex as people start it: by hand, with its daemon, several of them in one directory. */
import { until } from '../support/dashboard';
import { gate, run, say } from './model/steps';
import { codexByHand } from './support/by-hand';
import { type Lab, startLab } from './support/lab';

/** Two of them share a daemon. */
const [FIRST, SECOND] = ['first', 'second'];

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  await codexByHand(lab, FIRST, { account: 'shared' });
  await codexByHand(lab, SECOND, { account: 'shared' });
}, 180_000);
afterAll(() => lab.close());

const KINDS: Record<string, (row: number) => string> = {
  plain: (row) => `row ${row} of the answer`,
  list: (row) => (row % 3 === 0 ? `- **point** ${row}` : `  - below it, \`code\` ${row}`),
  paragraphs: (row) => (row % 2 === 0 ? `paragraph ${row}` : ''),
};
function answerOf(kind: string, rows: number): string {
  if (kind === 'fence')
    return ['```ts', ...texts((row) => `\tconst row${row} = ${row};`, rows), '```'].join('\n');
  return texts(KINDS[kind] as (row: number) => string, rows)
    .join('\n')
    .trim();
}
const texts = (text: (row: number) => string, rows: number): string[] =>
  Array.from({ length: rows }, (_, row) => text(row));

describe.each([...Object.keys(KINDS), 'fence'])('an answer (%s)', (kind) => {
  test.each([1, 5, 20, 35, 36, 37, 60])('of %i rows is kept as the model wrote it', async (rows) => {
    const text = `a ${kind} of ${rows}`;
    const answer = answerOf(kind, rows);
    lab.model.book.when(text, say(answer));
    expect(await lab.ask(FIRST, text)).toMatchObject({ status: 'completed', response: answer });
  });
});

test('two in one directory, at work at the same time, keep their own answers', async () => {
  const wait = gate();
  for (const name of [FIRST, SECOND])
    lab.model.book.when(`${name}, at once`, say(`${answerOf('list', 50)}\n\nof ${name}`, wait));
  const ids = await Promise.all([FIRST, SECOND].map((name) => lab.send(name, `${name}, at once`)));
  for (const id of ids) await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'working');
  wait.open();
  const answers = await Promise.all(ids.map((id) => lab.dashboard.settled(id)));
  expect(answers.map(({ response }) => response)).toEqual(
    [FIRST, SECOND].map((name) => `${answerOf('list', 50)}\n\nof ${name}`),
  );
});

test('the same text for both at once: neither gets the answer of the other', async () => {
  const text = 'the same for both';
  let asked = 0;
  lab.model.book.when(text, say(answerOf('list', 60)));
  lab.model.book.when((one) => one === text && (asked += 1) === 1, say('A short one.'));
  const ids = await Promise.all([FIRST, SECOND].map((name) => lab.send(name, text)));
  for (const [index, id] of ids.entries()) {
    const { status, response } = await lab.dashboard.settled(id);
    const screen = await lab.screen([FIRST, SECOND][index] as string);
    expect(status).toBe('completed');
    if (screen.includes('A short one.')) expect(response).toBe('A short one.');
    // What can't be told for certain is read from the screen.
    else expect(response).toMatch(/^(- \*\*point\*\* 0|\[cut: .*\])\n[\s\S]* 59$/);
  }
});

test('one that the dashboard made has a daemon as well, and its answers whole', async () => {
  await lab.agent('codex', 'made', { change: (home) => ({ ...home, command: 'codex' }) });
  const answer = answerOf('list', 50);
  lab.model.book.when('made, a list', say(answer));
  const prompt = await lab.ask('made', 'made, a list');
  expect(prompt).toMatchObject({ status: 'completed', response: answer });
  expect(prompt.usage).toMatchObject({ input_tokens: 120, output_tokens: 34 });
});

describe('the queue goes on', () => {
  const goesOn = async (what: string): Promise<void> => {
    const text = `something ${what}`;
    lab.model.book.when(text, say(`done ${what}`));
    expect(await lab.ask(SECOND, text)).toMatchObject({ status: 'completed', response: `done ${what}` });
  };
  const shows = (pattern: RegExp): (() => Promise<boolean>) => {
    return async () => pattern.test(await lab.screen(SECOND));
  };

  test('after /status', async () => {
    await lab.type(SECOND, '/status');
    await until(shows(/^› \/status/m), Boolean, 'the command stands there');
    // Enter right behind a text is a line of it.
    await lab.press(SECOND, ['Enter'], shows(/^ {2}Session: /m));
    await goesOn('after /status');
  });

  test('in plan mode, and back in the other one', async () => {
    await lab.keys(SECOND, 'BTab');
    await until(shows(/Plan mode/), Boolean, 'plan mode');
    await goesOn('in plan mode');
    await lab.keys(SECOND, 'BTab');
    await until(shows(/^(?![\s\S]*Plan mode \()/), Boolean, 'the other mode');
    await goesOn('in the other mode');
  });
});

describe('with hooks, which all report from the terminal that started the daemon', () => {
  const NAMES = ['hooked', 'hooked-too'] as const;
  beforeAll(async () => {
    for (const name of NAMES) await codexByHand(lab, name, { account: 'hooked', hooks: true });
  }, 120_000);

  test('the command of a dialog that shows a part of it is known, each one’s own', async () => {
    const commandOf = (name: string): string =>
      `cat > ${name} <<'END'\n${Array.from({ length: 80 }, (_, row) => `row ${row} of ${name}`).join('\n')}\nEND`;
    for (const name of NAMES) {
      lab.model.book.when(`${name}, write`, run(commandOf(name)), say('Done.'));
      await lab.send(name, `${name}, write`);
    }
    for (const name of NAMES) {
      const held = await lab.confirmation(name, ({ status }) => status === 'pending');
      expect(held).toMatchObject({
        kind: 'permission',
        source: 'hook',
        tool: 'Bash',
        command: commandOf(name),
      });

      await lab.dashboard.call(`/api/confirmations/${held.id}`, { body: { decision: 'deny' } });
    }
  });
});
