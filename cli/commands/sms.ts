/** `architect sms`: the hourly text message; what was sent, what would be, one now. */
import { type Command, Option } from 'commander';
import { type Answer, call, type Row } from '../api';
import { wholeNumber } from '../arguments';
import type { Context } from '../context';
import { CliError } from '../errors';
import { type Colour, type Column, shortDate, table } from '../output';

interface SmsOptions {
  readonly once?: boolean;
  readonly dryRun?: boolean;
  readonly limit?: number;
}
type Sms = Row<'GET /api/sms'>;
type Sent = Answer<'POST /api/sms'>;

export function registerSms(program: Command, context: Context): void {
  program
    .command('sms')
    .description('the hourly text message: list those that were sent, or send one now')
    .option('--once', 'send one now, beside those of the hours')
    .addOption(new Option('--dry-run', 'send nothing, show what it would say'))
    .option('--limit <n>', 'how many to list, 500 at most (default: 20)', wholeNumber)
    .action((options: SmsOptions) => sms(context, options));
}

async function sms(context: Context, { once, dryRun = false, limit = 20 }: SmsOptions): Promise<void> {
  if (once !== true && !dryRun) {
    const answer = await call(context.client, 'GET /api/sms', { query: { limit } });
    await context.show(answer, ({ items }) =>
      items.length === 0 ? 'No text message yet.\n' : table(items, COLUMNS, context.io.stdout),
    );
    return;
  }
  const answer = await call(context.client, 'POST /api/sms', { body: { dry_run: dryRun } });
  await context.show(answer, said);
  const { sms: row } = answer;
  if (row && row.status !== 'sent') throw new CliError(`The message is ${row.status}: ${row.reason ?? ''}`);
}

function said({ dry_run: dryRun, text, missing, sms: row }: Sent): string {
  if (dryRun) return `${text}\n${missing === null ? '' : `\nNot sent: ${missing}.\n`}`;
  if (row === null) return 'It is being sent; `architect sms` shows what becomes of it.\n';
  return row.status === 'sent' ? `Sent to ${row.to.join(', ')}; Dialpad says ${row.message_status}.\n` : '';
}

const COLOURS: Readonly<Record<string, Colour>> = {
  sent: 'green',
  failed: 'red',
  unknown: 'yellow',
  due: 'cyan',
  sending: 'cyan',
};

const COLUMNS: readonly Column<Sms>[] = [
  { title: 'ID', text: ({ id }) => id, align: 'right' },
  { title: 'HOUR', text: ({ hour }) => (hour === null ? 'once' : shortDate(hour)) },
  { title: 'STATUS', text: ({ status }) => status, colour: ({ status }) => COLOURS[status] },
  { title: 'DIALPAD', text: ({ message_status: status }) => status },
  { title: 'TRIES', text: ({ tries }) => tries, align: 'right', narrow: 'drop' },
  { title: 'SENT', text: ({ tried_at: at }) => shortDate(at), narrow: 'drop' },
  { title: 'HEALTH', text: ({ text }) => healthWord(text), narrow: 'drop' },
  { title: 'WHY', text: ({ reason }) => reason, narrow: 'cut' },
];

/** Without its sign: a terminal gives that the room of two letters. */
const healthWord = (text: string): string | null => /^Health: \P{L}*(\p{L}+)/mu.exec(text)?.[1] ?? null;
