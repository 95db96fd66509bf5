import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type Answer, call, type Row } from '../api';
import { jsonObject, wholeNumber } from '../arguments';
import type { Context } from '../context';
import { CliError, UsageError } from '../errors';
import { readAll } from '../io';
import { type Column, fullDate, shortDate, table } from '../output';

type ProviderRow = Row<'GET /api/llm/providers'>;
type UsageRow = Row<'GET /api/llm/usage'>;
type ModelAnswer = Answer<'POST /api/llm/ask'>;

interface AskOptions {
  readonly provider?: string;
  readonly model?: string;
  readonly system?: string;
  readonly schema?: string;
  readonly maxTokens?: number;
  readonly caller: string;
}

const STATE_COLOURS = { closed: 'green', open: 'red', half_open: 'yellow' } as const;
const PROVIDERS: readonly Column<ProviderRow>[] = [
  { title: '#', text: ({ position }) => position, align: 'right' },
  { title: 'PROVIDER', text: ({ name }) => name },
  { title: 'MODEL', text: ({ model }) => model ?? "its program's own" },
  {
    title: 'STATE',
    text: ({ configured, state }) => (configured ? state : 'not set up'),
    colour: ({ configured, state }) => (configured ? STATE_COLOURS[state] : 'gray'),
  },
  { title: 'UNTIL', text: ({ open_until }) => shortDate(open_until) },
  { title: 'LAST ERROR', text: ({ last_error }) => last_error && lastError(last_error), narrow: 'cut' },
];
const USAGE: readonly Column<UsageRow>[] = [
  { title: 'DAY', text: ({ day }) => day },
  { title: 'CALLER', text: ({ caller }) => caller },
  { title: 'PROVIDER', text: ({ provider }) => provider },
  { title: 'MODEL', text: ({ model }) => model, narrow: 'cut' },
  { title: 'ACCOUNT', text: ({ account }) => account, narrow: 'drop' },
  { title: 'CALLS', text: ({ calls }) => calls, align: 'right' },
  { title: 'FAILED', text: ({ failed }) => failed, align: 'right' },
  { title: 'IN', text: ({ input_tokens }) => input_tokens, align: 'right' },
  { title: 'OUT', text: ({ output_tokens }) => output_tokens, align: 'right' },
  { title: 'COST', text: (row) => costOf(row), align: 'right' },
];

export function registerModels(program: Command, context: Context): void {
  const models = program
    .command('models')
    .description('language models: providers, their breakers, what they cost, and a question to one');
  models
    .command('list', { isDefault: true })
    .description('the providers in their order, with the states of their breakers and their last errors')
    .action(() => list(context));
  models
    .command('reset')
    .description('close the breaker of a provider, so that it is asked again')
    .argument('<provider>', 'its name')
    .action(async (name: string) => {
      const provider = await call(context.client, 'POST /api/llm/providers/:name/reset', {
        params: { name },
      });
      await context.show(provider, () => `${name} is asked again.\n`);
    });
  models
    .command('usage')
    .description('requests, tokens and cost by day; of the last 30 days')
    .option('--from <day>', 'the first day, as 2026-12-01')
    .option('--to <day>', 'the last day')
    .option('--limit <n>', 'how many rows, 500 at most (default: 500)', wholeNumber)
    .option('--offset <n>', 'how many rows to leave out before them', wholeNumber)
    .action((query: UsageQuery) => usage(context, query));
  models
    .command('ask')
    .description('ask a language model and print its answer')
    .argument('[prompt]', 'what to ask; - or nothing: read it from standard input')
    .option('--provider <name>', 'only this provider')
    .option('--model <name>', "in the place of the provider's own; needs --provider")
    .option('--system <text>', 'what it has to know or heed')
    .option('--schema <json>', 'a JSON schema that the answer has to fit, or @FILE with one')
    .option('--max-tokens <n>', 'most tokens of the answer', wholeNumber)
    .option('--caller <name>', 'who asks, for the figures of usage', 'cli')
    .action((prompt: string | undefined, options: AskOptions) => ask(context, prompt, options));
}

