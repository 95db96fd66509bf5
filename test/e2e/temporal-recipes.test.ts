/** The commands of docs/temporal.md do what it says: each line of its blocks is run, on a real engine. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '../../config';
import { type Dashboard, startDashboard, temporalBinary, until } from '../support/dashboard';
import { bash, dialogAgent, SCREENS } from '../support/dialog-agent';
import { gone, numbersIn, taskClient } from '../support/tasks';

jest.setTimeout(180_000);

const DOCUMENT = readFileSync(join(PROJECT_ROOT, 'docs/temporal.md'), 'utf8');
/** The commands of each section, in their order. */
const RECIPES = new Map(
  DOCUMENT.split(/^## /m).map((section) => {
    const blocks = [...section.matchAll(/```sh\n([^`]*)```/g)].map(([, block = '']) => block);
    const lines = blocks.join('').split('\n');
    return [section.split('\n', 1)[0] ?? '', lines.filter((line) => line.startsWith('temporal '))];
  }),
);
const done = new Set<string>();

let dashboard: Dashboard;
const { submit, where, settled } = taskClient(() => dashboard);
beforeAll(async () => (dashboard = await startDashboard({ ARCHITECT_TASK_ROOTS: tmpdir() })), 90_000);
afterAll(() => dashboard.close());

/** Runs the line as a person would, about what is there instead of what the document names. */
async function recipe(line: string, names: Record<string, string> = {}): Promise<string> {
  done.add(line);
  let command = line;
  for (const [name, actual] of Object.entries(names)) command = command.replaceAll(name, actual);
  const [, address, , namespace] = dashboard.engine;
  const { stdout } = await promisify(execFile)('bash', ['-c', command], {
    env: {
      ...process.env,
      PATH: [dirname(temporalBinary()), process.env['PATH']].join(delimiter),
      ...{ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace },
    },
  });
  return stdout;
}
function lines<Count extends number>(section: string, count: Count): string[] & { length: Count } {
  const found = RECIPES.get(section) ?? [];
  expect(found).toHaveLength(count);
  return found as string[] & { length: Count };
}
/** The engine lists what it has some moments later. */
const shows = (line: string, names: Record<string, string>, what: string) =>
  until(
    () => recipe(line, names),
    (text) => text.includes(what),
    line,
  );

const PROGRAM = `
const { appendFileSync, existsSync } = require('node:fs');
const [file] = process.argv.slice(2);
appendFileSync(file, process.pid + '\\n');
setInterval(() => existsSync(file + '.go') && (console.log('once'), process.exit()), 50);
`;

/** A prompt whose program has written its number, and ends when it is let go. */
async function atWork(session: string): Promise<{ id: number; workflow: string; file: string }> {
  await dashboard.shell(session);
  const file = join(dashboard.dir, session);
  writeFileSync(`${file}.cjs`, PROGRAM);
  const id = await dashboard.send({ content: `node ${file}.cjs ${file}`, target_session: session });
  await dashboard.promptWhere(id, ({ stage }) => stage === 'working');
  await numbersIn(file);
  return { id, workflow: `prompt-${id}`, file };
}
async function waiting(session: string, more: Record<string, unknown> = {}): Promise<number> {
  const id = await dashboard.send({ content: 'echo waited', target_session: session, ...more });
  await dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
  return id;
}
async function task(name: string): Promise<{ id: number; program: number }> {
  const file = join(dashboard.dir, name);
  const id = await submit({ type: 'shell', command: `echo $$ >> ${file}; sleep 600` });
  await where(id, ({ pid }) => pid !== null);
  const [program] = (await numbersIn(file)) as [number];
  return { id, program };
}

test('list and show', async () => {
  const [pending, ofSession, ofProvider, count, describe, show, detailed, queue] = lines('List and show', 8);
  const { id, workflow, file } = await atWork('api');
  const next = await waiting('api');
  const names = { 'prompt-42': workflow };
  await shows(pending as string, names, `prompt-${next}`);
  await shows(ofSession as string, names, workflow);
  await shows(ofProvider as string, names, workflow);
  expect(await recipe(count as string)).toMatch(/Total: \d+/);
  const described = await recipe(describe as string, names);
  expect(described).toContain(`Prompt ${id}`);
  expect(described).toContain(`architect logs ${id}`);
  expect(described).toMatch(/TmuxSession/);
  const history = await recipe(show as string, names);
  expect(history).toContain('WorkflowExecutionStarted');
  expect(await recipe(detailed as string, names)).toContain('promptAssignment');
  expect(described + history).not.toContain('api.cjs');
  expect(await recipe(queue as string)).toContain('workflow');
  writeFileSync(`${file}.go`, '');
  await dashboard.settled(next);
});

test('query', async () => {
  const [query] = lines('Query', 1);
  const { id, workflow, file } = await atWork('query');
  expect(await recipe(query as string, { 'prompt-42': workflow })).toContain('in_session');
  writeFileSync(`${file}.go`, '');
  await dashboard.settled(id);
  await shows(query as string, { 'prompt-42': workflow }, 'over');
});

test('signal and update', async () => {
  const [wake, reconsider, control, decide, taskControl] = lines('Signal and update', 5);
  const tasks = [{ key: 'a', prompt: 'echo a', gates: [{ type: 'approval' }] }];
  const plan = { name: 'p', phases: [{ name: 'x', tasks }] };
  const { body } = await dashboard.call('/api/plans', { body: plan });
  await recipe(wake as string, { 'plan-3': `plan-${body.id}` });
  await dashboard.call(`/api/plans/${body.id}/cancel`, { body: { reason: 'seen' } });

  const screens = { idle: SCREENS.idle(), denied: SCREENS.denied(), dialog: bash('git push') };
  const agent = dialogAgent(dashboard.tmux.dir, 'asks', screens, 'dialog');
  await dashboard.tmux.session('asks', ...agent.argv);
  const { items } = await until(
    async () => (await dashboard.call('/api/confirmations?session=asks')).body,
    ({ items: all }) => all.some(({ rule }: { rule: unknown }) => rule !== null),
    'the dialog',
  );
  const dialog = { 'confirmation-5': `confirmation-${items[0].id}` };
  await recipe(reconsider as string, dialog);
  expect(agent.keys()).toEqual([]);
  expect(await recipe(decide as string, dialog)).toContain('answered');
  expect((await dashboard.call(`/api/confirmations/${items[0].id}`)).body).toMatchObject({
    ...{ status: 'denied', decided_by: 'person' },
  });

  const { id, workflow, file } = await atWork('anew');
  await recipe(control as string, { 'prompt-42': workflow });
  await numbersIn(file, 2);
  writeFileSync(`${file}.go`, '');
  expect(await dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'once' });

  const { id: taskId, program } = await task('asked');
  await recipe(taskControl as string, { 'task-7': `task-${taskId}` });
  expect(await settled(taskId)).toMatchObject({ status: 'cancelled', reason: 'not wanted' });
  await gone(program);
});

test('cancel and terminate', async () => {
  const [cancel, terminate] = lines('Cancel and terminate', 2);
  const { id, workflow, file } = await atWork('ends');
  const [program] = (await numbersIn(file)) as [number];
  const other = await task('ends-too');
  await recipe(cancel as string, { 'prompt-42': workflow });
  await recipe(terminate as string, { 'task-7': `task-${other.id}` });
  const reason = 'cancelled in the workflow engine';
  expect(await dashboard.settled(id)).toMatchObject({ status: 'cancelled', error: reason });
  expect(await settled(other.id)).toMatchObject({
    ...{ status: 'cancelled', reason: 'terminated in the workflow engine: wrong branch' },
  });
  await Promise.all([gone(program), gone(other.program)]);
});

test('cancel many', async () => {
  const [cancel, terminate, list] = lines('Cancel many', 3);
  const { id: holder, file } = await atWork('many');
  const fair = await Promise.all([1, 2, 3].map(() => waiting('many', { priority: 9 })));
  const [low, urgent] = [await waiting('many'), await waiting('many', { priority: 8 })];
  const pending = RECIPES.get('List and show')?.[0] as string;
  for (const id of [...fair, low, urgent]) await shows(pending, {}, `prompt-${id}`);
  await recipe(cancel as string);
  for (const id of fair)
    expect(await dashboard.settled(id)).toMatchObject({ error: 'cancelled in the workflow engine' });
  await recipe(terminate as string);
  const error = 'terminated in the workflow engine: only urgent ones';
  expect(await dashboard.settled(low)).toMatchObject({ status: 'cancelled', error });
  expect(await recipe(list as string)).toContain('Completed');
  writeFileSync(`${file}.go`, '');
  expect(await dashboard.settled(holder)).toMatchObject({ status: 'completed' });
  expect(await dashboard.settled(urgent)).toMatchObject({ status: 'completed', response: 'waited' });
});

test('reset', async () => {
  const resets = lines('Reset', 2);
  const show = [...RECIPES.values()]
    .flat()
    .find((line) => line.startsWith('temporal workflow show')) as string;
  const { id, workflow, file } = await atWork('back');
  const resetAll = async (): Promise<void> => {
    for (const reset of resets) {
      await recipe(reset, { 'prompt-42': workflow });
      // A run that has completed no task yet can't be reset again.
      await until(
        () => recipe(show, { 'prompt-42': workflow }),
        (history) => history.includes('WorkflowTaskCompleted'),
        'a completed workflow task',
      );
    }
  };
  await resetAll();
  writeFileSync(`${file}.go`, '');
  expect(await dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'once' });
  expect(await numbersIn(file)).toHaveLength(1);
  // Also of what is over: nothing happens.
  await resetAll();
  await shows(RECIPES.get('Query')?.[0] as string, { 'prompt-42': workflow }, 'over');
  expect(await numbersIn(file)).toHaveLength(1);
  expect(await dashboard.prompt(id)).toMatchObject({ status: 'completed', response: 'once' });
});

test('schedules', async () => {
  const [list, describe, pause, trigger, goOn] = lines('Schedules', 5);
  const paused = async (): Promise<unknown> =>
    (await dashboard.call('/api/schedules/maintenance')).body.paused;
  expect(await recipe(list as string)).toContain('maintenance');
  expect(await recipe(describe as string)).toContain('maintenance');
  await recipe(pause as string);
  expect(await paused()).toBe(true);
  await recipe(trigger as string);
  await recipe(goOn as string);
  expect(await paused()).toBe(false);
});

test('every command of the document was run', () => {
  const all = [...RECIPES.values()].flat();
  expect(all.length).toBeGreaterThan(25);
  expect(all.filter((line) => !done.has(line))).toEqual([]);
});
