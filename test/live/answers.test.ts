/** The response that is kept with a prompt is the model's answer, not what stands around it on the screen. */
import { run, say } from './model/steps';
import { type Lab, type LiveAgent, startLab } from './support/lab';

const AGENTS: readonly LiveAgent[] = ['claude', 'codex'];

const ANSWERS: Record<string, string> = {
  'of one word': 'Yes.',
  'of several paragraphs': 'First paragraph.\n\nSecond paragraph.\n\nThird paragraph.',
  'that looks like a dialog': 'Do you want to proceed?\n\n1. Yes\n2. No',
  'in Chinese, with emoji': '完成了 🙂 谢谢',
};

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  for (const agent of AGENTS) await lab.agent(agent, agent);
}, 120_000);
afterAll(() => lab.close());

describe.each(AGENTS)('the response of %s', (agent) => {
  test.each(Object.entries(ANSWERS))('%s is kept', async (what, answer) => {
    const text = `${agent}, answer ${what}`;
    lab.model.book.when(text, say(answer));
    expect(await lab.ask(agent, text)).toMatchObject({ status: 'completed', response: answer });
  });

  test('after tools is the last thing it said', async () => {
    const text = `${agent}, look around`;
    lab.model.book.when(text, run('rm -rf ./nothing'), say(`${agent} looked.`));
    const id = await lab.send(agent, text);
    await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'needs_confirmation');
    await lab.answer(agent, 'Enter');
    expect(await lab.dashboard.settled(id)).toMatchObject({
      status: 'completed',
      response: `${agent} looked.`,
    });
  });
});
