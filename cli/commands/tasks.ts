/** Background tasks: list, run, show, log, cancel, retry, priority. */
import { type Command, Option } from 'commander';
import { type Answer, call } from '../api';
import { taskId, wholeNumber } from '../arguments';
import type { Context } from '../context';
import { UsageError } from '../errors';
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

export function registerTasks(program: Command, context: Context): void {
  const tasks = program.command('tasks').description('list background tasks; run and change them');
  // Options of `tasks` itself would be taken from its other commands, such as the --project of run.
  tasks
    .command('list', { isDefault: true })
    .description('list tasks, newest first')
    .argument('[nothing]')
    .option('--status <list>', 'only these, comma-separated: pending, running, completed, ...')
    .option('--type <list>', 'only these, comma-separated: shell, python, git, ...')
    .option('--project <id>', 'only those of this project', wholeNumber)
    .option('--search <text>', 'only those with this text')
    .addOption(new Option('--order <by>', 'the order').choices(['newest', 'oldest', 'priority']))
    .option('--limit <n>', 'how many, 500 at most (default: 50)', wholeNumber)
    .option('--offset <n>', 'skip so many', wholeNumber)
    .action(async (unknown: string | undefined, options: ListOptions) => {
      if (unknown === undefined) return listTasks(context, options);
      throw new UsageError(
        `tasks: unknown command '${unknown}'. Expected list, run, show, log, cancel, retry, rm or priority.`,
      );
    });
  registerTaskRun(tasks, context);
  const onTask = (name: string, description: string): Command =>
    tasks.command(name).description(description).argument('<id>', 'number of the task', taskId);

  onTask('show', 'show one task').action(async (id: number) => {
    const task = await call(context.client, 'GET /api/tasks/:id', { params: { id } });
    await context.show(task, (shown) => taskFacts(shown, context.io.stdout));
  });
  onTask('log', "a task's output")
    .option('-f, --follow', 'go on until it has ended; the exit code says how')
    .action((id: number, { follow }: { follow?: boolean }) =>
      follow === true ? waitForTask(context, id, undefined) : showLog(context, id),
    );
  onTask('cancel', 'cancel a task; a running program and all it started are ended')
    .option('--reason <text>', 'kept with the task')
    .action((id: number, { reason }: { reason?: string }) => {
      const body = reason === undefined ? undefined : { reason };
      return show(context, call(context.client, 'POST /api/tasks/:id/cancel', { params: { id }, body }));
    });
  onTask('retry', 'run an ended task again').action((id: number) =>
    show(context, call(context.client, 'POST /api/tasks/:id/retry', { params: { id } })),
  );
  onTask('rm', 'remove an ended task with its output').action(async (id: number) => {
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
