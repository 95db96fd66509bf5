/** Errors of the API that pass: the agent tries again by itself, and the prompt is neither failed nor repeated. */
import { overloaded, rateLimited, say, type Step } from './model/steps';
import { type Lab, type LiveAgent, startLab } from './support/lab';

const AGENTS: readonly LiveAgent[] = ['claude', 'codex'];

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  for (const agent of AGENTS) await lab.agent(agent, agent);
}, 120_000);
afterAll(() => lab.close());

const CASES: readonly [LiveAgent, string, Step][] = [
  ['claude', 'an overloaded API', overloaded(2)],
  ['claude', 'a rate limit for a moment', rateLimited(1)],
  ['codex', 'an overloaded API', overloaded(2)],
];

test.each(CASES)('%s gets over %s', async (agent, what, error) => {
  const text = `${agent}: ${what}`;
  lab.model.book.when(text, error, say('It went through.'));
  expect(await lab.ask(agent, text)).toMatchObject({
    status: 'completed',
    response: 'It went through.',
    retry_count: 0,
  });
  expect(lab.model.deliveries(text)).toBe(1);
  expect(
    lab.model.requests.filter((request) => request.main && request.text === text).length,
  ).toBeGreaterThan(1);
});
