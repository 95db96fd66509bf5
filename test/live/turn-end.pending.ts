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
    expect(prompt.status).toBe('failed');
    expect(prompt.error).toMatch(/interrupted/i);
    expect(lab.model.deliveries(text)).toBe(1);
  });

  test('that a person interrupts before any answer leaves its box clear for the next prompt', async () => {
    const text = `${agent}: no answer at all`;
    const working = gate();
    lab.model.book.when(text, say('', working));
    const id = await lab.send(agent, text);
    await working.reached;
    await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'working');
    await lab.keys(agent, 'Escape');
    expect((await lab.dashboard.settled(id)).error).toMatch(/interrupted/i);
    await lab.ask(agent, `${agent}: the next one`);
    expect(lab.model.prompts().at(-1)).toBe(`${agent}: the next one`);
  });

  test('whose request the API refuses for good: the prompt has failed, with what the API said', async () => {
    const text = `${agent}: bad request`;
    lab.model.book.when(text, invalidRequest('that is no request'));
    const prompt = await lab.ask(agent, text);
    expect(prompt.status).toBe('failed');
    expect(prompt.error).toMatch(/that is no request/);
    expect(prompt.response).toBeNull();
  });

  test('that asks back in plain text waits for a person, who is told the question', async () => {
    const text = `${agent}: which one`;
    lab.model.book.when(text, say('There are two ways. Which database should I use: SQLite or PostgreSQL?'));
    const id = await lab.send(agent, text);
    const prompt = await lab.dashboard.promptWhere(id, ({ stage }) => !['queued', 'working'].includes(stage));
    expect(JSON.stringify(prompt)).toMatch(/Which database should I use/);
    expect(prompt.history.some(({ reason }: any) => /question/.test(reason))).toBe(true);
  });
});

test('Claude whose context is full: the prompt has failed and says what to do', async () => {
  await lab.agent('claude', 'full');
  lab.model.book.when('full: too much', invalidRequest('prompt is too long: 210000 tokens > 200000 maximum'));
  const prompt = await lab.ask('full', 'full: too much');
  expect(prompt.status).toBe('failed');
  expect(prompt.error).toMatch(/context/i);
});

test('Claude with work in the background is not done until that has ended', async () => {
  const text = 'claude: in the background';
  const flag = `${lab.dashboard.dir}/flag`;
  const command = `until [ -e ${flag} ]; do sleep 0.1; done`;
  lab.model.book.when(
    text,
    use({ use: 'run', command, background: true }),
    say('It runs.'),
    say('It has ended.'),
  );
  const id = await lab.send('claude', text);
  await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'needs_confirmation');
  await lab.answer('claude', '1');
  await lab.dashboard.promptWhere(id, ({ reason }) => /background/.test(reason));
  await lab.dashboard.tmux.command('run-shell', `touch ${flag}`);
  expect(await lab.dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'It has ended.' });
});
