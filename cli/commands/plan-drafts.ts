/** `architect plan draft`: a model writes a plan from a goal; a person reads it, and starts it or not. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { type Answer, call, type Row } from '../api';
import { recordId, wholeNumber } from '../arguments';
import type { Context } from '../context';
import { CliError, EXIT } from '../errors';
import { readAll } from '../io';
import { type Column, table } from '../output';
import { commandsText, estimateText, planText } from '../plan-format';

type Draft = Answer<'GET /api/plans/drafts/:id'>;

interface Wanted {
  readonly project?: number;
  readonly dir?: string;
  readonly idempotencyKey?: string;
}

const POLL_MS = 2_000;
const COLUMNS: readonly Column<Row<'GET /api/plans/drafts'>>[] = [
  { title: 'DRAFT', text: ({ id }) => id, align: 'right' },
  { title: 'STATE', text: ({ state }) => state },
  { title: 'PLAN', text: ({ plan_id: plan }) => plan ?? '', align: 'right' },
  { title: 'GOAL', text: ({ goal }) => goal.split('\n')[0] ?? '', narrow: 'cut' },
];

export function registerPlanDrafts(plan: Command, context: Context): void {
  const numbered = (name: string, description: string): Command =>
    plan.command(name).description(description).argument('<id>', 'number of the draft', recordId);

  plan
    .command('draft')
    .description('have a model draft a plan from a goal; nothing of it runs before you start it')
    .argument('<goal>', 'what is to be reached; - reads what is piped in')
    .option('--project <id>', 'the project that it is for', wholeNumber)
    .option('--dir <path>', 'where its tasks work')
    .option('--idempotency-key <key>', 'a repeat with the same key asks no model again')
    .action(async (goal: string, { project, dir, idempotencyKey }: Wanted) => {
      const body = {
        goal: goal === '-' ? await readAll(context.io.stdin) : goal,
        ...{ project_id: project, working_dir: dir },
      };
      const headers = { 'Idempotency-Key': idempotencyKey };
      await follow(context, await call(context.client, 'POST /api/plans/draft', { body, headers }));
    });
  plan
    .command('drafts')
    .description('what models were asked to draft, newest first')
    .action(async () => {
      const page = await call(context.client, 'GET /api/plans/drafts');
      await context.show(page, ({ items }) =>
        items.length === 0 ? 'No drafts.\n' : table(items, COLUMNS, context.io.stdout),
      );
    });
  numbered('redraft', 'ask a model again where drafting failed; that costs again').action(
    async (id: number) =>
      follow(context, await call(context.client, 'POST /api/plans/drafts/:id/retry', { params: { id } })),
  );

  plan
    .command('estimate')
    .description('what is left of a plan is likely to cost')
    .argument('<id>', 'number of the plan', recordId)
    .action(async (id: number) =>
      context.show(
        await call(context.client, 'GET /api/plans/:id/estimate', { params: { id } }),
        estimateText,
      ),
    );
  plan
    .command('remove')
    .description('remove a draft, or a plan that has ended; its prompts stay')
    .argument('<id>', 'number of the plan', recordId)
    .action(async (id: number) => {
      await call(context.client, 'DELETE /api/plans/:id', { params: { id } });
      context.notice(`Plan ${id} is removed.`);
    });
}

/** Waits for it: whoever gives up here finds it with `plan drafts`. */
async function follow(context: Context, first: Draft): Promise<void> {
  const { client } = context;
  let draft = first;
  let told: string | null = null;
  while (draft.state === 'drafting') {
    if (told === null || (draft.reason !== null && draft.reason !== told))
      context.notice(draft.reason ?? `A model drafts the plan (draft ${draft.id}).`);
    told = draft.reason ?? '';
    await delay(POLL_MS);
    draft = await call(client, 'GET /api/plans/drafts/:id', { params: { id: draft.id } });
  }
  if (draft.state === 'failed' || draft.plan_id === null)
    throw new CliError(
      `Draft ${draft.id} came to nothing: ${draft.reason ?? 'its plan was removed'} To ask again: architect plan redraft ${draft.id}`,
      EXIT.failed,
    );
  const id = draft.plan_id;
  const plan = await call(client, 'GET /api/plans/:id', { params: { id } });
  const estimate = await call(client, 'GET /api/plans/:id/estimate', { params: { id } });
  await context.show({ ...draft, plan, estimate }, () =>
    [
      planText(plan, context.io.stdout),
      commandsText(plan),
      estimateText(estimate),
      `Start it: architect plan approve ${id}\nChange it: architect plan export ${id} > plan.yaml; architect plan replace ${id} plan.yaml\nDiscard it: architect plan remove ${id}\n`,
    ]
      .filter(Boolean)
      .join('\n'),
  );
}
