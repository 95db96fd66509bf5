/** Prompts reach real agents once each, exactly as they were sent, and bring back exactly what the model said. */
import { answerTo } from './model/book';
import { type Lab, type LiveAgent, startLab } from './support/lab';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  await lab.agent('claude', 'c1');
  await lab.agent('claude', 'c2');
  await lab.agent('codex', 'x1');
  await lab.agent('codex', 'x2');
}, 120_000);
afterAll(() => lab.close());

test('40 prompts over four agents arrive once each, none altered, and each gets its own answer', async () => {
  const prompts = Array.from(
    { length: 40 },
    (_, number) => `Prompt number ${number}: what is ${number} squared?`,
  );
  const ids = await Promise.all(prompts.map((content) => lab.dashboard.send({ content, max_retries: 0 })));
  const ended = await Promise.all(ids.map((id) => lab.dashboard.settled(id, 100_000)));
  expect(ended.map(({ status, response }) => [status, response])).toEqual(
    prompts.map((content) => ['completed', answerTo(content)]),
  );
  expect(lab.model.prompts().sort()).toEqual([...prompts].sort());
  const used = new Set(ended.map(({ assigned_session: session }) => session));
  expect([...used].sort()).toEqual(['c1', 'c2', 'x1', 'x2']);
});

test.each<[LiveAgent, string]>([
  ['claude', 'c1'],
  ['codex', 'x1'],
])('two senders at once to one %s both get their own answer', async (_agent, session) => {
  const [first, second] = [`first sender to ${session}`, `second sender to ${session}`];
  const ended = await Promise.all([lab.ask(session, first), lab.ask(session, second)]);
  expect(ended.map(({ response }) => response)).toEqual([answerTo(first), answerTo(second)]);
  expect([lab.model.deliveries(first), lab.model.deliveries(second)]).toEqual([1, 1]);
});