async function list(context: Context): Promise<void> {
  const answer = await call(context.client, 'GET /api/llm/providers');
  await context.show(answer, async ({ items, missing }) => {
    const rows = await table(items, PROVIDERS, context.io.stdout);
    return missing === null ? rows : `${rows}\n${missing}\n`;
  });
}

const lastError = ({ at, message }: NonNullable<ProviderRow['last_error']>): string =>
  `${fullDate(at)}: ${message}`;

interface UsageQuery {
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  readonly offset?: number;
}

async function usage(context: Context, query: UsageQuery): Promise<void> {
  const answer = await call(context.client, 'GET /api/llm/usage', { query });
  await context.show(answer, async ({ items, from, to, total, rows }) => {
    if (rows.items === 0) return `No language model was asked from ${from} to ${to}.\n`;
    const shown = await table(items, USAGE, context.io.stdout);
    const unknown = total.unknown_cost > 0 ? `; the cost of ${total.unknown_cost} of them isn't known` : '';
    const part = items.length < rows.items ? ` ${items.length} of ${rows.items} rows are shown.` : '';
    return `${shown}\n${total.calls} requests from ${from} to ${to}, $${money(total.cost_usd)}${unknown}.${part}\n`;
  });
}

const money = (usd: number): string => usd.toFixed(usd < 1 ? 4 : 2);

/** What isn't known is not 0. */
function costOf({ cost_usd: cost, calls, unknown_cost: unknown }: UsageRow): string {
  if (unknown === 0) return `$${money(cost)}`;
  return unknown === calls ? 'not known' : `$${money(cost)} + ?`;
}

async function ask(context: Context, given: string | undefined, options: AskOptions): Promise<void> {
  const body = {
    prompt: await promptOf(context, given),
    ...{ provider: options.provider, model: options.model, system: options.system, caller: options.caller },
    ...(options.schema !== undefined && { schema: schemaOf(options.schema) }),
    ...{ max_tokens: options.maxTokens, stream: true },
  };
  let shown = '';
  const events = context.client.stream('/api/llm/ask', context.io.outputClosed, body);
  for await (const { event, data } of events) {
    if (event === 'text') {
      const { text } = JSON.parse(data) as { text: string };
      if (!context.json) context.writePart(text);
      shown += text;
    } else if (event === 'failed') {
      const { provider, reason } = JSON.parse(data) as ModelAnswer['failed'][number];
      if (shown !== '' && !context.json) context.write('\n');
      context.notice(`${provider} did not answer: ${reason}${shown === '' ? '' : '; what it said is void'}`);
      shown = '';
    } else if (event === 'error') throw new CliError((JSON.parse(data) as { message: string }).message);
    else if (event === 'done') return end(context, JSON.parse(data) as ModelAnswer, shown);
  }
  throw new CliError('The connection to the dashboard broke before the answer was complete.');
}

async function end(context: Context, answer: ModelAnswer, shown: string): Promise<void> {
  if (context.json) return context.show(answer, () => '');
  // A structured answer comes in one piece.
  if (shown === '') context.writeForeign(answer.text);
  else if (!shown.endsWith('\n')) context.write('\n');
  const { input_tokens: input, output_tokens: output } = answer.usage;
  const cost = answer.cost_usd === null ? 'cost not known' : `$${money(answer.cost_usd)}`;
  const tokens = `${input ?? '?'} tokens in, ${output ?? '?'} out`;
  context.notice(`${answer.provider} ${answer.model ?? ''}: ${tokens}, ${cost}`.replace(' :', ':'));
}

async function promptOf({ io }: Context, given: string | undefined): Promise<string> {
  if (given !== undefined && given !== '-') return given;
  if (given === undefined && io.stdin.isTTY === true)
    throw new UsageError('Say what to ask, or pipe it in: architect models ask "..."');
  return readAll(io.stdin);
}

function schemaOf(given: string): Record<string, unknown> {
  if (!given.startsWith('@')) return jsonObject(given);
  const file = given.slice(1);
  try {
    return jsonObject(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--schema: ${file} can't be read: ${(error as Error).message}`);
  }
}
