/** `architect schedules`: what the product starts by itself, and when. */
import { type Command, Option } from 'commander';
import { type Answer, type Body, call } from '../api';
import type { Context } from '../context';
import { UsageError } from '../errors';
import { type Colour, type Column, fullDate, oneLine, shortDate, table } from '../output';

type Schedule = Answer<'GET /api/schedules/:id'>;
type Run = Schedule['runs'][number];
type Change = Body<'PATCH /api/schedules/:id'>;

export function registerSchedules(program: Command, context: Context): void {
  const schedules = program
    .command('schedules')
    .description('what is started by itself: when it ran, when it is due; pause, change, run')
    .action(async () => {
      const answer = await call(context.client, 'GET /api/schedules');
      await context.show(answer, ({ items }) => table(items, COLUMNS, context.io.stdout));
    });
  const ofOne = (name: string, description: string): Command =>
    schedules.command(name).description(description).argument('<id>', 'its name, as the list shows it');
  const change = async (id: string, body: Change): Promise<void> => {
    const options = { params: { id }, body };
    await context.show(await call(context.client, 'PATCH /api/schedules/:id', options), line);
  };

  ofOne('show', 'show one with its last runs').action(async (id: string) => {
    const answer = await call(context.client, 'GET /api/schedules/:id', { params: { id } });
    await context.show(answer, async (one) => details(one) + (await runs(one, context)));
  });
  ofOne('pause', 'start no more runs until it is resumed').action((id: string) =>
    change(id, { paused: true }),
  );
  ofOne('resume', 'start runs again').action((id: string) => change(id, { paused: false }));
  ofOne('set', 'change when it runs')
    .addOption(new Option('--every <length>', 'such as 90s, 5m, 1h').conflicts(['cron', 'default']))
    .addOption(new Option('--cron <text>', 'five fields, in local time').conflicts('default'))
    .option('--default', 'as it was')
    .action((id: string, { every, cron, default: own }: SetOptions) => {
      if (every !== undefined) return change(id, { interval: /^\d+$/.test(every) ? Number(every) : every });
      if (cron !== undefined) return change(id, { cron });
      if (own === true) return change(id, { cron: null });
      throw new UsageError('Give one of --every, --cron and --default.');
    });
  ofOne('run', 'start a run now, paused or not').action(async (id: string) => {
    const answer = await call(context.client, 'POST /api/schedules/:id/trigger', { params: { id } });
    await context.show(answer, ({ run }) =>
      run === null ? 'It is started.\n' : `Started ${run.workflow_id}: ${run.status}\n`,
    );
  });
}

interface SetOptions {
  readonly every?: string;
  readonly cron?: string;
  readonly default?: boolean;
}

const stateOf = ({ paused, running, fault }: Schedule): string =>
  fault !== null ? 'faulty' : running ? 'running' : paused ? 'paused' : 'waits';
const COLOURS: Readonly<Record<string, Colour>> = { failed: 'red', timed_out: 'red', completed: 'green' };

const COLUMNS: readonly Column<Schedule>[] = [
  { title: 'ID', text: ({ id }) => id },
  {
    title: 'STATE',
    text: stateOf,
    colour: ({ paused, fault }) => (fault !== null ? 'red' : paused ? 'yellow' : undefined),
  },
  { title: 'TIMES', text: ({ times }) => times.in_words, narrow: 'cut' },
  { title: 'NEXT', text: ({ next: [first = null] }) => shortDate(first) },
  { title: 'LAST', text: ({ runs: [last] }) => shortDate(last?.started_at ?? null), narrow: 'drop' },
  {
    title: 'RESULT',
    text: ({ runs: [last] }) => last?.status ?? null,
    colour: ({ runs: [last] }) => COLOURS[last?.status ?? ''],
  },
  { title: 'WHAT', text: ({ description }) => description, narrow: 'drop' },
];

const RUN_COLUMNS: readonly Column<Run>[] = [
  { title: 'STARTED', text: ({ started_at: at }) => fullDate(at) },
  { title: 'RESULT', text: ({ status }) => status, colour: ({ status }) => COLOURS[status] },
  { title: 'WORKFLOW', text: ({ workflow_id: id }) => id, narrow: 'drop' },
  {
    title: 'WHAT',
    text: ({ error, result }) => error ?? (result === null ? '' : JSON.stringify(result)),
    narrow: 'cut',
  },
];

function line({ id, paused, times, next }: Schedule): string {
  const [first] = next;
  const due = paused ? 'paused' : `next at ${first === undefined ? 'no time' : fullDate(first)}`;
  return `${oneLine(`${id}: ${times.in_words}, ${due}`)}\n`;
}

function details(one: Schedule): string {
  const { times, own_times: own, changed } = one;
  return [
    `${one.id}: ${one.description}`,
    `Times:   ${times.in_words}${times.cron === null ? '' : ` (${times.cron})`}, ${one.timezone}`,
    ...(own.in_words === times.in_words ? [] : [`Default: ${own.in_words}`]),
    `State:   ${stateOf(one)}`,
    ...(one.fault === null ? [] : [`Fault:   ${oneLine(one.fault)}`]),
    ...(changed === null ? [] : [`Changed: ${fullDate(changed.at)} by ${oneLine(changed.by)}`]),
    `Next:    ${one.next.map(fullDate).join(', ') || 'none'}`,
    `Runs:    ${one.runs_started} started, ${one.runs_missed} missed, ${one.runs_overlapped} left out while one was at work`,
    '',
  ].join('\n');
}

const runs = async ({ runs: last }: Schedule, { io }: Context): Promise<string> =>
  last.length === 0 ? 'It has not run yet.\n' : `\n${await table(last, RUN_COLUMNS, io.stdout)}`;
