/** `architect recurring`: prompts that are queued again and again. */
import { type Command, Option } from 'commander';
import { type Provider, PROVIDERS } from '../../workflows/contracts/glossary';
import { type Answer, type Body, call } from '../api';
import { positiveNumber, recordId, variablePair, wholeNumber } from '../arguments';
import type { Context } from '../context';
import { UsageError } from '../errors';
import { type Colour, type Column, fullDate, oneLine, shortDate, table } from '../output';

type Recurring = Answer<'GET /api/recurring-prompts'>['items'][number];
type Whole = Answer<'GET /api/recurring-prompts/:id'>;
type Firing = Whole['firings'][number];
type Change = Body<'PATCH /api/recurring-prompts/:id'>;

interface Options {
  readonly name?: string;
  readonly text?: string;
  readonly template?: string;
  readonly var?: Record<string, string>;
  readonly cron?: string;
  readonly every?: string;
  readonly timezone?: string;
  readonly catchUp?: number;
  readonly target?: string;
  readonly provider?: Provider;
  readonly specialty?: string;
  readonly priority?: number;
  readonly project?: number;
  readonly timeout?: number;
  readonly retries?: number;
}

const fields = (command: Command): Command =>
  command
    .option('--template <name>', 'make the text from this template')
    .option('--var <name=value>', 'value of a variable of the template; repeatable', variablePair)
    .addOption(new Option('--cron <text>', 'five fields, such as "30 3 * * 1-5"').conflicts('every'))
    .option('--every <length>', 'such as 90s, 5m, 1h, 1d')
    .option('--timezone <name>', "in which cron is read, such as Europe/Berlin (default: the server's)")
    .option(
      '--catch-up <minutes>',
      'make up for a time that was missed no longer ago (default: 60)',
      wholeNumber,
    )
    .option('--target <session>', 'only this session')
    .addOption(new Option('--provider <name>', 'only sessions with this agent').choices(PROVIDERS))
    .option('--specialty <name>', 'only sessions with this specialty')
    .option('--priority <n>', 'higher goes first, -1000 to 1000 (default: 0)', wholeNumber)
    .option('--project <id>', 'only sessions in the directory of this project', recordId)
    .option('--timeout <minutes>', 'working time after which it is interrupted (default: 30)', positiveNumber)
    .option('--retries <n>', 'how often it is tried again, 0 to 10 (default: 3)', wholeNumber);

export function registerRecurring(program: Command, context: Context): void {
  const recurring = program
    .command('recurring')
    .description('prompts that are queued again and again; add, show, set, pause, resume, run, rm')
    .action(async () => {
      const answer = await call(context.client, 'GET /api/recurring-prompts');
      await context.show(answer, ({ items }) =>
        items.length === 0 ? 'No recurring prompts.\n' : table(items, COLUMNS, context.io.stdout),
      );
    });
  const ofOne = (name: string, description: string): Command =>
    recurring
      .command(name)
      .description(description)
      .argument('<id>', 'its number, as the list shows it', recordId);
  const change = async (id: number, body: Change): Promise<void> => {
    const request = { params: { id }, body };
    await context.show(await call(context.client, 'PATCH /api/recurring-prompts/:id', request), line);
  };

  fields(
    recurring
      .command('add')
      .description('have a prompt queued again and again')
      .argument('<name>', 'what it is called')
      .argument('[text]', 'what the agent is to do, unless --template is given'),
  ).action(async (name: string, text: string | undefined, options: Options) => {
    if ((text === undefined) === (options.template === undefined))
      throw new UsageError('Give a text or --template.');
    const body = { ...bodyOf(options), name, content: text };
    await context.show(await call(context.client, 'POST /api/recurring-prompts', { body }), line);
  });
  fields(ofOne('set', 'change one'))
    .option('--name <name>', 'call it so')
    .option('--text <text>', 'what the agent is to do')
    .action((id: number, options: Options) => {
      if (Object.keys(options).length === 0) throw new UsageError('Say what to change, such as --every 2h.');
      return change(id, { ...bodyOf(options), name: options.name, content: options.text });
    });
  ofOne('show', 'show one with what became of its last times').action(async (id: number) => {
    const answer = await call(context.client, 'GET /api/recurring-prompts/:id', { params: { id } });
    await context.show(answer, (one) => details(one, context));
  });
  ofOne('pause', 'queue no more until it is resumed').action((id: number) => change(id, { paused: true }));
  ofOne('resume', 'queue again').action((id: number) => change(id, { paused: false }));
  ofOne('run', 'queue its prompt now, beside its times').action(async (id: number) => {
    const answer = await call(context.client, 'POST /api/recurring-prompts/:id/trigger', { params: { id } });
    await context.show(answer, ({ prompt_id: prompt }) => `Prompt ${prompt} is queued.\n`);
  });
  ofOne('rm', 'remove it; its prompts stay').action(async (id: number) => {
    await call(context.client, 'DELETE /api/recurring-prompts/:id', { params: { id } });
    await context.show({ success: true }, () => `Recurring prompt ${id} is removed.\n`);
  });
}

