/** Real dialogs and the policy: what is safe is answered as it says, what is not is held, and nothing is answered twice. */
import { mkdirSync } from 'node:fs';
import { until } from '../support/dashboard';
import { ask, run, say, type Step, use } from './model/steps';
import { type Lab, type LiveAgent, startLab } from './support/lab';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  await lab.agent('claude', 'claude');
  await lab.agent('codex', 'codex');
  await lab.dashboard.call('/api/confirm', {
    method: 'PUT',
    body: { default_mode: 'safe', delay_ms: [0, 0] },
  });
}, 120_000);
afterAll(() => lab.close());

/** The confirmation of the dialog that `session` came to with prompt `id`; null: with none. */
async function confirmation(session: string, id: number | null, test: (one: any) => boolean): Promise<any> {
  const ask = async (): Promise<any> => {
    const { body } = await lab.dashboard.call(`/api/confirmations?session=${session}`);
    return body.items.find((one: any) => one.prompt_id === id);
  };
  return until(ask, (one) => one !== undefined && test(one), `confirmation of prompt ${id}`);
}
const isPending = ({ status }: any): boolean => status === 'pending';

async function start(agent: LiveAgent, what: string, step: Step): Promise<number> {
  lab.model.book.when(what, step, say('Done.'));
  return lab.send(agent, what);
}

const SAFE: readonly [LiveAgent, string, Step][] = [
  ['claude', 'make a directory', run('mkdir -p out')],
  ['claude', 'write a file', use({ use: 'write', path: 'made.txt', content: 'one\ntwo\n' })],
  ['claude', 'change the file', use({ use: 'edit', path: 'made.txt', from: 'two', to: 'three' })],
  ['codex', 'list the files', run('ls -la')],
];

test.each(SAFE)('%s may %s: the policy says yes, once', async (agent, what, step) => {
  const id = await start(agent, `${agent}, ${what}`, step);
  expect(await lab.dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'Done.' });
  const answered = await confirmation(agent, id, ({ status }) => status === 'approved');
  expect(answered.decided_by).toBe('policy');
});

const HELD: readonly [LiveAgent, string, Step][] = [
  ['claude', 'remove all', run('rm -rf /tmp/nothing-of-worth')],
  ['claude', 'publish', run('git push --force')],
  ['claude', 'fetch a page', use({ use: 'fetch', url: 'https://example.com/' })],
  ['claude', 'run what nobody can read', run('eval "$(base64 -d <<< bHM=)"')],
  ['codex', 'remove all', run('rm -rf /tmp/nothing-of-worth')],
];

test.each(HELD)('%s must not %s unasked: it is held, and a person denies it', async (agent, what, step) => {
  const id = await start(agent, `${agent}, ${what}`, step);
  const held = await confirmation(agent, id, isPending);
  expect(held.decided_by).toBeNull();
  expect((await lab.dashboard.prompt(id)).stage).toBe('needs_confirmation');
  const { body } = await lab.dashboard.call(`/api/confirmations/${held.id}`, { body: { decision: 'deny' } });
  expect(body).toMatchObject({ status: 'denied', decided_by: 'person' });
  expect((await lab.dashboard.settled(id)).result).toBe('refused');
  await lab.dashboard.sessionWhere(agent, ({ status }) => status === 'waiting_input');
});

test('a person approves what was held, and the agent goes on', async () => {
  const id = await start('claude', 'claude, frobnicate', run('frobnicate --all'));
  const held = await confirmation('claude', id, isPending);
  await lab.dashboard.call(`/api/confirmations/${held.id}`, { body: { decision: 'approve' } });
  expect(await lab.dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'Done.' });
});

test('a question is for a person, who chooses an option', async () => {
  const question = ask({ question: 'Which one?', options: ['This', 'That'] });
  const id = await start('claude', 'claude, ask which', question);
  const held = await confirmation('claude', id, isPending);
  expect(held.kind).toBe('question');
  const decision = { decision: 'approve', option: 2 };
  await lab.dashboard.call(`/api/confirmations/${held.id}`, { body: decision });
  expect(await lab.dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'Done.' });
  expect(await lab.screen('claude')).toMatch(/Which one\? → That/);
});

test('trust is given only in directories that a person registered', async () => {
  await lab.agent('claude', 'stranger', { trusted: false, ready: false });
  await lab.dashboard.sessionWhere('stranger', ({ status }) => status === 'needs_confirmation');
  expect((await confirmation('stranger', null, isPending)).kind).toBe('trust');
  const path = `${lab.dashboard.dir}/work/known`;
  mkdirSync(path);
  const { status } = await lab.dashboard.call('/api/confirm/trusted-directories', { body: { path } });
  expect(status).toBe(201);
  await lab.agent('claude', 'known', { trusted: false });
});

test('with the switch off nothing is answered', async () => {
  await lab.dashboard.call('/api/confirm', { method: 'PUT', body: { enabled: false } });
  const id = await start('claude', 'claude, once more', run('mkdir -p other'));
  await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'needs_confirmation');
  await lab.answer('claude', 'Enter');
  expect((await lab.dashboard.settled(id)).status).toBe('completed');
});
