/** `architect features send`, `architect bugs send`: a prompt is made of it, and may be waited for. */
import { type Command, Option } from 'commander';
import { type Provider, PROVIDERS } from '../../workflows/contracts/glossary';
import { type Body, call } from '../api';
import { positiveNumber, recordId, wholeNumber } from '../arguments';
import type { Context } from '../context';
import { waitForPrompt } from '../wait';

interface SendItemOptions {
  readonly target?: string;
  readonly provider?: Provider;
  readonly specialty?: string;
  readonly priority?: number;
  readonly timeout?: number;
  readonly retries?: number;
  readonly wait?: boolean;
  readonly waitTimeout?: number;
}

export function registerSendItem(command: Command, context: Context, noun: 'feature' | 'bug'): void {
  command
    .command('send')
    .description(`have an agent work on a ${noun}; status, session and hours follow the prompt`)
    .argument('<id>', `number of the ${noun}`, recordId)
    .option('--target <session>', 'only this session')
    .addOption(new Option('--provider <name>', 'only sessions with this agent').choices(PROVIDERS))
    .option('--specialty <name>', 'only sessions with this specialty')
    .option('--priority <n>', `higher goes first (default: that of the ${noun})`, wholeNumber)
    .option('--timeout <minutes>', 'working time after which it is interrupted (default: 30)', positiveNumber)
    .option('--retries <n>', 'how often it is tried again, 0 to 10 (default: 3)', wholeNumber)
    .option('--wait', 'wait until it is settled, print the response')
    .addOption(
      new Option('--wait-timeout <seconds>', 'wait no longer than this (implies --wait)')
        .argParser(positiveNumber)
        .implies({ wait: true }),
    )
    .action((id: number, options: SendItemOptions) => sendItem(context, noun, id, options));
}

async function sendItem(
  context: Context,
  noun: 'feature' | 'bug',
  id: number,
  options: SendItemOptions,
): Promise<void> {
  const body: Body<'POST /api/features/:id/send'> = {
    target_session: options.target,
    target_provider: options.provider,
    specialty: options.specialty,
    priority: options.priority,
    timeout_minutes: options.timeout,
    max_retries: options.retries,
  };
  const route = noun === 'feature' ? 'POST /api/features/:id/send' : 'POST /api/bugs/:id/send';
  const answer = await call(context.client, route, { params: { id }, body });
  if (answer.warning !== undefined) context.notice(answer.warning);
  if (options.wait !== true)
    return context.show(answer, ({ prompt_id }) => `Prompt ${prompt_id} is queued for ${noun} ${id}.\n`);
  context.notice(`prompt ${answer.prompt_id} is queued for ${noun} ${id}`);
  await waitForPrompt(context, answer.prompt_id, options.waitTimeout);
}
