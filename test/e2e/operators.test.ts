/** What an operator does to workflows in the engine itself, with the engine's own command line. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Dashboard, startDashboard, temporalBinary, until } from '../support/dashboard';
import { bash, dialogAgent, SCREENS } from '../support/dialog-agent';
import { gone, numbersIn, taskClient } from '../support/tasks';

jest.setTimeout(120_000);

const CANCELLED = 'cancelled in the workflow engine';
const TERMINATED = 'terminated in the workflow engine: not wanted';
/** The next regular run of the reconciler may be 30 s away. */
const AT_ONCE_MS = 10_000;

let dashboard: Dashboard;
const { submit, where, settled } = taskClient(() => dashboard);
beforeAll(async () => {
  dashboard = await startDashboard({ ARCHITECT_TASK_ROOTS: tmpdir() });
  // What the start looks for has been looked for.
  await until(reconciled, (count) => count > 0, 'the reconciler has run');
}, 90_000);
afterAll(() => dashboard.close());

const temporal = async (...words: string[]): Promise<string> =>
  (
    await promisify(execFile)(temporalBinary(), [
      'workflow',
      ...words,
      ...[...dashboard.engine, '--output', 'json'],
    ])
  ).stdout;
async function status(workflowId: string): Promise<string> {
  return JSON.parse(await temporal('describe', '--workflow-id', workflowId)).workflowExecutionInfo.status;
}
const terminate = (id: string) => temporal('terminate', '--workflow-id', id, '--reason', 'not wanted');
const reset = (id: string) =>
  temporal('reset', '--workflow-id', id, '--type', 'FirstWorkflowTask', '--reason', 'from the beginning');
async function reconciled(): Promise<number> {
  const query = "WorkflowType = 'reconciler' AND ExecutionStatus = 'Completed'";
  return JSON.parse(await temporal('count', '--query', query)).count ?? 0;
}
const lines = (name: string): number[] =>
  readFileSync(join(dashboard.dir, name), 'utf8').trim().split('\n').map(Number);
const reasons = (prompt: any): string[] => prompt.history.map(({ reason }: { reason: string }) => reason);
const times = (prompt: any, stage: string): number =>
  prompt.history.filter((step: { stage: string }) => step.stage === stage).length;

/** Writes its process number, and ends with its words when it is let go. */
const PROGRAM = `
const { appendFileSync, existsSync } = require('node:fs');
const [file, ...words] = process.argv.slice(2);
appendFileSync(file, process.pid + '\\n');
setInterval(() => existsSync(file + '.go') && (console.log(words.join(' ')), process.exit()), 50);
`;

/** A prompt whose program runs in session `name` and has written its process number. */
async function atWork(name: string, then = ''): Promise<{ id: number; program: number }> {
  await dashboard.shell(name);
  const file = join(dashboard.dir, name);
  writeFileSync(`${file}.cjs`, PROGRAM);
  const id = await dashboard.send({ content: `node ${file}.cjs ${file} ${then}`, target_session: name });
  const [program] = (await numbersIn(file)) as [number];
  await dashboard.promptWhere(id, ({ stage }) => stage === 'working');
  return { id, program };
}