/** The API's names; what is undefined doesn't get into the JSON. */
const bodyOf = (options: Options) => ({
  template: options.template,
  variables: options.var,
  cron: options.cron,
  interval: options.every,
  timezone: options.timezone,
  catch_up_minutes: options.catchUp,
  target_session: options.target,
  target_provider: options.provider,
  specialty: options.specialty,
  priority: options.priority,
  project_id: options.project,
  timeout_minutes: options.timeout,
  max_retries: options.retries,
});

const COLOURS: Readonly<Record<string, Colour>> = { queued: 'green', skipped: 'yellow', failed: 'red' };

const COLUMNS: readonly Column<Recurring>[] = [
  { title: 'ID', text: ({ id }) => id, align: 'right' },
  { title: 'NAME', text: ({ name }) => name },
  { title: 'TIMES', text: ({ in_words: words }) => words, narrow: 'cut' },
  { title: 'NEXT', text: ({ paused, next }) => (paused ? 'paused' : shortDate(next)) },
  { title: 'LAST', text: ({ last }) => shortDate(last?.scheduled_at ?? null), narrow: 'drop' },
  {
    title: 'RESULT',
    text: ({ last }) => (last ? firingWords(last) : null),
    colour: ({ last }) => COLOURS[last?.outcome ?? ''],
  },
  { title: 'PROMPT', text: ({ content, template }) => content ?? `template ${template}`, narrow: 'cut' },
];

const FIRING_COLUMNS: readonly Column<Firing>[] = [
  { title: 'DUE', text: ({ scheduled_at: at }) => fullDate(at) },
  { title: 'RESULT', text: firingWords, colour: ({ outcome }) => COLOURS[outcome] },
  { title: 'WHY', text: ({ reason }) => reason, narrow: 'cut' },
];

function firingWords({ outcome, prompt_id: prompt }: Firing): string {
  return prompt === null ? outcome : `prompt ${prompt}`;
}

function line({ id, name, in_words: words, timezone, paused, next }: Recurring): string {
  const due = paused ? 'paused' : `next at ${next === null ? 'no time' : fullDate(next)}`;
  return `${oneLine(`${id} ${name}: ${words} (${timezone}), ${due}`)}\n`;
}

async function details(one: Whole, { io }: Context): Promise<string> {
  const values = Object.entries(one.variables).map(([name, value]) => `${name}=${value}`);
  const text =
    one.content ?? `template ${one.template}${values.length > 0 ? ` with ${values.join(', ')}` : ''}`;
  const target = [one.target_session, one.target_provider, one.specialty].filter(Boolean).join(', ');
  const lines = [
    line(one).trimEnd(),
    `Times:   ${one.in_words}${one.cron === null ? '' : ` (${one.cron})`}, ${one.timezone}`,
    `Target:  ${target || 'any free session'}`,
    `Text:    ${oneLine(text)}`,
    '',
  ];
  if (one.firings.length === 0) return `${lines.join('\n')}It was not due yet.\n`;
  return `${lines.join('\n')}\n${await table(one.firings, FIRING_COLUMNS, io.stdout)}`;
}
