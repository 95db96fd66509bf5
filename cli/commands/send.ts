import { type Command, Option } from 'commander';
import { type Provider, PROVIDERS } from '../../workflows/contracts/glossary';
import { type Body, call } from '../api';
import { jsonObject, positiveNumber, variablePair, wholeNumber } from '../arguments';
import type { Context } from '../context';
import { UsageError } from '../errors';
import { readAll } from '../io';
import { waitForPrompt } from '../wait';
import { chainBody, type ChainOptions, chainOptions } from './chains';

export interface SendOptions extends ChainOptions {
  readonly template?: string;
  readonly var?: Record<string, string>;
  readonly target?: string;
  readonly provider?: Provider;
  readonly priority?: number;
  readonly timeout?: number;
  readonly retries?: number;
  readonly specialty?: string;
  readonly metadata?: Record<string, unknown>;
  readonly source?: string;
  readonly idempotencyKey?: string;
  readonly wait?: boolean;
  readonly waitTimeout?: number;
}

const EXAMPLES = `
Examples:
  architect send "Fix the failing login test" --target dev_worker1 --priority 5
  architect send --wait --wait-timeout 600 "Summarise the last ten commits" > summary.txt
  architect send "Deploy it" --after 41,42 --not-before 2026-03-29T09:00
  architect send --template review --var branch=main
  git diff | architect send - --provider claude --metadata '{"project":"auth"}'`;

export function registerSend(program: Command, context: Context): void {
  chainOptions(
    program
      .command('send')
      .description('queue a prompt for the next free session')
      .argument('[text]', 'what the agent is to do; - or nothing: read it from standard input'),
  )
    .option('--template <name>', 'make the text from this template')
    .option('--var <name=value>', 'value of a variable of the template; repeatable', variablePair)
    .option('--target <session>', 'only this session')
    .addOption(new Option('--provider <name>', 'only sessions with this agent').choices(PROVIDERS))
    .option('--priority <n>', 'higher goes first, -1000 to 1000 (default: 0)', wholeNumber)
    .option('--timeout <minutes>', 'working time after which it is interrupted (default: 30)', positiveNumber)
    .option('--retries <n>', 'how often it is tried again, 0 to 10 (default: 3)', wholeNumber)
    .option('--specialty <name>', 'only sessions with this specialty')
    .option(
      '--metadata <json>',
      'kept with the prompt; "project" and "working_dir" steer the choice',
      jsonObject,
    )
    .option('--source <name>', 'where it comes from', 'cli')
    .option('--idempotency-key <key>', 'a repeat with the same key queues nothing new')
    .option('--wait', 'wait until it is settled, print the response')
    .addOption(
      new Option('--wait-timeout <seconds>', 'wait no longer than this (implies --wait)')
        .argParser(positiveNumber)
        .implies({ wait: true }),
    )
    .addHelpText('after', EXAMPLES)
    .action((text: string | undefined, options: SendOptions) => send(context, text, options));
}

export async function send(context: Context, text: string | undefined, options: SendOptions): Promise<void> {
  const content = options.template === undefined ? await contentOf(context, text) : undefined;
  if (options.template !== undefined && text !== undefined)
    throw new UsageError('Give a text or --template, not both.');
  const answer = await call(context.client, 'POST /api/assigner/send', {
    body: bodyOf(content, options),
    headers: { 'Idempotency-Key': options.idempotencyKey },
  });
  const id = answer.prompt_id;
  if (answer.warning !== undefined) context.notice(`nobody can take it now: ${answer.warning}`);
  if (options.wait !== true) return context.show(answer, () => `Prompt ${id} is queued.\n`);
  // Beside the output, which is the response: whoever stops waiting knows what to look for.
  context.notice(`prompt ${id} is queued`);
  await waitForPrompt(context, id, options.waitTimeout);
}

/** The API's names; what is undefined doesn't get into the JSON. */
function bodyOf(content: string | undefined, options: SendOptions): Body<'POST /api/assigner/send'> {
  return {
    content,
    template: options.template,
    variables: options.var,
    target_session: options.target,
    target_provider: options.provider,
    priority: options.priority,
    timeout_minutes: options.timeout,
    max_retries: options.retries,
    specialty: options.specialty,
    metadata: options.metadata,
    ...chainBody(options),
    source: options.source ?? 'cli',
  };
}

async function contentOf({ io }: Context, text: string | undefined): Promise<string> {
  const piped = text === '-' || (text === undefined && io.stdin.isTTY !== true);
  const content = piped ? await readAll(io.stdin) : text;
  if (content !== undefined && content.trim() !== '') return content;
  throw new UsageError('There is no text to send: give it in quotes, or pipe it in.');
}
