/** What the screen can't give back: long answers, their marks, the tokens they took. */
import { answerTo } from './model/book';
import { say } from './model/steps';
import { type Lab, type LiveAgent, startLab } from './support/lab';

const AGENTS: readonly LiveAgent[] = ['claude', 'codex'];

const ANSWERS: Record<string, string> = {
  'a list': '- one\n- two\n- three',
  'bold words, code and a table':
    '**bold** and `code`\n\n```ts\nconst a = 1;\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |',
  'of 500 lines': Array.from({ length: 500 }, (_, row) => `- point ${row}`).join('\n'),
  'with a tab and trailing blanks in code': '```\n\tindented  \n```',
};

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  for (const agent of AGENTS) await lab.agent(agent, agent);
}, 120_000);
afterAll(() => lab.close());

describe.each(AGENTS)('the response of %s', (agent) => {
  test.each(Object.entries(ANSWERS))('%s is kept as the model wrote it', async (what, answer) => {
    const text = `${agent}, answer ${what}`;
    lab.model.book.when(text, say(answer));
    const { response } = await lab.ask(agent, text);
    expect(response).toBe(answer);
  });

  test('to a prompt of 40 lines has nothing of the prompt in it', async () => {
    const text = Array.from({ length: 40 }, (_, row) => `${agent} line ${row}`).join('\n');
    const { response } = await lab.ask(agent, text);
    expect(response).toBe(answerTo(text));
  });

  test('to a prompt with empty lines has nothing of the prompt in it', async () => {
    const text = `${agent} first\n\n\nlast`;
    const { response } = await lab.ask(agent, text);
    expect(response).toBe(answerTo(text));
  });
});
