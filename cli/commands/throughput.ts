/** `architect throughput`: what was done in a time, how long it took and what it cost, as the page of that name shows it. */
import { type Command, Option } from 'commander';
import { type Range, RANGES } from '../../workflows/contracts/throughput-ranges';
import { type Answer, call } from '../api';
import type { Context } from '../context';
import { type Column, shortDate, table } from '../output';

type Figures = Answer<'GET /api/throughput'>;
type Piece = Figures['pieces'][number];
type Counted = Omit<Piece, 'from' | 'to' | 'known'>;

const NOT_KNOWN = '-';

export function registerThroughput(program: Command, context: Context): void {
  program
    .command('throughput')
    .description('what was done, how long it took and what it cost')
    .addOption(new Option('--range <time>', 'up to now (default: 24h)').choices(RANGES))
    .option('--time-zone <name>', 'in which days begin, like Europe/Berlin (default: that of this machine)')
    .action(async ({ range, timeZone }: { range?: Range; timeZone?: string }) => {
      const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
      const query = { range, time_zone: zone };
      const answer = await call(context.client, 'GET /api/throughput', { query });
      await context.show(answer, (figures) => words(figures, context));
    });
}

async function words(
  { from, to, whole, pieces, time_zone: zone }: Figures,
  { io }: Context,
): Promise<string> {
  const known = pieces.filter(({ known: isKnown }) => isKnown);
  const head = `${shortDate(from)} to ${shortDate(to)} (${zone})\n${summary(whole)}`;
  return known.length === 0 ? head : `${head}\n${await table(known, COLUMNS, io.stdout)}`;
}

function summary(whole: Counted): string {
  const { completed, failed, cancelled, indeterminate } = whole;
  const unknown = [
    ...(whole.unknown_tokens > 0 ? [`${whole.unknown_tokens} tell no tokens`] : []),
    ...(whole.unknown_cost > 0 ? [`of ${whole.unknown_cost} the cost is not known`] : []),
  ];
  return [
    `Prompts     ${completed} completed, ${failed} failed, ${cancelled} cancelled, ${indeterminate} indeterminate`,
    `Took        ${duration(whole.p50_seconds)} (half of them), ${duration(whole.p95_seconds)} (95 %)`,
    `Sessions    ${share(whole.utilisation)} of their time at work`,
    `Turns       ${whole.spends}, ${whole.tokens} tokens, ${money(whole.cost_usd)}${unknown.length > 0 ? ` (${unknown.join(', ')})` : ''}`,
    '',
  ].join('\n');
}

const COLUMNS: readonly Column<Piece>[] = [
  { title: 'FROM', text: ({ from }) => shortDate(from) },
  { title: 'COMPLETED', text: ({ completed }) => completed, align: 'right' },
  {
    title: 'FAILED',
    text: ({ failed }) => failed,
    align: 'right',
    colour: ({ failed }) => (failed > 0 ? 'red' : undefined),
  },
  { title: 'HALF TOOK', text: ({ p50_seconds: seconds }) => duration(seconds), align: 'right' },
  { title: 'AT WORK', text: ({ utilisation }) => share(utilisation), align: 'right' },
  { title: 'TOKENS', text: ({ tokens }) => tokens, align: 'right', narrow: 'drop' },
  { title: 'COST', text: ({ cost_usd: cost }) => money(cost), align: 'right', narrow: 'drop' },
];

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;

function duration(seconds: number | null): string {
  if (seconds === null) return NOT_KNOWN;
  if (seconds < MINUTE_SECONDS) return `${Math.round(seconds)} s`;
  return seconds < HOUR_SECONDS
    ? `${Math.round(seconds / MINUTE_SECONDS)} min`
    : `${(seconds / HOUR_SECONDS).toFixed(1)} h`;
}

const share = (of: number | null): string => (of === null ? NOT_KNOWN : `${Math.round(of * 100)} %`);
const money = (usd: number): string => `$${usd.toFixed(2)}`;
