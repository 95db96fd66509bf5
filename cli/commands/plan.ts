/** Phase plans: made from a file, watched, decided. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import type { ResponseOf } from '../../api/document/client-types';
import { hasEnded, PLAN_STATUSES } from '../../workflows/contracts/plans';
import { call } from '../api';
import { recordId, someOf, wholeNumber } from '../arguments';
import type { Context } from '../context';
import { EXIT } from '../errors';
import { table } from '../output';
import { sendPlanFile } from '../plan-file';
import { estimateText, PLAN_COLUMNS, planLine, planText } from '../plan-format';
import { registerPlanDecisions } from './plan-decisions';
import { registerPlanDrafts } from './plan-drafts';
import { registerPlanTasks } from './plan-tasks';

interface ListOptions {
  readonly status?: string;
  readonly project?: number;
  readonly search?: string;
  readonly limit?: number;
  readonly offset?: number;
}

const WATCH_EVERY_MS = 1_000;
const EXAMPLES = `
Examples:
  architect plan create docs/examples/plan-shell.yaml --watch
  architect plan validate plan.yaml
  architect plan draft "Add a dark mode" --project 3
  architect plan approve 7 --task deploy --reason "looked at it"
  architect plan export 7 > plan.yaml`;

export function registerPlan(program: Command, context: Context): void {
  const plan = program
    .command('plan')
    .description('phase plans: make, watch, decide')
    .addHelpText('after', EXAMPLES);
  registerMaking(plan, context);
  registerReading(plan, context);
  registerPlanDecisions(plan, context);
  registerPlanTasks(plan, context);
  registerPlanDrafts(plan, context);
}

function registerMaking(plan: Command, context: Context): void {
  const ofFile = (name: string, description: string): Command =>
    plan.command(name).description(description).argument('<file>', 'YAML or JSON; - reads what is piped in');
  ofFile('create', 'make a plan of a file; it runs at once')
    .option('--idempotency-key <key>', 'a repeat with the same key makes nothing new')
    .option('--watch', 'show what happens until it has ended')
    .action(async (file: string, { watch, idempotencyKey }: { watch?: boolean; idempotencyKey?: string }) => {
      const headers = { 'Idempotency-Key': idempotencyKey };
      const made = (await sendPlanFile(
        context,
        'POST',
        '/api/plans',
        file,
        headers,
      )) as ResponseOf<'POST /api/plans'>;
      for (const warning of made.warnings) context.notice(warning);
      if (watch !== true)
        return context.show(
          made,
          ({ id, status }) => `Plan ${id} is ${status}: architect plan watch ${id}\n`,
        );
      context.notice(`plan ${made.id} is ${made.status}`);
      return watchPlan(context, made.id);
    });
  ofFile('validate', 'check a file without making a plan of it').action(async (file: string) => {
    const found = (await sendPlanFile(
      context,
      'POST',
      '/api/plans/validate',
      file,
    )) as ResponseOf<'POST /api/plans/validate'>;
    await context.show(found, ({ phases, tasks, warnings, estimate }) =>
      [`A plan of ${phases} phases and ${tasks} tasks.`, ...warnings, estimateText(estimate)].join('\n'),
    );
  });
}

function registerReading(plan: Command, context: Context): void {
  plan
    .command('list', { isDefault: true })
    .description('list plans, newest first')
    .option(
      '--status <list>',
      `only these, comma-separated: ${PLAN_STATUSES.join(', ')}`,
      someOf(PLAN_STATUSES),
    )
    .option('--project <id>', 'only those of this project', wholeNumber)
    .option('--search <text>', 'only those with this in their name')
    .option('--limit <n>', 'how many, 500 at most (default: 50)', wholeNumber)
    .option('--offset <n>', 'skip so many', wholeNumber)
    .action(async ({ search, project, ...page }: ListOptions) => {
      const query = { ...page, project_id: project, q: search };
      const answer = await call(context.client, 'GET /api/plans', { query });
      await context.show(answer, ({ items }) =>
        items.length === 0 ? 'No plans.\n' : table(items, PLAN_COLUMNS, context.io.stdout),
      );
    });
  const ofPlan = (name: string, description: string): Command =>
    plan.command(name).description(description).argument('<id>', 'number of the plan', recordId);
  ofPlan('show', 'a plan with its tasks, attempts and gates').action(async (id: number) => {
    const shown = await call(context.client, 'GET /api/plans/:id', { params: { id } });
    await context.show(shown, (answer) => planText(answer, context.io.stdout));
  });
  ofPlan('export', 'the plan as it can be made again, as YAML; with --json as JSON').action(
    async (id: number) => {
      const query = { format: context.json ? 'json' : undefined } as const;
      const text = await call(context.client, 'GET /api/plans/:id/export', { params: { id }, query });
      if (typeof text === 'string') context.writeForeign(text);
      else await context.show(text, () => '');
    },
  );
  ofPlan('watch', 'show what happens until the plan has ended; the exit code says how').action((id: number) =>
    watchPlan(context, id),
  );
}

/** Prints each task that changes, until the plan has ended. */
async function watchPlan(context: Context, id: number): Promise<void> {
  const known = new Map<string, string>();
  for (;;) {
    const plan = await call(context.client, 'GET /api/plans/:id', { params: { id } });
    const isOver = hasEnded(plan.status);
    if (!context.json)
      for (const { key, status, reason } of plan.phases.flatMap(({ tasks }) => tasks)) {
        const line = `${key}: ${status}${reason === null ? '' : ` (${reason})`}`;
        if (known.get(key) !== line && (known.has(key) || status !== 'pending')) context.writeForeign(line);
        known.set(key, line);
      }
    if (isOver) {
      await context.show(plan, (ended) => `${planLine(ended)}\n`);
      const code = { completed: EXIT.ok, failed: EXIT.failed, cancelled: EXIT.cancelled };
      context.exitCode = code[plan.status as keyof typeof code];
      return;
    }
    await delay(WATCH_EVERY_MS);
  }
}
