/** Commands that change a prompt: cancel, retry, reassign, priority, resolve. */
import { type Command, Option } from 'commander';
import { PROVIDERS } from '../../workflows/contracts/glossary';
import { promptId, wholeNumber } from '../arguments';
import type { RequestOptions } from '../client';
import type { Context } from '../context';
import { UsageError } from '../errors';
import { promptLine } from '../format';
import type { Prompt } from '../types';

interface Target {
  readonly target?: string;
  readonly provider?: string;
  readonly any?: boolean;
}

export function registerChanges(program: Command, context: Context): void {
  const onPrompt = (name: string, description: string): Command =>
    program.command(name).description(description).argument('<id>', 'number of the prompt', promptId);

  onPrompt('cancel', 'cancel a prompt; an agent that works on it is interrupted')
    .option('--reason <text>', 'kept in the receipt')
    .action((id: number, { reason }: { reason?: string }) => cancel(context, id, reason));

  onPrompt('retry', 'start a prompt anew; an agent that works on it is interrupted first').action(
    (id: number) => retry(context, id),
  );

  onPrompt('reassign', 'start a prompt anew elsewhere')
    .option('--target <session>', 'only this session')
    .addOption(new Option('--provider <name>', 'only sessions with this agent').choices(PROVIDERS))
    .addOption(new Option('--any', 'any session').conflicts(['target', 'provider']))
    .action((id: number, target: Target) => reassign(context, id, target));

  onPrompt('priority', 'change the priority of a prompt that is not settled')
    .argument('<n>', 'higher goes first, -1000 to 1000', wholeNumber)
    .action((id: number, priority: number) => change(context, 'PATCH', `${id}`, { body: { priority } }));

  onPrompt('resolve', 'say how an indeterminate prompt ended')
    .addOption(new Option('--as <end>', 'how').choices(['completed', 'failed']).makeOptionMandatory())
    .option('--note <text>', 'kept in the receipt')
    .action((id: number, body: { as: string; note?: string }) =>
      change(context, 'POST', `${id}/resolve`, { body }),
    );
}

export function cancel(context: Context, id: number, reason?: string): Promise<void> {
  return change(context, 'POST', `${id}/cancel`, reason === undefined ? {} : { body: { reason } });
}

export function retry(context: Context, id: number): Promise<void> {
  return change(context, 'POST', `${id}/retry`, {});
}

function reassign(context: Context, id: number, { target, provider, any }: Target): Promise<void> {
  if (target === undefined && provider === undefined && any !== true) {
    throw new UsageError('Say where to: --target <session>, --provider <name> or --any.');
  }
  // Session and agent are wished anew together: what isn't named here is no wish any more.
  const wish = { target_session: target, target_provider: provider };
  const body = any === true ? { target_session: null, target_provider: null } : wish;
  return change(context, 'POST', `${id}/reassign`, { body });
}

async function change(
  context: Context,
  method: 'POST' | 'PATCH',
  path: string,
  options: RequestOptions,
): Promise<void> {
  const prompt = await context.client.request<Prompt>(method, `/api/assigner/prompts/${path}`, options);
  await context.show(prompt, (changed) => `${promptLine(changed)}\n`);
}
