/** A real agent in a session of another machine: what it is given and what it asks goes through the hub. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../support/dashboard';
import { type JoinedHost, joinHost } from '../support/joined-host';
import { run, say } from './model/steps';
import { claudeHome } from './support/homes';
import { type Lab, startLab } from './support/lab';
import { descendants, endAll, naming } from './support/processes';

const SESSION = 'box/claude';
const AFTER = 'That was it.';

let lab: Lab;
let host: JoinedHost;
const api = (path: string, options = {}): Promise<any> => lab.dashboard.call(path, options);
const session = encodeURIComponent(SESSION);

beforeAll(async () => {
  lab = await startLab({ ARCHITECT_PASSWORD: 'of the test' });
  host = await joinHost(lab.dashboard, 'box', { PATH: lab.path });
  await host.start();
  const dir = join(host.dir, 'work');
  mkdirSync(dir);
  const { command, env } = claudeHome(join(host.dir, 'home'), lab.model.url, [dir]);
  const body = {
    name: SESSION,
    provider: 'claude',
    working_dir: dir,
    command,
    env: { PATH: lab.path, ...env },
  };
  const made = await api('/api/sessions', { body });
  expect([made.status, made.body]).toEqual([201, expect.objectContaining({ name: SESSION, host: 'box' })]);
  await lab.dashboard.sessionWhere(session, ({ status }) => status === 'waiting_input', 60_000);
}, 180_000);
afterAll(async () => {
  // Agents write to their homes until they have ended, so they go before the directory does.
  const server = await host.tmux.serverPid().catch(() => undefined);
  const agents = server === undefined ? [] : await descendants(server);
  await host.tmux.killServer();
  await endAll(agents);
  await endAll(await naming(host.dir));
  await host.close();
  await lab.close();
});

test('a prompt is typed there once, and its answer comes back with what its hooks told', async () => {
  const text = 'say how you are';
  lab.model.book.when(text, say('Quite well.'));
  const done = await lab.ask(SESSION, text);
  expect(done).toMatchObject({ status: 'completed', assigned_session: SESSION, response: 'Quite well.' });
  expect(lab.model.deliveries(text)).toBe(1);
  const { body } = await api(`/api/sessions/${session}/explain`);
  expect(body).toMatchObject({ session: SESSION, agent: { id: 'claude' } });
  // Whichever of them told last.
  expect(body.sources[0].source).toMatch(/^(?:hooks|transcript)$/);
});

test('a dialog there is answered there for the person who said so, and the prompt goes on', async () => {
  const text = 'do something dangerous';
  lab.model.book.when(text, run('rm -rf ./build'), say(AFTER));
  const id = await lab.send(SESSION, text);
  await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'needs_confirmation');
  const dialog = await until(
    async () => (await api(`/api/confirmations?session=${session}&status=pending`)).body.items[0],
    (one) => one !== undefined,
    'the dialog is known',
  );
  expect(dialog).toMatchObject({ prompt_id: id, kind: 'permission' });
  const answered = await api(`/api/confirmations/${dialog.id}`, { body: { decision: 'approve' } });
  expect([answered.status, answered.body]).toEqual([
    200,
    expect.objectContaining({ status: 'approved', decided_by: 'person', decided_by_name: 'api-token' }),
  ]);
  expect(answered.body.resolution).toBe('answered for api-token');
  expect(await lab.dashboard.settled(id, 90_000)).toMatchObject({ status: 'completed', response: AFTER });
  expect(lab.model.deliveries(text)).toBe(1);
});

test('what a person refuses is refused there', async () => {
  const text = 'do something else that is dangerous';
  lab.model.book.when(text, run('rm -rf ./build'), say('not reached'));
  const id = await lab.send(SESSION, text);
  const dialog = await until(
    async () => (await api(`/api/confirmations?session=${session}&status=pending`)).body.items[0],
    (one) => one !== undefined,
    'the dialog is known',
  );
  const denied = await api(`/api/confirmations/${dialog.id}`, { body: { decision: 'deny' } });
  expect([denied.status, denied.body.status]).toEqual([200, 'denied']);
  expect((await lab.dashboard.settled(id, 90_000)).response).not.toBe('not reached');
  await lab.dashboard.sessionWhere(session, ({ status }) => status === 'waiting_input', 60_000);
});
