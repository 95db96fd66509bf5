/** Agents made by the dashboard report by themselves: sooner than the screen, across a restart, and more than it shows. */
import { answerTo } from './model/book';
import { gate, say } from './model/steps';
import { type Lab, type LiveAgent, startLab } from './support/lab';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  for (const agent of ['claude', 'codex'] as const) await lab.agent(agent, agent);
}, 120_000);
afterAll(() => lab.close());

test.each<LiveAgent>(['claude', 'codex'])(
  'the end of a turn of %s is told by itself, with its tokens',
  async (agent) => {
    const text = `${agent}: tell me`;
    const prompt = await lab.ask(agent, text);
    expect(prompt).toMatchObject({ status: 'completed', response: answerTo(text) });
    expect(prompt.usage).toMatchObject({ input_tokens: 120, output_tokens: 34 });
    const { body: session } = await lab.dashboard.call(`/api/sessions/${agent}`);
    expect(session.disagreement).toBeNull();
  },
);

test('a turn that ends while the dashboard is away is known when it is back', async () => {
  const working = gate();
  lab.model.book.when('claude: meanwhile', say('Ended meanwhile.', working));
  const id = await lab.send('claude', 'claude: meanwhile');
  await working.reached;
  await lab.dashboard.kill();
  working.open();
  await lab.dashboard.start();
  expect(await lab.dashboard.settled(id)).toMatchObject({
    status: 'completed',
    response: 'Ended meanwhile.',
  });
});
