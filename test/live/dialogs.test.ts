/** Dialogs that no policy answers are held for a person, and the prompt goes on when one has answered. */
import { ask, run, say, type Step, use } from './model/steps';
import type { AgentHome } from './support/homes';
import { type Lab, startLab } from './support/lab';

const AFTER = 'That was it.';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  await lab.agent('claude', 'claude');
  await lab.agent('codex', 'codex');
}, 120_000);
afterAll(() => lab.close());

/** Sends a prompt that leads to `step`, waits for its dialog, and returns the prompt's id. */
async function until(agent: string, what: string, step: Step): Promise<number> {
  const text = `${agent}: ${what}`;
  lab.model.book.when(text, step, say(AFTER));
  const id = await lab.send(agent, text);
  await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'needs_confirmation');
  const session = await lab.dashboard.sessionWhere(agent, ({ status }) => status === 'needs_confirmation');
  expect(session.current_task_id).toBe(id);
  expect(lab.model.deliveries(text)).toBe(1);
  return id;
}

const CLAUDE: readonly [string, Step][] = [
  ['a dangerous command', run('rm -rf ./build')],
  ['a command it does not know', run('frobnicate --all')],
  ['a question', ask({ question: 'Which database?', options: ['SQLite', 'PostgreSQL'] })],
];

test.each(CLAUDE)('Claude that asks about %s waits for a person', async (what, step) => {
  const id = await until('claude', what, step);
  await lab.answer('claude', 'Enter');
  expect(await lab.dashboard.settled(id)).toMatchObject({ status: 'completed', response: AFTER });
});

test('Claude that has made a plan waits for a person', async () => {
  const plan = (home: AgentHome): AgentHome => ({ ...home, command: 'claude --permission-mode plan' });
  await lab.agent('claude', 'planner', { change: plan });
  const id = await until('planner', 'a plan', use({ use: 'plan', plan: '# Plan\n\n1. This\n2. That' }));
  await lab.answer('planner', 'Enter');
  const { status, response } = await lab.dashboard.settled(id);
  expect([status, response]).toEqual(['completed', expect.stringContaining(AFTER)]);
});

test('Claude that wants to fetch a page waits, and cancelling the prompt refuses it', async () => {
  const id = await until('claude', 'a page', use({ use: 'fetch', url: 'https://example.com/' }));
  const asked = lab.model.requests.length;
  const { body } = await lab.dashboard.call(`/api/assigner/prompts/${id}/cancel`, { method: 'POST' });
  expect(body.status).toBe('cancelled');
  await lab.dashboard.sessionWhere('claude', ({ status }) => status === 'waiting_input');
  expect(lab.model.requests.slice(asked).filter(({ main }) => main)).toEqual([]);
});

test('Codex that asks about a dangerous command waits for a person', async () => {
  const id = await until('codex', 'a dangerous command', run('rm -rf ./build'));
  await lab.answer('codex', 'Enter');
  expect(await lab.dashboard.settled(id)).toMatchObject({ status: 'completed', response: AFTER });
});

test.each(['claude', 'codex'] as const)(
  'a second prompt is not typed into an open dialog of %s',
  async (agent) => {
    const first = await until(agent, 'open dialog', run('rm -rf ./build'));
    const second = await lab.send(agent, `${agent}: yes`);
    await lab.dashboard.promptWhere(second, ({ stage }) => stage === 'queued');
    expect((await lab.dashboard.prompt(first)).stage).toBe('needs_confirmation');
    await lab.answer(agent, 'Enter');
    expect((await lab.dashboard.settled(first)).response).toBe(AFTER);
    expect((await lab.dashboard.settled(second)).status).toBe('completed');
    expect(lab.model.deliveries(`${agent}: yes`)).toBe(1);
  },
);

test('Claude in a directory nobody trusted says so, and gets nothing', async () => {
  await lab.agent('claude', 'untrusted', { trusted: false, ready: false });
  const session = await lab.dashboard.sessionWhere(
    'untrusted',
    ({ status }) => status === 'needs_confirmation',
  );
  expect(session.reason).toMatch(/trust/i);
  const id = await lab.send('untrusted', 'hello untrusted');
  await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
  // The dialog goes when its session does; by then the prompt would have been typed.
  const state = async (): Promise<string> =>
    (await lab.dashboard.call('/api/sessions/untrusted')).body.status;
  await lab.press('untrusted', ['Escape'], async () => (await state()) === 'exited');
  expect((await lab.dashboard.prompt(id)).stage).toBe('queued');
  expect(lab.model.deliveries('hello untrusted')).toBe(0);
});
