/** `architect alerts`: what people are told of, by which channels, and what became of it. */
import { Argument, type Command, InvalidArgumentError } from 'commander';
import {
  ALERT_KINDS,
  ALERT_STATES,
  type AlertKind,
  SET_CHANNELS,
  type SetChannel,
  SHOWN_ALERT_KINDS,
} from '../../workflows/contracts/alerts';
import { type Answer, call, type Row } from '../api';
import { recordId, someOf, wholeNumber } from '../arguments';
import type { Context } from '../context';
import { CliError } from '../errors';
import { type Colour, type Column, fullDate, oneLine, shortDate, table } from '../output';

type Alert = Row<'GET /api/alerts'>;
type Settings = Answer<'GET /api/alerts/channels'>;
type Channel = Settings['channels'][number];

interface ListOptions {
  readonly state?: string;
  readonly kind?: string;
  readonly since?: string;
  readonly limit?: number;
  readonly offset?: number;
}

const KINDS = [...ALERT_KINDS, 'all'] as const;
type MutedKind = AlertKind | 'all';

export function registerAlerts(program: Command, context: Context): void {
  const { io } = context;
  const alerts = program
    .command('alerts')
    .description('what people are told of, by which channels, and what became of each message')
    .option('--state <list>', 'only these, comma-separated', someOf(ALERT_STATES))
    .option('--kind <list>', 'only these, comma-separated', someOf(SHOWN_ALERT_KINDS))
    .option('--since <time>', 'those that began then or later, like 2026-02-07T10:00:00Z')
    .option('--limit <n>', 'how many, 500 at most (default: 50)', wholeNumber)
    .option('--offset <n>', 'skip so many', wholeNumber)
    .action(async (query: ListOptions) => {
      const page = await call(context.client, 'GET /api/alerts', { query });
      await context.show(page, ({ items }) =>
        items.length === 0 ? 'No alert.\n' : table(items, COLUMNS, io.stdout),
      );
    });
  alerts
    .command('show')
    .description('one alert with its messages')
    .argument('<id>', 'number of the alert', recordId)
    .action(async (id: number) => {
      await context.show(await call(context.client, 'GET /api/alerts/:id', { params: { id } }), whole);
    });
  alerts
    .command('channels')
    .description('what is set up, what goes where, what is muted, and how the last message went')
    .action(async () => {
      const settings = await call(context.client, 'GET /api/alerts/channels');
      await context.show(settings, async (all) => {
        return (await table(all.channels, CHANNELS, io.stdout)) + mutesText(all);
      });
    });
  alerts
    .command('test')
    .description('send a message by a channel, and say what became of it')
    .addArgument(new Argument('<channel>', 'which').choices(SET_CHANNELS))
    .action((channel: SetChannel) => test(context, channel));
  alerts
    .command('acknowledge')
    .description('somebody knows: it is not told again')
    .argument('<id>', 'number of the alert', recordId)
    .action(async (id: number) => {
      const alert = await call(context.client, 'POST /api/alerts/:id/acknowledge', { params: { id } });
      await context.show(alert, () => `Alert ${id} is acknowledged.\n`);
    });
  alerts
    .command('mute')
    .description('tell nobody of a kind, or of any, for a while')
    .addArgument(new Argument('<kind>', 'which; all = every kind').choices(KINDS))
    .option('--for <length>', 'such as 30m, 2h, 1d (default: 1h)', minutes)
    .action(async (kind: MutedKind, { for: length }: { for?: number }) => {
      const mute = await call(context.client, 'POST /api/alerts/mute', {
        body: { kind, ...(length !== undefined && { minutes: length }) },
      });
      await context.show(mute, ({ until }) => `Nobody is told of ${kind} until ${fullDate(until)}.\n`);
    });
  alerts
    .command('unmute')
    .description('tell of it again')
    .addArgument(new Argument('<kind>', 'which; all = what was muted as such').choices(KINDS))
    .action(async (kind: MutedKind) => {
      await call(context.client, 'DELETE /api/alerts/mute/:kind', { params: { kind } });
      await context.show({ kind }, () => `It is told of ${kind} again.\n`);
    });
}

