/** Commands that change a prompt: cancel, retry, reassign, priority, resolve. */
import { type Command, Option } from 'commander';
import { type Provider, PROVIDERS } from '../../workflows/contracts/glossary';
import { type Answer, call } from '../api';
import { promptId, wholeNumber } from '../arguments';
import { type Act, forEach } from '../bulk';
import type { Context } from '../context';
import { UsageError } from '../errors';
import { promptLine } from '../format';

type Changed = Answer<'PATCH /api/assigner/prompts/:id'>;

interface Target {
  readonly target?: string;
  readonly provider?: Provider;
  readonly any?: boolean;
}

export const PROMPTS = { name: 'id', help: 'number of the prompt', parse: promptId };

export function registerChanges(program: Command, context: Context): void {
  const onPrompts = <Options = object>(command: Command, act: Act<number, Options>): Command =>
    forEach(command, context, PROMPTS, act);
  const named = (name: string, description: string): Command =>
    program.command(name).description(description);

  onPrompts<{ reason?: string }>(
    named('cancel', 'cancel prompts; agents that work on them are interrupted').option(
      '--reason <text>',
      'kept in the receipt',
    ),
    (id, { reason }) => cancel(context, id, reason),
  );

  onPrompts(named('retry', 'start prompts anew; agents that work on them are interrupted first'), (id) =>
    retry(context, id),
  );

  onPrompts<Target>(
    named('reassign', 'start prompts anew elsewhere')
      .option('--target <session>', 'only this session')
      .addOption(new Option('--provider <name>', 'only sessions with this agent').choices(PROVIDERS))
      .addOption(new Option('--any', 'any session').conflicts(['target', 'provider'])),
    (id, target) => reassign(context, id, target),
  );

  named('priority', 'change the priority of a prompt that is not settled')
    .argument('<id>', PROMPTS.help, promptId)
    .argument('<n>', 'higher goes first, -1000 to 1000', wholeNumber)
    .action((id: number, priority: number) =>
      show(
        context,
        call(context.client, 'PATCH /api/assigner/prompts/:id', { params: { id }, body: { priority } }),
      ),
    );

  onPrompts<{ as: 'completed' | 'failed'; note?: string }>(
    named('resolve', 'say how indeterminate prompts ended')
      .addOption(new Option('--as <end>', 'how').choices(['completed', 'failed']).makeOptionMandatory())
      .option('--note <text>', 'kept in the receipt'),
    (id, body) =>
      show(context, call(context.client, 'POST /api/assigner/prompts/:id/resolve', { params: { id }, body })),
  );
}

export function cancel(context: Context, id: number, reason?: string): Promise<void> {
  const body = reason === undefined ? undefined : { reason };
  return show(
    context,
    call(context.client, 'POST /api/assigner/prompts/:id/cancel', { params: { id }, body }),
  );
}

export function retry(context: Context, id: number): Promise<void> {
  return show(context, call(context.client, 'POST /api/assigner/prompts/:id/retry', { params: { id } }));
}

function reassign(context: Context, id: number, { target, provider, any }: Target): Promise<void> {
  if (target === undefined && provider === undefined && any !== true) {
    throw new UsageError('Say where to: --target <session>, --provider <name> or --any.');
  }
  // Session and agent are wished anew together: what isn't named here is no wish any more.
  const wish = { target_session: target, target_provider: provider };
  const body = any === true ? { target_session: null, target_provider: null } : wish;
  return show(
    context,
    call(context.client, 'POST /api/assigner/prompts/:id/reassign', { params: { id }, body }),
  );
}

async function show(context: Context, answer: Promise<Changed>): Promise<void> {
  await context.show(await answer, (changed) => `${promptLine(changed)}\n`);
}
