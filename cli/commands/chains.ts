/** Prompts that wait for others or for a time: `architect hold`, `architect release`, and the options of `send`. */
import { type Command, Option } from 'commander';
import { CHAIN_CONDITIONS, type ChainCondition } from '../../workflows/contracts/chains';
import { call } from '../api';
import { promptId } from '../arguments';
import { forEach } from '../bulk';
import type { Context } from '../context';
import { UsageError } from '../errors';
import { promptLine } from '../format';
import { moment } from '../moments';
import { PROMPTS } from './change';

export interface ChainOptions {
  readonly after?: number[];
  readonly on?: ChainCondition;
  readonly notBefore?: string;
}

/** `41,42`, also several times. */
const promptIds = (text: string, before: number[] = []): number[] => [
  ...before,
  ...text.split(',').map((one) => promptId(one.trim())),
];

/** Adds the options that say what a prompt waits for. */
export const chainOptions = (command: Command): Command =>
  command
    .option('--after <ids>', 'wait for these prompts, comma-separated', promptIds)
    .addOption(
      new Option('--on <what>', 'wait for their success (the default) or their end').choices(
        CHAIN_CONDITIONS,
      ),
    )
    .option(
      '--not-before <time>',
      'wait until then, such as 2026-03-29T09:00 (local) or with +02:00',
      moment,
    );

/** The API's names. */
export const chainBody = ({ after, on, notBefore }: ChainOptions) => ({ after, on, not_before: notBefore });

export function registerChains(program: Command, context: Context): void {
  chainOptions(
    program
      .command('hold')
      .description('have a prompt that no session has yet wait for others, or for a time')
      .argument('<id>', PROMPTS.help, promptId),
  ).action(async (id: number, options: ChainOptions) => {
    if (Object.keys(options).length === 0)
      throw new UsageError('Say what it waits for: --after <ids>, --on <what> or --not-before <time>.');
    const change = { params: { id }, body: chainBody(options) };
    const changed = await call(context.client, 'PATCH /api/assigner/prompts/:id', change);
    await context.show(changed, (shown) => `${promptLine(shown)}\n`);
  });

  forEach<number, { reason?: string }>(
    program
      .command('release')
      .description('queue prompts that are held or blocked, whatever they wait for')
      .option('--reason <text>', 'kept in the receipt'),
    context,
    PROMPTS,
    async (id, { reason }) => {
      const body = reason === undefined ? undefined : { reason };
      const request = { params: { id }, body };
      const changed = await call(context.client, 'POST /api/assigner/prompts/:id/release', request);
      await context.show(changed, (shown) => `${promptLine(shown)}\n`);
    },
  );
}
