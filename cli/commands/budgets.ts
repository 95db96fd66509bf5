import { type Command, Option } from 'commander';
import { BUDGET_PERIODS, BUDGET_SCOPES } from '../../workflows/contracts/budgets';
import { type Body, call, type Row } from '../api';
import { number, recordId, wholeNumber } from '../arguments';
import { forEach } from '../bulk';
import type { Context } from '../context';
import { UsageError } from '../errors';
import { type Column, table } from '../output';

type Budget = Row<'GET /api/budgets'>;

interface Limits {
  readonly usd?: number;
  readonly tokens?: number;
}
interface AddOptions extends Limits {
  readonly scope?: Budget['scope'];
  readonly subject?: string;
  readonly period?: Budget['period'];
}

const COLOURS = { ok: 'green', warning: 'yellow', reserved: 'yellow', used_up: 'red' } as const;
const PERCENT = 100;
const COLUMNS: readonly Column<Budget>[] = [
  { title: 'ID', text: ({ id }) => id, align: 'right' },
  { title: 'NAME', text: ({ name }) => name, narrow: 'cut' },
  { title: 'OF', text: ({ scope, subject }) => (subject === null ? scope : `${scope} ${subject}`) },
  { title: 'PERIOD', text: ({ period }) => period },
  { title: 'USED', text: (row) => used(row) },
  { title: 'RESERVED', text: (row) => reserved(row), narrow: 'drop' },
  { title: '%', text: ({ fraction }) => Math.floor(fraction * PERCENT), align: 'right' },
  { title: 'STATE', text: ({ state }) => state, colour: ({ state }) => COLOURS[state] },
];

export function registerBudgets(program: Command, context: Context): void {
  const budgets = program.command('budgets').description('limits of what agents and models may spend');
  budgets
    .command('list', { isDefault: true })
    .description('the budgets, with what is used and reserved')
    .action(() => list(context));
  withLimits(
    budgets
      .command('add')
      .description('set a budget; when it is used up, new work waits')
      .argument('<name>', 'what it is called')
      .addOption(new Option('--scope <what>', 'what it is of (default: all)').choices(BUDGET_SCOPES))
      .option('--subject <id>', "the account's digest, or the number of the project or plan")
      .addOption(new Option('--period <time>', 'when it begins anew (default: day)').choices(BUDGET_PERIODS)),
  ).action((name: string, options: AddOptions) => add(context, name, options));
  withLimits(
    budgets
      .command('set')
      .description('raise or lower a budget')
      .argument('<id>', 'its number', recordId)
      .option('--name <name>', 'call it so'),
  ).action((id: number, options: Limits & { name?: string }) => change(context, id, options));
  forEach(
    budgets.command('rm').description('remove budgets; what waited for them goes on'),
    context,
    { name: 'id', help: 'its number', parse: recordId },
    async (id) => {
      await call(context.client, 'DELETE /api/budgets/:id', { params: { id } });
      await context.show(undefined, () => `The budget ${id} is removed.\n`);
    },
  );
}

const withLimits = (command: Command): Command =>
  command
    .option('--usd <dollars>', 'so much money', number)
    .option('--tokens <n>', 'so many tokens, in and out', wholeNumber);

async function list(context: Context): Promise<void> {
  const answer = await call(context.client, 'GET /api/budgets');
  await context.show(answer, async ({ items }) => {
    if (items.length === 0) return 'No budgets: nothing limits what is spent.\n';
    const messages = items.flatMap(({ message }) => (message === null ? [] : [`${message}\n`]));
    const unknown = items.some(({ unknown_cost: cost, unknown_tokens: tokens }) => cost > 0 || tokens > 0);
    const note = unknown
      ? '* with what was reserved for turns and requests whose cost or tokens are not known\n'
      : '';
    return `${await table(items, COLUMNS, context.io.stdout)}${[note, ...messages].join('')}`;
  });
}

async function add(context: Context, name: string, { usd, tokens, ...options }: AddOptions): Promise<void> {
  if (usd === undefined && tokens === undefined) throw new UsageError('Say how much: --usd or --tokens.');
  const body: Body<'POST /api/budgets'> = {
    ...{ name, ...options },
    ...(usd !== undefined && { limit_usd: usd }),
    ...(tokens !== undefined && { limit_tokens: tokens }),
  };
  const budget = await call(context.client, 'POST /api/budgets', { body });
  await context.show(
    budget,
    ({ id, message }) => `The budget ${id} is set.\n${message ? `${message}\n` : ''}`,
  );
}

async function change(
  context: Context,
  id: number,
  { usd, tokens, name }: Limits & { name?: string },
): Promise<void> {
  const body = {
    ...(name !== undefined && { name }),
    ...(usd !== undefined && { limit_usd: usd }),
    ...(tokens !== undefined && { limit_tokens: tokens }),
  };
  if (Object.keys(body).length === 0) throw new UsageError('Say what to change: --usd, --tokens or --name.');
  const budget = await call(context.client, 'PATCH /api/budgets/:id', { params: { id }, body });
  await context.show(
    budget,
    ({ message }) => `The budget ${id} is changed.\n${message ? `${message}\n` : ''}`,
  );
}

const money = (usd: number): string => `$${usd.toFixed(2)}`;

function used(budget: Budget): string {
  const parts = [
    ...(budget.limit_usd === null
      ? []
      : [`${money(budget.used_usd)}${budget.unknown_cost > 0 ? '*' : ''} of ${money(budget.limit_usd)}`]),
    ...(budget.limit_tokens === null
      ? []
      : [`${budget.used_tokens}${budget.unknown_tokens > 0 ? '*' : ''} of ${budget.limit_tokens} tokens`]),
  ];
  return parts.join(', ');
}

function reserved(budget: Budget): string {
  return [
    ...(budget.limit_usd === null ? [] : [money(budget.reserved_usd)]),
    ...(budget.limit_tokens === null ? [] : [`${budget.reserved_tokens} tokens`]),
  ].join(', ');
}
