/** Texts of every kind arrive at real agents as they were sent. Compared with what the model was given. */
import { answerTo } from './model/book';
import { type Lab, type LiveAgent, startLab } from './support/lab';

const AGENTS: readonly LiveAgent[] = ['claude', 'codex'];
const words = (length: number): string =>
  'lorem ipsum dolor '.repeat(length / 18 + 1).slice(0, length - 1) + '.';
const lines = (count: number): string =>
  Array.from({ length: count }, (_, row) => `line ${row} of ${count}, "quoted" & $HOME`).join('\n');

const PAYLOADS: Record<string, string> = {
  'of one byte': 'a',
  'of 1 kB': words(1_000),
  'of 4 kB': words(4_096),
  'of 60 kB': words(60_000),
  'of 60 kB in a thousand lines': lines(1_000).padEnd(60_000, 'x'),
  'of 3 lines': lines(3),
  'of 40 lines': lines(40),
  'with empty lines between': 'first\n\n\nlast',
  'that starts with #': '# remember this',
  'that starts with @': '@nobody said so',
  'that starts with -': '- one\n- two',
  'that starts with a backslash': '\\ is a backslash',
  'that starts with &': '& then',
  'that starts with a path': '/tmp/x is a path',
  'that is a path': '/tmp/x',
  'that is a question mark': '?',
  'that is a digit': '1',
  'of emoji': 'emoji 🙂👩‍👩‍👧🏳️‍🌈 and a flag 🇩🇪',
  'in Chinese and Japanese': '漢字とかな、全角文字。中文字符',
  'with quotes, semicolons and format signs': `it's "this"; #{pane_id} #S %1 $(date) \`date\` ~ {a,b};`,
};

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  for (const agent of AGENTS) await lab.agent(agent, agent);
}, 120_000);
afterAll(() => lab.close());

describe.each(AGENTS)('%s gets a text', (agent) => {
  test.each(Object.entries(PAYLOADS))('%s', async (_what, text) => {
    const before = lab.model.deliveries(text);
    const { status } = await lab.ask(agent, text);
    // The digests first: a long text says nothing in a report.
    expect(answerTo(lab.model.prompts().at(-1) ?? '')).toBe(answerTo(text));
    expect(lab.model.prompts().at(-1) === text).toBe(true);
    expect(lab.model.deliveries(text) - before).toBe(1);
    expect(status).toBe('completed');
  });

  test('without the line ends after it', async () => {
    await lab.ask(agent, `${agent}: no more\n\n`);
    expect(lab.model.prompts().at(-1)).toBe(`${agent}: no more`);
  });
});

test('Codex gets tabs as they are', async () => {
  const text = 'if x:\n\treturn\t1';
  await lab.ask('codex', text);
  expect(lab.model.prompts().at(-1)).toBe(text);
});
