/** Commands that change a prompt: cancel, retry, reassign, priority, move, resolve. */
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

interface Place {
  readonly first?: boolean;
  readonly last?: boolean;
  readonly before?: number;
  readonly after?: number;
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

  named('priority', 'change the priority of a prompt that is not settled; it is the last of that one')
    .argument('<id>', PROMPTS.help, promptId)
    .argument('<n>', 'higher goes first, -1000 to 1000', wholeNumber)
    .action((id: number, priority: number) =>
      show(
        context,
        call(context.client, 'PATCH /api/assigner/prompts/:id', { params: { id }, body: { priority } }),
      ),
    );

  named('move', 'move a prompt that waits among those of its priority')
    .argument('<id>', PROMPTS.help, promptId)
    .addOption(new Option('--first', 'before all others').conflicts(['last', 'before', 'after']))
    .addOption(new Option('--last', 'after all others').conflicts(['before', 'after']))
    .addOption(new Option('--before <id>', 'right before this one').argParser(promptId).conflicts('after'))
    .addOption(new Option('--after <id>', 'right after this one').argParser(promptId))
    .action((id: number, place: Place) => move(context, id, place));

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

async function move(context: Context, id: number, { first, last, before, after }: Place): Promise<void> {
  const body = placeOf(first === true ? 'first' : last === true ? 'last' : undefined, before, after);
  const moved = await call(context.client, 'POST /api/assigner/prompts/:id/move', { params: { id }, body });
  await context.show(
    moved,
    ({ position }) => `Prompt ${id} is at position ${position?.position} of ${position?.of}.\n`,
  );
}

function placeOf(to: 'first' | 'last' | undefined, before: number | undefined, after: number | undefined) {
  if (to !== undefined) return { to };
  if (before !== undefined) return { before };
  if (after !== undefined) return { after };
  throw new UsageError('Say where to: --first, --last, --before <id> or --after <id>.');
}

async function show(context: Context, answer: Promise<Changed>): Promise<void> {
  await context.show(await answer, (changed) => `${promptLine(changed)}\n`);
}
