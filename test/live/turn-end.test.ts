/** Each way in which a turn ends has its own result. */
import { gate, invalidRequest, say, use } from './model/steps';
import { type Lab, type LiveAgent, startLab } from './support/lab';

const AGENTS: readonly LiveAgent[] = ['claude', 'codex'];

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  for (const agent of AGENTS) await lab.agent(agent, agent);
}, 120_000);
afterAll(() => lab.close());

describe.each(AGENTS)('%s', (agent) => {
  test('that a person interrupts while it answers: the prompt says so and is given to nobody else', async () => {
    const working = gate();
    const text = `${agent}: a long answer`;
    lab.model.book.when(text, say('the first words of many', working));
    const id = await lab.send(agent, text);
    await working.reached;
    await lab.dashboard.sessionWhere(agent, ({ status }) => status === 'busy');
    await lab.keys(agent, 'Escape');
    const prompt = await lab.dashboard.settled(id);
    expect(prompt).toMatchObject({ status: 'cancelled', result: 'interrupted' });
    expect(prompt.error).toMatch(/a person stopped/);
    expect(lab.model.deliveries(text)).toBe(1);
  });

  test('whose request the API refuses for good: the prompt has failed, with what the API said', async () => {
    const text = `${agent}: bad request`;
    lab.model.book.when(text, invalidRequest('that is no request'));
    const prompt = await lab.ask(agent, text);
    expect(prompt).toMatchObject({ status: 'failed', result: 'failed' });
    expect(prompt.error).toMatch(/that is no request/);
    expect(prompt.response ?? '').toBe('');
    expect(lab.model.deliveries(text)).toBe(1);
  });

  test('that asks back has completed, and a person sees the question', async () => {
    const question = 'Which database should I use: SQLite or PostgreSQL?';
    lab.model.book.when(`${agent}: which one`, say(`There are two ways.\n\n${question}`));
    expect(await lab.ask(agent, `${agent}: which one`)).toMatchObject({
      status: 'completed',
      result: 'question',
      question,
    });
  });
});

test('Claude whose context is full: the prompt has failed and says what to do', async () => {
  await lab.agent('claude', 'full');
  lab.model.book.when('full: too much', invalidRequest('prompt is too long: 210000 tokens > 200000 maximum'));
  const prompt = await lab.ask('full', 'full: too much');
  expect(prompt.status).toBe('failed');
  expect(prompt.error).toMatch(/context/i);
});

test('Claude with work in the background says what still runs', async () => {
  const text = 'claude: in the background';
  const command = 'rm -rf ./nothing; sleep 600';
  lab.model.book.when(text, use({ use: 'run', command, background: true }), say('It runs.'));
  const id = await lab.send('claude', text);
  await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'needs_confirmation');
  await lab.answer('claude', 'Enter');
  const prompt = await lab.dashboard.settled(id);
  expect(prompt).toMatchObject({ status: 'completed', result: 'background', response: 'It runs.' });
});
