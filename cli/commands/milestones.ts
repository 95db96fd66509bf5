import { setTimeout as pause } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { MILESTONE_TASK_STATUSES } from '../../workflows/contracts/milestones';
import { call } from '../api';
import { positiveNumber, someOf, wholeNumber } from '../arguments';
import { forEach } from '../bulk';
import type { Context } from '../context';
import { EXIT } from '../errors';
import { MILESTONE_COLUMNS, milestoneText, scanText } from '../milestone-format';
import { table } from '../output';

interface ScanOptions {
  readonly project?: number;
  readonly hoursPerDay?: number;
}

const ASK_AGAIN_MS = 1_000;

export function registerMilestones(program: Command, context: Context): void {
  const milestones = program
    .command('milestones')
    .description('what is left to do in the projects; scan them, show it, make features of it')
    .action(async () => {
      await list(context);
    });

  milestones
    .command('scan')
    .description('scan one project, or every active one')
    .option('--project <id>', 'number of the project (default: all)', wholeNumber)
    .option('--hours-per-day <n>', 'working hours of a day, for the timeline', positiveNumber)
    .action((options: ScanOptions) => scan(context, options));

  milestones
    .command('show')
    .description('phases and open tasks of a milestone')
    .argument('<id>', 'number of the milestone', milestoneId)
    .option(
      '--status <list>',
      'only these tasks, comma-separated: open, done (default: open)',
      someOf(MILESTONE_TASK_STATUSES),
    )
    .option('--limit <n>', 'how many tasks, 500 at most (default: 50)', wholeNumber)
    .option('--offset <n>', 'skip so many', wholeNumber)
    .action(async (id: number, page: { status?: string; limit?: number; offset?: number }) => {
      const query = { status: 'open', ...page };
      const detail = await call(context.client, 'GET /api/milestones/:id', { params: { id }, query });
      await context.show(detail, (shown) => milestoneText(shown, context.io.stdout));
    });

  milestones
    .command('report')
    .description('the whole report of the last scan, as Markdown; with --json as JSON')
    .argument('<id>', 'number of the milestone', milestoneId)
    .action(async (id: number) => {
      const query = { format: context.json ? 'json' : undefined } as const;
      const report = await call(context.client, 'GET /api/milestones/:id/report', { params: { id }, query });
      if (typeof report === 'string') context.writeForeign(report);
      else await context.show(report, () => '');
    });

  forEach(
    milestones
      .command('rm')
      .description('remove milestones with their tasks and reports; features made of them stay'),
    context,
    { name: 'id', help: 'number of the milestone', parse: milestoneId },
    async (id) => {
      await call(context.client, 'DELETE /api/milestones/:id', { params: { id } });
      await context.show(undefined, () => `Milestone ${id} is removed.\n`);
    },
  );

  milestones
    .command('features')
    .description('make features of open tasks, each once')
    .argument('<id>', 'number of the milestone', milestoneId)
    .argument('[tasks...]', 'ids of tasks (default: all that are open)')
    .action(async (id: number, tasks: string[]) => {
      const body = tasks.length > 0 ? { task_ids: tasks } : {};
      const made = await call(context.client, 'POST /api/milestones/:id/features', { params: { id }, body });
      await context.show(
        made,
        ({ created, existing }) => `Made ${created.length} features; ${existing.length} tasks had theirs.\n`,
      );
    });
}

async function list(context: Context): Promise<void> {
  const page = await call(context.client, 'GET /api/milestones');
  await context.show(page, ({ items }) =>
    items.length === 0
      ? 'No milestones. `architect milestones scan` makes those of the active projects.\n'
      : table(items, MILESTONE_COLUMNS, context.io.stdout),
  );
}

/** Waits for the end: whoever scans wants to see what was found. */
async function scan(context: Context, { project, hoursPerDay }: ScanOptions): Promise<void> {
  const body = { project_id: project, hours_per_day: hoursPerDay };
  let answer = await call(context.client, 'POST /api/milestones/scan', { body });
  while (answer.state === 'running') {
    await pause(ASK_AGAIN_MS);
    answer = await call(context.client, 'GET /api/milestones/scan', { query: { project_id: project } });
  }
  await context.show(answer, scanText);
  if (answer.state !== 'completed' || answer.projects.some(({ error }) => error !== null)) {
    context.exitCode = EXIT.error;
  }
}

function milestoneId(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Expected the number of a milestone.');
  return Number(text);
}
