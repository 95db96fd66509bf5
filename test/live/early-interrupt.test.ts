/** Claude Code puts a prompt that it had not begun to answer back into its input box. */
import { gate, say } from './model/steps';
import { type Lab, type LiveAgent, startLab } from './support/lab';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  for (const agent of ['claude', 'codex'] as const) await lab.agent(agent, agent);
}, 120_000);
afterAll(() => lab.close());

/** A prompt that the agent has sent to its model, which says nothing. */
async function unanswered(agent: LiveAgent): Promise<number> {
  const text = `${agent}: no answer at all`;
  const working = gate();
  lab.model.book.when(text, say('', working));
  const id = await lab.send(agent, text);
  await working.reached;
  await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'working');
  return id;
}

test('a person who stops Codex before any answer ends the prompt, and the next one comes alone', async () => {
  const id = await unanswered('codex');
  await lab.keys('codex', 'Escape');
  expect((await lab.dashboard.settled(id)).result).toBe('interrupted');
  await lab.ask('codex', 'codex: the next one');
  expect(lab.model.prompts().at(-1)).toBe('codex: the next one');
});

test('what Claude gives back to a person who stopped it is theirs: the next prompt waits until it is gone', async () => {
  const id = await unanswered('claude');
  await lab.keys('claude', 'Escape');
  expect((await lab.dashboard.settled(id)).result).toBe('interrupted');
  const next = await lab.send('claude', 'claude: the next one');
  await lab.dashboard.sessionWhere(
    'claude',
    ({ rule, disagreement }) => rule === 'claude.draft' && disagreement !== null,
  );
  expect((await lab.dashboard.prompt(next)).stage).toBe('queued');
  await lab.keys('claude', 'C-c');
  expect((await lab.dashboard.settled(next)).status).toBe('completed');
  expect(lab.model.prompts().at(-1)).toBe('claude: the next one');
});

test('what Claude gives back when we stopped it is deleted: the next prompt comes alone', async () => {
  const id = await unanswered('claude');
  await lab.dashboard.call(`/api/assigner/prompts/${id}/cancel`, { method: 'POST' });
  await lab.ask('claude', 'claude: after the cancel');
  expect(lab.model.prompts().at(-1)).toBe('claude: after the cancel');
});
