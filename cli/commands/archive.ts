/** `architect archive` and `architect unarchive`. */
import type { Command } from 'commander';
import { SETTLED_STATUSES } from '../../workflows/contracts/glossary';
import { type Body, call } from '../api';
import { number, promptId, someOf } from '../arguments';
import { eachOf, forEach, several } from '../bulk';
import type { Context } from '../context';
import { UsageError } from '../errors';
import { PROMPTS } from './change';

interface ArchiveOptions {
  readonly settled?: boolean;
  readonly status?: string;
  readonly olderThan?: number;
}

export function registerArchive(program: Command, context: Context): void {
  program
    .command('archive')
    .description('put settled prompts away: lists leave them out')
    .argument('[id...]', PROMPTS.help, several(promptId))
    .option('--settled', 'all that have ended, but for indeterminate ones')
    .option(
      '--status <list>',
      `with --settled: only ${SETTLED_STATUSES.join(', ')}`,
      someOf(SETTLED_STATUSES),
    )
    .option('--older-than <days>', 'with --settled: only those that ended so long ago', number)
    .action(async (ids: number[], options: ArchiveOptions) => {
      if (ids.length > 0 && Object.keys(options).length === 0) return eachOf(context, ids, put);
      if (ids.length > 0 || options.settled !== true)
        throw new UsageError('Give numbers of prompts, or --settled for all that have ended.');
      await putAll(context, options);
    });

  forEach(
    program.command('unarchive').description('take prompts out of the archive'),
    context,
    PROMPTS,
    async (id) => {
      const params = { id };
      const prompt = await call(context.client, 'POST /api/assigner/prompts/:id/unarchive', { params });
      await context.show(prompt, () => `Prompt ${id} is in the lists again.\n`);
    },
  );

  async function put(id: number): Promise<void> {
    const prompt = await call(context.client, 'POST /api/assigner/prompts/:id/archive', { params: { id } });
    await context.show(prompt, () => `Prompt ${id} is archived.\n`);
  }
}

async function putAll(context: Context, { status, olderThan }: ArchiveOptions): Promise<void> {
  const body = {
    // What is in the list was checked.
    status: status?.split(',') as NonNullable<Body<'POST /api/assigner/prompts/archive'>>['status'],
    older_than_days: olderThan,
  };
  const answer = await call(context.client, 'POST /api/assigner/prompts/archive', { body });
  await context.show(answer, ({ archived }) => `Archived: ${archived} prompt${archived === 1 ? '' : 's'}.\n`);
}
