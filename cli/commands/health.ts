/** `architect health`: how things stand now, what was found over time, and outages. */
import type { Command } from 'commander';
import { HEALTH_COMPONENTS, HEALTH_STATUSES } from '../../workflows/contracts/health';
import { type Answer, call, type Row } from '../api';
import { someOf, wholeNumber } from '../arguments';
import type { Context } from '../context';
import { EXIT } from '../errors';
import { type Colour, type Column, oneLine, painter, shortDate, table } from '../output';

type Health = Answer<'GET /health'>;
type Outage = Row<'GET /api/health/outages'>;
type Check = Row<'GET /api/health/history'>;

const COLOURS: Readonly<Record<string, Colour>> = { healthy: 'green', degraded: 'yellow', unhealthy: 'red' };
const statusColour = (status: string | null): Colour | undefined => COLOURS[status ?? ''];

const OUTAGE_COLUMNS: readonly Column<Outage>[] = [
  { title: 'ID', text: ({ id }) => id, align: 'right' },
  { title: 'CAUSE', text: ({ cause, component }) => cause ?? component },
  { title: 'BEGAN', text: ({ started_at: at }) => shortDate(at) },
  { title: 'ENDED', text: ({ ended_at: at }) => (at === null ? 'goes on' : shortDate(at)) },
  { title: 'LASTED', text: ({ duration_seconds: seconds }) => lasted(seconds), align: 'right' },
  { title: 'REASON', text: ({ reason }) => reason, narrow: 'cut' },
];

const CHECK_COLUMNS: readonly Column<Check>[] = [
  { title: 'AT', text: ({ checked_at: at }) => shortDate(at) },
  { title: 'COMPONENT', text: ({ component }) => component },
  { title: 'STATUS', text: ({ status }) => status, colour: ({ status }) => statusColour(status) },
  { title: 'DETAILS', text: ({ details }) => details, narrow: 'cut' },
];

interface Page {
  readonly limit?: number;
  readonly offset?: number;
  readonly from?: string;
  readonly to?: string;
  readonly component?: string;
}

export function registerHealth(program: Command, context: Context): void {
  const health = program
    .command('health')
    .description('whether all is well, and what is wrong; exit code 1 unless it is healthy')
    .action(async () => {
      await showHealth(context);
    });
  paged(health.command('history').description('what the checks saw, newest first'))
    .option('--status <list>', 'only these, comma-separated', someOf(HEALTH_STATUSES))
    .action(async (query: Page & { status?: string }) => {
      const page = await call(context.client, 'GET /api/health/history', { query });
      await context.show(page, ({ items }) => table(items, CHECK_COLUMNS, context.io.stdout));
    });
  paged(health.command('outages').description('outages with cause and duration, newest first'))
    .option('--open', 'only those that go on')
    .action(async ({ open, ...query }: Page & { open?: boolean }) => {
      const state = open === true ? ('open' as const) : undefined;
      const page = await call(context.client, 'GET /api/health/outages', { query: { ...query, state } });
      await context.show(page, ({ items }) => table(items, OUTAGE_COLUMNS, context.io.stdout));
    });
}

const paged = (command: Command): Command =>
  command
    .option('--component <list>', 'only these, comma-separated', someOf(HEALTH_COMPONENTS))
    .option('--from <time>', 'since then, like 2026-02-07T10:00:00Z')
    .option('--to <time>', 'until then')
    .option('--limit <n>', 'how many, 500 at most (default: 50)', wholeNumber)
    .option('--offset <n>', 'skip so many', wholeNumber);

async function showHealth(context: Context): Promise<void> {
  const health = await call(context.client, 'GET /health');
  await context.show(health, () => healthText(health, context));
  if (health.status !== 'healthy') context.exitCode = EXIT.error;
}

function healthText({ status, trouble, notices, checked_at: at }: Health, { io }: Context): string {
  const paint = painter(io.stdout);
  const checked = at === null ? 'nothing was checked yet' : `last check ${shortDate(at)}`;
  const lines = [
    `${paint(statusColour(status), status)}; ${checked}`,
    ...trouble.map((sentence) => `- ${sentence}`),
    ...notices.map((sentence) => `  put right: ${sentence}`),
  ];
  return `${lines.map(oneLine).join('\n')}\n`;
}

const [SECONDS_A_MINUTE, MINUTES_AN_HOUR] = [60, 60];

/** `42 s`, `3 min`, `2 h 5 min`. */
function lasted(seconds: number | null): string {
  if (seconds === null) return '';
  if (seconds < SECONDS_A_MINUTE) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / SECONDS_A_MINUTE);
  const hours = Math.floor(minutes / MINUTES_AN_HOUR);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % MINUTES_AN_HOUR} min`;
}
