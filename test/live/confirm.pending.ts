/** Real dialogs and the policy: what is safe is answered as it says, what is not is held, and nothing is answered twice. */
import { run, say, type Step, use } from './model/steps';
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

const latest = async (session: string): Promise<any> =>
  (await lab.dashboard.call(`/api/confirmations?session=${session}&limit=1`)).body.items[0];

async function start(agent: LiveAgent, what: string, step: Step): Promise<number> {
  lab.model.book.when(what, step, say('Done.'));
  return lab.send(agent, what);
}

const SAFE: readonly [LiveAgent, string, Step][] = [
  ['claude', 'list the files', run('ls -la')],
  ['claude', 'write a file', use({ use: 'write', path: 'made.txt', content: 'one\ntwo\n' })],
  ['claude', 'change the file', use({ use: 'edit', path: 'made.txt', from: 'two', to: 'three' })],
  ['codex', 'list the files', run('ls -la')],
];

test.each(SAFE)('%s may %s: the policy says yes, once', async (agent, what, step) => {
  const id = await start(agent, `${agent}, ${what}`, step);
  expect(await lab.dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'Done.' });
  expect(await latest(agent)).toMatchObject({ prompt_id: id, status: 'approved', decided_by: 'policy' });
});

const HELD: readonly [LiveAgent, string, Step][] = [
  ['claude', 'remove all', run('rm -rf /tmp/nothing-of-worth')],
  ['claude', 'publish', run('git push --force')],
  ['claude', 'fetch a page', use({ use: 'fetch', url: 'https://example.com/' })],
  ['claude', 'ask which', use({ use: 'ask', question: 'Which one?', options: ['A', 'B'] })],
  ['claude', 'run what nobody can read', run('eval "$(base64 -d <<< bHM=)"')],
  ['codex', 'remove all', run('rm -rf /tmp/nothing-of-worth')],
];

test.each(HELD)('%s must not %s unasked: it is held, and a person denies it', async (agent, what, step) => {
  const id = await start(agent, `${agent}, ${what}`, step);
  await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'needs_confirmation');
  const held = await latest(agent);
  expect(held).toMatchObject({ prompt_id: id, status: 'pending', decided_by: null });
  const { body } = await lab.dashboard.call(`/api/confirmations/${held.id}`, { body: { decision: 'deny' } });
  expect(body).toMatchObject({ status: 'denied', decided_by: 'person' });
  await lab.dashboard.sessionWhere(agent, ({ status }) => status === 'waiting_input');
});

test('a person approves what was held, and the agent goes on', async () => {
  const id = await start('claude', 'claude, frobnicate', run('frobnicate --all'));
  await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'needs_confirmation');
  const held = await latest('claude');
  await lab.dashboard.call(`/api/confirmations/${held.id}`, { body: { decision: 'approve' } });
  expect(await lab.dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'Done.' });
});

test('trust is given only in directories that a person registered', async () => {
  await lab.agent('claude', 'stranger', { trusted: false, ready: false });
  await lab.dashboard.sessionWhere('stranger', ({ status }) => status === 'needs_confirmation');
  expect(await latest('stranger')).toMatchObject({ kind: 'trust', status: 'pending' });
  const path = `${lab.dashboard.dir}/work/known`;
  await lab.dashboard.call('/api/confirm/trusted-directories', { body: { path } });
  await lab.agent('claude', 'known', { trusted: false });
});

test('with the switch off nothing is answered', async () => {
  await lab.dashboard.call('/api/confirm', { method: 'PUT', body: { enabled: false } });
  const id = await start('claude', 'claude, list once more', run('ls -la'));
  await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'needs_confirmation');
  await lab.answer('claude', '1');
  expect((await lab.dashboard.settled(id)).status).toBe('completed');
});
