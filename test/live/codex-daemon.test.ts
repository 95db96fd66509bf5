/** Codex as people start it: by hand, with its daemon, several of them in one directory. */
import { gate, say } from './model/steps';
import { codexByHand } from './support/by-hand';
import { type Lab, startLab } from './support/lab';

/** Two of them share a daemon. */
const [FIRST, SECOND] = ['first', 'second'];

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  await codexByHand(lab, FIRST, 'shared');
  await codexByHand(lab, SECOND, 'shared');
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
    else expect(response).toMatch(/^\[cut: .*\]\n[\s\S]*code 59$/);
  }
});

describe('the queue goes on', () => {
  test.each([
    ['after /status', ['/status', 'Enter']],
    ['in plan mode', ['BTab']],
    ['back in the default mode', ['BTab']],
  ])('%s', async (what, keys) => {
    for (const key of keys) {
      if (key.startsWith('/')) await lab.type(SECOND, key);
      else await lab.keys(SECOND, key);
    }
    const text = `something ${what}`;
    lab.model.book.when(text, say(`done ${what}`));
    expect(await lab.ask(SECOND, text)).toMatchObject({ status: 'completed', response: `done ${what}` });
  });
});
