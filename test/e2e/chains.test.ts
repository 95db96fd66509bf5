/** Prompts that wait for others, and recurring ones, on the whole product and through a kill -9. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dashboard, startDashboard } from '../support/dashboard';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard();
  await dashboard.shell('one');
}, 90_000);
afterAll(() => dashboard.close());

const written = (name: string): string => readFileSync(join(dashboard.dir, name), 'utf8');

test('a chain runs in its order, each once, also when the server is killed in the middle of it', async () => {
  const file = join(dashboard.dir, 'order');
  const target = { target_session: 'one' };
  const first = await dashboard.send({
    content: `until [ -e ${file}.go ]; do sleep 0.05; done; printf a >> ${file}`,
    ...target,
  });
  const second = await dashboard.send({
    content: `printf b >> ${file}`,
    after: [first],
    priority: 9,
    ...target,
  });
  const third = await dashboard.send({ content: `printf c >> ${file}`, after: [first, second], ...target });
  expect((await dashboard.prompt(third)).stage).toBe('held');
  await dashboard.promptWhere(first, ({ stage }) => stage === 'working');
  await dashboard.kill();
  await dashboard.start();
  writeFileSync(`${file}.go`, '');
  expect((await dashboard.settled(third)).status).toBe('completed');
  expect(written('order')).toBe('abc');
}, 120_000);

test('a failed one blocks the next until it is done again', async () => {
  const first = await dashboard.send({ content: 'waits', target_provider: 'claude' });
  const next = await dashboard.send({ content: 'echo next', target_session: 'one', after: [first] });
  await dashboard.call(`/api/assigner/prompts/${first}/cancel`, { method: 'POST' });
  const blocked = await dashboard.promptWhere(next, ({ stage }) => stage === 'blocked');
  expect(blocked.warning).toContain(`prompt ${first} was cancelled`);
  await dashboard.call(`/api/assigner/prompts/${next}/release`, { method: 'POST' });
  expect(await dashboard.settled(next)).toMatchObject({ status: 'completed', response: 'next' });
}, 60_000);

test('a prompt is sent when its time has come', async () => {
  const due = new Date(Date.now() + 2_000).toISOString();
  const id = await dashboard.send({ content: 'echo late', target_session: 'one', not_before: due });
  const done = await dashboard.settled(id);
  expect(done).toMatchObject({ status: 'completed', response: 'late' });
  expect(Date.parse(done.assigned_at)).toBeGreaterThanOrEqual(Date.parse(due));
}, 60_000);

test('a recurring prompt is queued by its schedule, once a time', async () => {
  const made = await dashboard.call('/api/recurring-prompts', {
    body: { name: 'tick', content: 'echo tick', interval: '10s', target_session: 'one' },
  });
  expect(made.status).toBe(201);
  const path = `/api/recurring-prompts/${made.body.id}`;
  let firings: { outcome: string; prompt_id: number; scheduled_at: string }[] = [];
  while (firings.filter(({ outcome }) => outcome === 'queued').length < 2)
    firings = (await dashboard.call(path)).body.firings;
  const [last] = firings;
  const prompt = await dashboard.settled(last?.prompt_id as number);
  expect(prompt).toMatchObject({
    response: 'tick',
    origin: { kind: 'recurring', name: 'tick', scheduled_at: last?.scheduled_at },
  });
  const { body } = await dashboard.call('/api/schedules');
  expect(body.items).toContainEqual(expect.objectContaining({ id: made.body.schedule_id }));
  expect((await dashboard.call(path, { method: 'DELETE' })).status).toBe(204);
}, 90_000);
