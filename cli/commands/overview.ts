/** `architect stats`, `architect search` and `architect errors`. */
import { type Command, Option } from 'commander';
import { SEARCH_TYPES } from '../../workflows/contracts/work-item-words';
import { call } from '../api';
import { recordId, someOf, wholeNumber } from '../arguments';
import { forEach } from '../bulk';
import type { Context } from '../context';
import { type Column, shortDate, table } from '../output';
import type { ReportedError, SearchHit, Stats } from '../../api/document/api-types';

const HIT_COLUMNS: readonly Column<SearchHit>[] = [
  { title: 'TYPE', text: ({ type }) => type },
  { title: 'ID', text: ({ id }) => id, align: 'right' },
  { title: 'STATUS', text: ({ status }) => status, narrow: 'drop' },
  { title: 'TITLE', text: ({ title }) => title, narrow: 'cut' },
  { title: 'TEXT', text: ({ excerpt }) => excerpt, narrow: 'cut' },
];

const ERROR_COLUMNS: readonly Column<ReportedError>[] = [
  { title: 'ID', text: ({ id }) => id, align: 'right' },
  { title: 'STATUS', text: ({ status }) => status },
  { title: 'LEVEL', text: ({ level }) => level },
  { title: 'COUNT', text: ({ count }) => count, align: 'right' },
  { title: 'LAST', text: ({ last_seen: at }) => shortDate(at) },
  { title: 'SOURCE', text: ({ source }) => source, narrow: 'drop' },
  { title: 'MESSAGE', text: ({ message }) => message, narrow: 'cut' },
];

export function registerOverview(program: Command, context: Context): void {
  program
    .command('stats')
    .description('figures of projects, features, bugs, tasks, sessions and prompts')
    .action(async () => context.show(await call(context.client, 'GET /api/stats'), figures));

  program
    .command('search')
    .description('find projects, features, bugs, milestones, prompts and errors by their words')
    .argument('<text>', 'all of its words must occur')
    .addOption(new Option('--type <kind>', 'only this kind').choices(SEARCH_TYPES))
    .option('--limit <n>', 'how many, 500 at most (default: 50)', wholeNumber)
    .action(async (text: string, { type, limit }: { type?: string; limit?: number }) => {
      const found = await call(context.client, 'GET /api/search', { query: { q: text, type, limit } });
      await context.show(found, ({ items }) =>
        items.length === 0 ? 'Nothing found.\n' : table(items, HIT_COLUMNS, context.io.stdout),
      );
    });

  registerErrors(program, context);
}

function registerErrors(program: Command, context: Context): void {
  const errors = program.command('errors').description('list reported errors; say that one is mended');
  errors
    .command('list', { isDefault: true })
    .description('list reported errors, those seen last first')
    .option('--status <list>', 'only these, comma-separated: open, resolved', someOf(['open', 'resolved']))
    .option('--search <text>', 'only those with this text')
    .option('--limit <n>', 'how many, 500 at most (default: 50)', wholeNumber)
    .action(async ({ status, search, limit }: { status?: string; search?: string; limit?: number }) => {
      const page = await call(context.client, 'GET /api/errors', { query: { status, q: search, limit } });
      await context.show(page, ({ items }) =>
        items.length === 0 ? 'No errors.\n' : table(items, ERROR_COLUMNS, context.io.stdout),
      );
    });
  for (const [action, description] of [
    ['resolve', 'say that errors are mended'],
    ['reopen', 'say that errors are not mended'],
  ] as const) {
    const things = { name: 'id', help: 'number of the error', parse: recordId };
    forEach(errors.command(action).description(description), context, things, async (id) => {
      const error = await call(context.client, `POST /api/errors/:id/${action}`, { params: { id } });
      await context.show(error, (shown) => `Error ${shown.id} is ${shown.status}.\n`);
    });
  }
}

function figures(stats: Stats): string {
  const { prompts, ...rest } = stats;
  const lines: (readonly [string, unknown])[] = [
    ...Object.entries(rest),
    ...Object.entries(prompts).map(([name, count]) => [`prompts_${name}`, count] as const),
  ];
  return lines.map(([name, value]) => `${words(name).padEnd(26)}${counted(value)}\n`).join('');
}

function words(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
}

function counted(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const counts = Object.entries(value as Record<string, number>).map(([name, count]) => `${count} ${name}`);
  return counts.join(', ') || '-';
}