describe('a prompt at work', () => {
  test('whose workflow is cancelled is cancelled, with its program', async () => {
    const { id, program } = await atWork('cancel');
    const next = await dashboard.send({ content: 'echo the next one', target_session: 'cancel' });
    await temporal('cancel', '--workflow-id', `prompt-${id}`);
    const prompt = await dashboard.settled(id);
    expect(prompt).toMatchObject({ status: 'cancelled', error: CANCELLED });
    expect(reasons(prompt)).toContain(`interrupted: ${CANCELLED}`);
    await gone(program);
    expect(await dashboard.settled(next)).toMatchObject({ status: 'completed', response: 'the next one' });
    await until(
      () => status(`prompt-${id}`),
      (now) => now.includes('CANCELED'),
      'the run is cancelled',
    );
  });

  test('whose workflow is terminated is cancelled at once, with its program and for that reason', async () => {
    const { id, program } = await atWork('terminate');
    const next = await dashboard.send({ content: 'echo the next one', target_session: 'terminate' });
    await terminate(`prompt-${id}`);
    const prompt = await dashboard.settled(id, AT_ONCE_MS);
    expect(prompt).toMatchObject({ status: 'cancelled', error: TERMINATED });
    expect(reasons(prompt)).toContain(`interrupted: ${TERMINATED}`);
    await gone(program);
    expect([lines('terminate').length, times(prompt, 'typing')]).toEqual([1, 1]);
    expect(await dashboard.settled(next)).toMatchObject({ status: 'completed', response: 'the next one' });
  });

  test('whose workflow was terminated is really stopped by a cancel that comes before another one runs', async () => {
    const { id, program } = await atWork('lost');
    await temporal('terminate', '--workflow-id', `prompt-${id}`);
    const { body } = await dashboard.call(`/api/assigner/prompts/${id}/cancel`, { body: {} });
    expect(body).toMatchObject({ status: 'cancelled', error: 'cancelled by api-token' });
    await gone(program);
  });

  test('whose workflow was terminated is stopped before it is begun anew by a retry', async () => {
    const { id, program } = await atWork('again');
    await temporal('terminate', '--workflow-id', `prompt-${id}`);
    await dashboard.call(`/api/assigner/prompts/${id}/retry`, { method: 'POST' });
    await gone(program);
    const [, second] = await numbersIn(join(dashboard.dir, 'again'), 2);
    release('again');
    expect(await dashboard.settled(id)).toMatchObject({ status: 'completed' });
    await gone(second as number);
    expect(lines('again')).toHaveLength(2);
  });

  test('whose workflow is set back to its first step is not typed again', async () => {
    const { id } = await atWork('reset', 'once');
    await reset(`prompt-${id}`);
    release('reset');
    const done = await dashboard.settled(id);
    expect(done).toMatchObject({ status: 'completed', response: 'once' });
    expect([lines('reset').length, times(done, 'typing')]).toEqual([1, 1]);
  });
});

test('a prompt that waits is cancelled with its workflow, terminated or cancelled, and runs when it is retried', async () => {
  const { id: holder } = await atWork('held');
  const [first, second] = await Promise.all([send(), send()]);
  await temporal('cancel', '--workflow-id', `prompt-${first}`);
  expect(await dashboard.settled(first)).toMatchObject({ status: 'cancelled', error: CANCELLED });
  await terminate(`prompt-${second}`);
  expect(await dashboard.settled(second, AT_ONCE_MS)).toMatchObject({
    ...{ status: 'cancelled', error: TERMINATED },
  });
  release('held');
  expect(await dashboard.settled(holder)).toMatchObject({ status: 'completed' });
  await dashboard.call(`/api/assigner/prompts/${second}/retry`, { method: 'POST' });
  expect(await dashboard.settled(second)).toMatchObject({ status: 'completed', response: 'waited' });
  expect(await dashboard.prompt(first)).toMatchObject({ status: 'cancelled' });

  async function send(): Promise<number> {
    const id = await dashboard.send({ content: 'echo waited', target_session: 'held' });
    await dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
    return id;
  }
});

describe('a background task', () => {
  test('ends with its workflow where that is cancelled', async () => {
    const { id, program } = await task('task-cancel');
    await temporal('cancel', '--workflow-id', `task-${id}`);
    expect(await settled(id)).toMatchObject({ status: 'cancelled', reason: CANCELLED });
    await gone(program);
  });

  test('ends with its workflow where that is terminated', async () => {
    const { id, program } = await task('task-terminate');
    await terminate(`task-${id}`);
    expect(await settled(id)).toMatchObject({ status: 'cancelled', reason: TERMINATED });
    await gone(program);
    expect(lines('task-terminate')).toEqual([program]);
  });

  test('whose workflow is set back to its first step is not begun again', async () => {
    const { id, program } = await task('task-reset');
    await reset(`task-${id}`);
    release('task-reset');
    expect(await settled(id)).toMatchObject({ status: 'completed' });
    expect(lines('task-reset')).toEqual([program]);
  });

  test('is really stopped by a cancel though its workflow is away', async () => {
    const { id, program } = await task('task-lost');
    await temporal('terminate', '--workflow-id', `task-${id}`);
    const { body } = await dashboard.call(`/api/tasks/${id}/cancel`, { body: {} });
    expect(body).toMatchObject({ status: 'cancelled' });
    await gone(program);
  });

  async function task(name: string): Promise<{ id: number; program: number }> {
    const file = join(dashboard.dir, name);
    const command = `echo $$ >> ${file}; until [ -e ${file}.go ]; do sleep 0.05; done`;
    const id = await submit({ type: 'shell', command });
    await where(id, ({ pid }) => pid !== null);
    const [program] = (await numbersIn(file)) as [number];
    return { id, program };
  }
});

