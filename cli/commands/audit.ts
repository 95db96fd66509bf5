import { type Command, Option } from 'commander';
import { call, type Query, type Row } from '../api';
import { wholeNumber } from '../arguments';
import type { Context } from '../context';
import { moment } from '../moments';
import { type Column, fullDate, table } from '../output';

type Request = Row<'GET /api/audit/requests'>;
type Change = Row<'GET /api/audit'>;

const REQUESTS: readonly Column<Request>[] = [
  { title: 'WHEN', text: ({ at }) => fullDate(at) },
  { title: 'WHO', text: ({ actor }) => actor ?? 'nobody', narrow: 'cut' },
  { title: 'WHAT', text: ({ method, path }) => `${method} ${path}`, narrow: 'cut' },
  {
    title: 'ANSWER',
    text: ({ status }) => status,
    colour: ({ status }) => (status < 400 ? undefined : 'red'),
  },
  { title: 'FROM', text: ({ address }) => address, narrow: 'drop' },
];
const CHANGES: readonly Column<Change>[] = [
  { title: 'WHEN', text: ({ at }) => fullDate(at) },
  { title: 'WHO', text: ({ actor }) => actor, narrow: 'cut' },
  { title: 'WHAT', text: ({ action, entity, entity_id: id }) => `${action} ${entity} ${id}` },
  { title: 'CHANGES', text: ({ changes }) => JSON.stringify(changes), narrow: 'cut' },
];

interface Options {
  readonly actor?: string;
  readonly limit?: number;
  readonly changes?: boolean;
  readonly since?: string;
  readonly until?: string;
  readonly refused?: boolean;
}

export function registerAudit(program: Command, context: Context): void {
  program
    .command('audit')
    .description('who asked for what, newest first: changes, reads of secrets, logins, and what was refused')
    .option('--actor <name>', 'only this user, token:NAME or api-token')
    .option('--changes', 'what was changed in plans, work items and the like, field by field')
    .addOption(
      new Option('--since <time>', 'only from then on, like 2026-03-29T09:00')
        .argParser(moment)
        .conflicts('changes'),
    )
    .addOption(new Option('--until <time>', 'only before that').argParser(moment).conflicts('changes'))
    .addOption(new Option('--refused', 'only what was refused or failed').conflicts('changes'))
    .option('--limit <n>', 'so many', wholeNumber)
    .action(({ changes, refused, since, until, ...query }: Options) =>
      changes
        ? showChanges(context, query)
        : showRequests(context, {
            ...query,
            ...(since !== undefined && { since }),
            ...(until !== undefined && { until }),
            ...(refused && { refused: 'true' }),
          }),
    );
}

async function showRequests(context: Context, query: Query<'GET /api/audit/requests'>): Promise<void> {
  const answer = await call(context.client, 'GET /api/audit/requests', { query });
  await context.show(answer, ({ items }) => table(items, REQUESTS, context.io.stdout));
}

async function showChanges(context: Context, query: Query<'GET /api/audit'>): Promise<void> {
  const answer = await call(context.client, 'GET /api/audit', { query });
  await context.show(answer, ({ items }) => table(items, CHANGES, context.io.stdout));
}
