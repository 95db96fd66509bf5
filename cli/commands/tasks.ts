/** Background tasks: list, run, show, log, cancel, retry, priority. */
import { type Command, Option } from 'commander';
import { type Answer, call } from '../api';
import { TASK_STATUSES, TASK_TYPES } from '../../workflows/contracts/tasks';
import { someOf, taskId, wholeNumber } from '../arguments';
import { type Act, forEach } from '../bulk';
import type { Context } from '../context';
import { table } from '../output';
import { TASK_COLUMNS, taskFacts, taskLine } from '../task-format';
import { waitForTask } from '../wait-task';
import { registerTaskRun } from './task-run';

interface ListOptions {
  readonly status?: string;
  readonly type?: string;
  readonly project?: number;
  readonly search?: string;
  readonly order?: 'newest' | 'oldest' | 'priority';
  readonly limit?: number;
  readonly offset?: number;
}

const TASKS = { name: 'id', help: 'number of the task', parse: taskId };

export function registerTasks(program: Command, context: Context): void {
  const tasks = program.command('tasks').description('list background tasks; run and change them');
  // Options of `tasks` itself would be taken from its other commands, such as the --project of run.
  tasks
    .command('list', { isDefault: true })
    .description('list tasks, newest first')
    .option(
      '--status <list>',
      `only these, comma-separated: ${TASK_STATUSES.join(', ')}`,
      someOf(TASK_STATUSES),
    )
    .option('--type <list>', `only these, comma-separated: ${TASK_TYPES.join(', ')}`, someOf(TASK_TYPES))
    .option('--project <id>', 'only those of this project', wholeNumber)
    .option('--search <text>', 'only those with this text')
    .addOption(new Option('--order <by>', 'the order').choices(['newest', 'oldest', 'priority']))
    .option('--limit <n>', 'how many, 500 at most (default: 50)', wholeNumber)
    .option('--offset <n>', 'skip so many', wholeNumber)
    .action((options: ListOptions) => listTasks(context, options));
  registerTaskRun(tasks, context);
  const named = (name: string, description: string): Command => tasks.command(name).description(description);
  const onTask = (name: string, description: string): Command =>
    named(name, description).argument('<id>', TASKS.help, taskId);
  const onTasks = <Options = object>(command: Command, act: Act<number, Options>): Command =>
    forEach(command, context, TASKS, act);

  onTask('show', 'show one task').action(async (id: number) => {
    const task = await call(context.client, 'GET /api/tasks/:id', { params: { id } });
    await context.show(task, (shown) => taskFacts(shown, context.io.stdout));
  });
  onTask('log', "a task's output")
    .option('-f, --follow', 'go on until it has ended; the exit code says how')
    .action((id: number, { follow }: { follow?: boolean }) =>
      follow === true ? waitForTask(context, id, undefined) : showLog(context, id),
    );
  onTasks<{ reason?: string }>(
    named('cancel', 'cancel tasks; running programs and all they started are ended').option(
      '--reason <text>',
      'kept with the task',
    ),
    (id, { reason }) => {
      const body = reason === undefined ? undefined : { reason };
      return show(context, call(context.client, 'POST /api/tasks/:id/cancel', { params: { id }, body }));
    },
  );
  onTasks(named('retry', 'run ended tasks again'), (id) =>
    show(context, call(context.client, 'POST /api/tasks/:id/retry', { params: { id } })),
  );
  onTasks(named('rm', 'remove ended tasks with their output'), async (id) => {
    await call(context.client, 'DELETE /api/tasks/:id', { params: { id } });
    await context.show(undefined, () => `Task ${id} is removed.\n`);
  });
  onTask('priority', 'change the priority of a task that waits')
    .argument('<n>', 'higher goes first, -1000 to 1000', wholeNumber)
    .action((id: number, priority: number) =>
      show(context, call(context.client, 'PATCH /api/tasks/:id', { params: { id }, body: { priority } })),
    );
}

async function listTasks(context: Context, { search, project, ...filters }: ListOptions): Promise<void> {
  const query = { ...filters, project_id: project, q: search };
  const page = await call(context.client, 'GET /api/tasks', { query });
  await context.show(page, async ({ items, total, offset }) => {
    if (items.length === 0)
      return total === 0 ? 'No tasks.\n' : `No tasks from ${offset} on; there are ${total}.\n`;
    const last = offset + items.length;
    const more = last < total ? `\n${offset + 1} to ${last} of ${total}; go on with --offset ${last}\n` : '';
    return (await table(items, TASK_COLUMNS, context.io.stdout)) + more;
  });
}

async function showLog(context: Context, id: number): Promise<void> {
  for (let offset = 0; ;) {
    const part = await call(context.client, 'GET /api/tasks/:id/log', { params: { id }, query: { offset } });
    if (context.json) await context.show(part, () => '');
    else context.writePart(part.text);
    if (part.text === '') return;
    offset = part.next_offset;
  }
}

async function show(context: Context, answer: Promise<Answer<'PATCH /api/tasks/:id'>>): Promise<void> {
  await context.show(await answer, (changed) => `${taskLine(changed)}\n`);
}