test.each([
  ['cancelled', (id: string) => temporal('cancel', '--workflow-id', id), CANCELLED],
  ['terminated', terminate, TERMINATED],
])('a plan whose workflow is %s is cancelled with what it has under way', async (how, end, reason) => {
  const session = `plan-${how}`;
  await dashboard.shell(session);
  const file = join(dashboard.dir, session);
  writeFileSync(`${file}.cjs`, PROGRAM);
  const tasks = [
    { key: 'a', prompt: `node ${file}.cjs ${file}`, target_session: session },
    { key: 'b', prompt: 'echo never', target_session: session, after: ['a'] },
  ];
  const { body } = await dashboard.call('/api/plans', {
    body: { name: 'p', phases: [{ name: 'x', tasks }] },
  });
  const [program] = (await numbersIn(file)) as [number];
  await end(`plan-${body.id}`);
  const plan = await until(
    async () => (await dashboard.call(`/api/plans/${body.id}`)).body,
    ({ status: now }) => now === 'cancelled',
    'the plan is cancelled',
  );
  await gone(program);
  const [first, second] = plan.phases[0].tasks;
  expect(await dashboard.settled(first.prompt_ids[0])).toMatchObject({ status: 'cancelled' });
  expect(second).toMatchObject({ status: 'cancelled', prompt_ids: [] });
  expect(JSON.stringify(plan)).toContain(reason);
});

describe('a dialog', () => {
  test('whose workflow is cancelled is left to the terminal; nothing is pressed', async () => {
    const { keys, item } = await dialog('leave');
    await temporal('cancel', '--workflow-id', `confirmation-${item.id}`);
    const ended = await confirmation(item.id, ({ status: now }) => now !== 'pending');
    expect(ended).toMatchObject({
      status: 'expired',
      resolution: `${CANCELLED}: the dialog still stands in the terminal`,
    });
    expect(keys()).toEqual([]);
  });

  test('whose workflow is terminated is left to the terminal as well', async () => {
    const { keys, item } = await dialog('ended');
    await terminate(`confirmation-${item.id}`);
    const ended = await confirmation(item.id, ({ status: now }) => now !== 'pending');
    expect(ended).toMatchObject({
      status: 'expired',
      resolution: `${TERMINATED}: the dialog still stands in the terminal`,
    });
    expect(keys()).toEqual([]);
  });

  test('whose workflow is set back waits on, and takes an answer, which is pressed once', async () => {
    const { keys, item } = await dialog('waits');
    const id = `confirmation-${item.id}`;
    await reset(id);
    const answer = await dashboard.call(`/api/confirmations/${item.id}`, { body: { decision: 'approve' } });
    expect(answer.body).toMatchObject({ status: 'approved', decided_by: 'person' });
    expect(keys()).toEqual(['1']);
    // Once more when it is over: the answer is in the record.
    await reset(id);
    await until(
      () => status(id),
      (now) => now.includes('COMPLETED'),
      'its new run is over',
    );
    expect(keys()).toEqual(['1']);
  });

  async function dialog(session: string) {
    const screens = { idle: SCREENS.idle(), denied: SCREENS.denied(), dialog: bash('git push') };
    const agent = dialogAgent(dashboard.tmux.dir, session, screens, 'dialog');
    await dashboard.tmux.session(session, ...agent.argv);
    const { items } = await until(
      async () => (await dashboard.call(`/api/confirmations?session=${session}`)).body,
      ({ items: all }) => all.some(({ rule }: { rule: unknown }) => rule !== null),
      `the dialog of ${session}`,
    );
    return { keys: () => agent.keys(), item: items[0] };
  }
  const confirmation = (id: number, is: (item: any) => boolean): Promise<any> =>
    until(async () => (await dashboard.call(`/api/confirmations/${id}`)).body, is, `confirmation ${id}`);
});

function release(name: string): void {
  writeFileSync(join(dashboard.dir, `${name}.go`), '');
}
