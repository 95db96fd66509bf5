/** docs/temporal.md, "Upgrades": an engine that begins with an empty database takes up what the dashboard's databases have. */
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { numbersIn, taskClient } from '../support/tasks';

jest.setTimeout(180_000);

let dashboard: Dashboard;
const { submit, where, settled } = taskClient(() => dashboard);
beforeAll(async () => (dashboard = await startDashboard({ ARCHITECT_TASK_ROOTS: tmpdir() })), 90_000);
afterAll(() => dashboard.close());

const PROGRAM = `
const { appendFileSync, existsSync } = require('node:fs');
const [file] = process.argv.slice(2);
appendFileSync(file, process.pid + '\\n');
setInterval(() => existsSync(file + '.go') && (console.log('once'), process.exit()), 50);
`;

test('prompts, tasks, plans and changed schedules go on; nothing is typed or started twice', async () => {
  await dashboard.shell('box');
  const [file, ofTask] = ['prompt', 'task'].map((name) => join(dashboard.dir, name)) as [string, string];
  writeFileSync(`${file}.cjs`, PROGRAM);
  const working = await dashboard.send({ content: `node ${file}.cjs ${file}`, target_session: 'box' });
  await dashboard.promptWhere(working, ({ stage }) => stage === 'working');
  const waiting = await dashboard.send({ content: 'echo next', target_session: 'box' });
  const task = await submit({ type: 'shell', command: `node ${file}.cjs ${ofTask}` });
  await where(task, ({ pid }) => pid !== null);
  const tasks = [{ key: 'a', prompt: 'echo of the plan', target_session: 'box' }];
  const { body: plan } = await dashboard.call('/api/plans', {
    body: { name: 'p', phases: [{ name: 'x', tasks }] },
  });
  await dashboard.call('/api/schedules/maintenance', { method: 'PATCH', body: { paused: true } });
  await Promise.all([numbersIn(file), numbersIn(ofTask)]);

  await dashboard.stop();
  const [engine, aside] = [join(dashboard.dir, 'data/engine'), join(dashboard.dir, 'aside')];
  mkdirSync(aside);
  const moved = readdirSync(engine).filter((name) => name.startsWith('temporal.db'));
  for (const name of moved) renameSync(join(engine, name), join(aside, name));
  expect(moved).toContain('temporal.db');
  await dashboard.start();

  for (const name of [file, ofTask]) writeFileSync(`${name}.go`, '');
  expect(await dashboard.settled(working)).toMatchObject({ status: 'completed', response: 'once' });
  expect(await dashboard.settled(waiting)).toMatchObject({ status: 'completed', response: 'next' });
  expect(await settled(task)).toMatchObject({ status: 'completed' });
  const { phases } = await until(
    async () => (await dashboard.call(`/api/plans/${plan.id}`)).body,
    ({ status }) => status === 'completed',
    'the plan is done',
  );
  const [promptId] = phases[0].tasks[0].prompt_ids;
  expect(await dashboard.settled(promptId)).toMatchObject({ response: 'of the plan' });
  expect([await numbersIn(file), await numbersIn(ofTask)].map(({ length }) => length)).toEqual([1, 1]);
  expect((await dashboard.call('/api/schedules/maintenance')).body).toMatchObject({ paused: true });
});