async function test(context: Context, channel: SetChannel): Promise<void> {
  const answer = await call(context.client, 'POST /api/alerts/test', { body: { channel } });
  await context.show(answer, ({ status, reason, alert_id: id }) => {
    if (status === 'sent') return `Sent by ${channel}.${reason === null ? '' : ` But ${reason}.`}\n`;
    return status === 'due' || status === 'sending'
      ? `It is being sent; \`architect alerts show ${id}\` shows what becomes of it.\n`
      : '';
  });
  const { status, reason } = answer;
  if (status === 'failed' || status === 'unknown' || status === 'dropped')
    throw new CliError(`The message is ${status}: ${reason ?? ''}`);
}

const UNITS: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1_440 };

function minutes(text: string): number {
  const [, count, unit = 'm'] = /^(\d{1,6})([mhd])?$/.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError('Expected a length like 30m, 2h or 1d.');
  return Number(count) * (UNITS[unit] ?? 1);
}

const COLOURS: Readonly<Record<string, Colour>> = {
  ...{ critical: 'red', warning: 'yellow', failed: 'red', unknown: 'yellow', sent: 'green' },
};

const COLUMNS: readonly Column<Alert>[] = [
  { title: 'ID', text: ({ id }) => id, align: 'right' },
  { title: 'SINCE', text: ({ since }) => shortDate(since) },
  { title: 'STATE', text: ({ state, held_back: held }) => (held === null ? state : `${state}, ${held}`) },
  { title: 'KIND', text: ({ kind }) => kind, colour: ({ severity }) => COLOURS[severity] },
  { title: 'MESSAGES', text: ({ deliveries }) => summary(deliveries), narrow: 'drop' },
  { title: 'TITLE', text: ({ title }) => title, narrow: 'cut' },
];

/** `ntfy sent, sms unknown`: how the last message by each channel went. */
function summary(deliveries: Alert['deliveries']): string {
  const last = new Map(deliveries.map(({ channel, status }) => [channel, status]));
  return [...last].map((pair) => pair.join(' ')).join(', ');
}

const CHANNELS: readonly Column<Channel>[] = [
  { title: 'CHANNEL', text: ({ channel }) => channel },
  { title: 'KINDS', text: ({ kinds }) => kinds.join(', ') || 'none' },
  {
    title: 'LAST',
    text: ({ last }) => last?.status ?? null,
    colour: ({ last }) => COLOURS[last?.status ?? ''],
  },
  { title: 'SENT', text: ({ last }) => shortDate(last?.at ?? null), narrow: 'drop' },
  {
    title: 'WHAT IS WRONG',
    text: ({ missing, last }) => (missing === null ? (last?.reason ?? null) : `not set up: ${missing}`),
    narrow: 'cut',
  },
];

function mutesText({ mutes }: Settings): string {
  const lines = mutes.map(
    ({ kind, until, muted_by: by }) => `Muted until ${fullDate(until)}: ${kind} (${by})`,
  );
  return lines.map((line) => `${oneLine(line)}\n`).join('');
}

function whole(alert: Alert): string {
  const { id, title, message, state, severity, kind, since, deliveries } = alert;
  const messages = deliveries.map(
    ({ event, channel, status, reason, tries }) =>
      `  ${event} by ${channel}: ${status}${tries > 1 ? ` after ${tries} tries` : ''}${reason === null ? '' : ` (${oneLine(reason)})`}`,
  );
  const { acknowledged_by: by, held_back: held } = alert;
  return [
    oneLine(`${id}: ${title}`),
    oneLine(message),
    `${kind}, ${severity}, ${state}${held === null ? '' : ` (${held})`}, since ${fullDate(since)}`,
    ...(by === null ? [] : [`acknowledged by ${oneLine(by)}`]),
    ...(messages.length === 0 ? ['  nobody was told'] : messages),
    '',
  ].join('\n');
}
