/** A person pauses the queue: nothing new is typed until they resume it, whatever happens to the server meanwhile. */
import { expectError } from '../api/http';
import { openStream } from '../api/stream';
import { type Dashboard, startDashboard } from '../support/dashboard';
import { bash, dialogAgent, SCREENS } from '../support/dialog-agent';
import { workplace } from '../support/workplace';
import { writeFileSync } from 'node:fs';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard();
  await dashboard.shell('one');
  await dashboard.shell('two');
}, 90_000);
afterAll(() => dashboard.close());

const { file } = workplace(() => dashboard);
const queue = (body: Record<string, unknown>) =>
  dashboard.call('/api/assigner/queue', { method: 'PUT', body });
const stages = ({ history }: { history: { stage: string }[] }): string[] => history.map(({ stage }) => stage);
/** The usual sweep comes every 30 s: who has to wait for it fails. */
const SOON_MS = 10_000;

test('what is at work goes on, what waits waits through a restart, and goes out with the answer to the resume', async () => {
  const stream = await openStream(dashboard);
  expect((await stream.next()).data.queue).toEqual({
    ...{ paused: false, reason: null, changed_by: null, changed_at: null },
  });
  const go = file('go');
  const works = await dashboard.send({
    content: `until [ -e ${go} ]; do sleep 0.05; done; echo through`,
    target_session: 'one',
  });
  await dashboard.promptWhere(works, ({ stage }) => stage === 'working');

  const paused = await queue({ paused: true, reason: 'deploy at noon' });
  expect(paused).toMatchObject({
    ...{ status: 200 },
    body: { paused: true, reason: 'deploy at noon', changed_by: 'api-token', changed_at: expect.any(String) },
  });
  expect((await stream.until(({ event }) => event === 'queue')).data).toEqual(paused.body);
  stream.close();

  const waits = await dashboard.send({ content: 'echo later', target_session: 'two' });
  const next = await dashboard.send({ content: 'echo next', target_session: 'one' });
  const words = 'the queue is paused by api-token: deploy at noon';
  await dashboard.promptWhere(waits, ({ stage, reason }) => stage === 'queued' && reason === words);
  expect((await dashboard.call('/api/sessions/two/explain')).body).toMatchObject({
    ...{ status: 'waiting_input', queue: words },
  });
  writeFileSync(go, '');
  expect(await dashboard.settled(works)).toMatchObject({ status: 'completed', response: 'through' });

  expect(await dashboard.stop()).toBe(0);
  await dashboard.start();
  expect((await dashboard.call('/api/assigner/queue')).body).toEqual(paused.body);
  await dashboard.sessionWhere('two', ({ status }) => status === 'waiting_input');
  for (const id of [waits, next]) expect(stages(await dashboard.prompt(id))).toEqual(['queued', 'queued']);

  const resumed = await queue({ paused: false });
  expect(resumed.body).toMatchObject({ paused: false, reason: null, changed_by: 'api-token' });
  for (const id of [waits, next]) expect(stages(await dashboard.prompt(id))).toContain('leased');
  expect(await dashboard.settled(waits, SOON_MS)).toMatchObject({ status: 'completed', response: 'later' });
  expect(await dashboard.settled(next, SOON_MS)).toMatchObject({ status: 'completed', response: 'next' });
  expect((await dashboard.call('/api/sessions/two/explain')).body.queue).toBeNull();
}, 120_000);

test('dialogs are answered while it is paused', async () => {
  await queue({ paused: true });
  await dashboard.call('/api/confirm', { method: 'PUT', body: { delay_ms: [300, 300] } });
  const screens = { idle: SCREENS.idle(), dialog: bash('npm test') };
  const program = dialogAgent(dashboard.tmux.dir, 'asks', screens, 'dialog');
  await dashboard.tmux.session('asks', ...program.argv);
  await dashboard.sessionWhere('asks', ({ status }) => status === 'waiting_input');
  expect(program.keys()).toEqual(['1']);
  await queue({ paused: false });
}, 60_000);

test('what is no switch is refused by name', async () => {
  expect(expectError(await queue({}), 400, 'invalid_request')).toBe('paused: expected true or false');
  expect(expectError(await queue({ paused: 'yes' }), 400, 'invalid_request')).toMatch(/^paused: /);
  expect(expectError(await queue({ paused: true, reason: '' }), 400, 'invalid_request')).toMatch(/^reason: /);
});
