/** Claude Code puts a prompt that it had not begun to answer back into its input box. */
import { gate, say } from './model/steps';
import { type Lab, type LiveAgent, startLab } from './support/lab';

const AGENTS: readonly LiveAgent[] = ['claude', 'codex'];

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  for (const agent of AGENTS) await lab.agent(agent, agent);
}, 120_000);
afterAll(() => lab.close());

describe.each(AGENTS)('%s', (agent) => {
  test('that a person interrupts before any answer gets the next prompt alone', async () => {
    const text = `${agent}: no answer at all`;
    const working = gate();
    lab.model.book.when(text, say('', working));
    const id = await lab.send(agent, text);
    await working.reached;
    await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'working');
    await lab.keys(agent, 'Escape');
    expect((await lab.dashboard.settled(id)).result).toBe('interrupted');
    await lab.ask(agent, `${agent}: the next one`);
    expect(lab.model.prompts().at(-1)).toBe(`${agent}: the next one`);
  });
});
