import { type Command, Option } from 'commander';
import { PROMPT_STATES, type Provider, PROVIDERS } from '../../workflows/contracts/glossary';
import { call } from '../api';
import { promptId, someOf, wholeNumber } from '../arguments';
import type { Context } from '../context';
import { PROMPT_COLUMNS, receipt } from '../format';
import { oneLine, table } from '../output';
import type { Prompt } from '../../api/document/api-types';

export interface PromptsOptions {
  readonly status?: string;
  readonly session?: string;
  readonly provider?: Provider;
  readonly search?: string;
  readonly archived?: boolean;
  readonly withArchived?: boolean;
  readonly order?: 'newest' | 'oldest' | 'priority';
  readonly limit?: number;
  readonly offset?: number;
}

export function registerPrompts(program: Command, context: Context): void {
  program
    .command('prompts')
    .description('list prompts, newest first')
    .option(
      '--status <list>',
      'only these, comma-separated: statuses, and stages such as working or indeterminate',
      someOf(PROMPT_STATES),
    )
    .option('--session <name>', 'only those of this session')
    .addOption(new Option('--provider <name>', 'only those for this agent').choices(PROVIDERS))
    .option('--search <text>', 'only those with this text')
    .option('--archived', 'only those in the archive')
    .addOption(new Option('--with-archived', 'those in the archive as well').conflicts('archived'))
    .addOption(new Option('--order <by>', 'the order').choices(['newest', 'oldest', 'priority']))
    .option('--limit <n>', 'how many, 500 at most (default: 50)', wholeNumber)
    .option('--offset <n>', 'skip so many', wholeNumber)
    .action((options: PromptsOptions) => listPrompts(context, options));
}

export async function listPrompts(
  context: Context,
  { search, archived: only, withArchived, ...filters }: PromptsOptions,
): Promise<void> {
  const archived = withArchived ? 'include' : only ? 'true' : undefined;
  const query = { ...filters, archived, q: search } as const;
  const page = await call(context.client, 'GET /api/assigner/prompts', { query });
  await context.show(page, async ({ items, total, offset }) => {
    if (items.length === 0)
      return total === 0 ? 'No prompts.\n' : `No prompts from ${offset} on; there are ${total}.\n`;
    const last = offset + items.length;
    const more = last < total ? `\n${offset + 1} to ${last} of ${total}; go on with --offset ${last}\n` : '';
    return (await table(items, PROMPT_COLUMNS, context.io.stdout)) + warningLines(items) + more;
  });
}

/** Below the table: a column would be cut before the command that helps. */
function warningLines(prompts: readonly Pick<Prompt, 'id' | 'warning'>[]): string {
  const lines = prompts.flatMap(({ id, warning }) =>
    warning === null ? [] : [`${oneLine(`Nobody can take ${id}: ${warning}`)}\n`],
  );
  return lines.length > 0 ? `\n${lines.join('')}` : '';
}

export function registerPrompt(program: Command, context: Context): void {
  program
    .command('prompt')
    .description('show one prompt: its text, every step, its response')
    .argument('<id>', 'number of the prompt', promptId)
    .action(async (id: number) => {
      const prompt = await call(context.client, 'GET /api/assigner/prompts/:id', { params: { id } });
      await context.show(prompt, (shown) => receipt(shown, context.io.stdout));
    });
}
