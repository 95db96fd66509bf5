/** `architect needs`: what needs a person, the same list as on the pages, with the commands that see to it. */
import type { Command } from 'commander';
import { NEED_KINDS, type NeedKind } from '../../workflows/contracts/needs';
import { call } from '../api';
import { someOf, wholeNumber } from '../arguments';
import { asText, forEach } from '../bulk';
import type { Context } from '../context';
import { followChanges } from '../follow-changes';
import type { NeedPage } from '../needs-line';
import { oneLine, painter, shortDate } from '../output';

type Need = NeedPage['items'][number];

interface Wanted {
  readonly kind?: string;
  readonly limit?: number;
}

export function registerNeeds(program: Command, context: Context): void {
  const needs = program
    .command('needs')
    .description('what needs you, the most urgent first, with the commands that see to it');
  needs
    .command('list', { isDefault: true })
    .description('list it')
    .option('--kind <list>', `only these, comma-separated: ${NEED_KINDS.join(', ')}`, someOf(NEED_KINDS))
    .option('--limit <n>', 'how many, 500 at most (default: 50)', wholeNumber)
    .option('--watch', 'stay, and print it anew whenever it changes')
    .action(({ watch, ...wanted }: Wanted & { watch?: boolean }) =>
      watch ? follow(context, wanted) : list(context, wanted),
    );
  const ids = { name: 'id', help: 'as the list has it, such as failed-12', parse: asText };
  forEach(
    needs.command('dismiss').description('put away what you have seen and nothing else ends'),
    context,
    ids,
    async (id) => {
      await call(context.client, 'POST /api/needs/:id/dismiss', { params: { id } });
      await context.show(
        undefined,
        () => oneLine(`${id} is put away. It comes back when it happens anew.`) + '\n',
      );
    },
  );
}

const list = async (context: Context, wanted: Wanted): Promise<void> =>
  context.show(await read(context, wanted), (page) => words(page, context));

/** Until it is interrupted. What says the same as before is not printed again. */
async function follow(context: Context, wanted: Wanted): Promise<void> {
  const changes = followChanges(context.client, context.io.outputClosed, {
    concerns: ({ event }) => event === 'state' || event === 'needs',
    read: () => read(context, wanted),
  });
  let printed = '';
  for await (const page of changes) {
    if (JSON.stringify(page) === printed) continue;
    await context.show(page, (shown) => `${printed === '' ? '' : '\n'}${words(shown, context)}`);
    printed = JSON.stringify(page);
  }
}

const read = (context: Context, { kind, limit }: Wanted): Promise<NeedPage> =>
  call(context.client, 'GET /api/needs', { query: { kind: kind as NeedKind | undefined, limit } });

function words({ items, total }: NeedPage, context: Context): string {
  if (items.length === 0) return 'Nothing needs you.\n';
  const paint = painter(context.io.stdout);
  const lines = items.map((need) => {
    const head = `${paint(need.severity === 'critical' ? 'red' : 'yellow', need.kind.replace('_', ' '))}  ${paint('bold', oneLine(need.title))}  ${paint('gray', `since ${shortDate(need.since)}`)}\n`;
    return `${head}${[need.subject, need.why].map(indented).join('')}${need.decisions.map(commandLine).join('')}`;
  });
  const more = total > items.length ? `and ${total - items.length} more: architect needs --limit 500\n` : '';
  return `${lines.join('\n')}${more}`;
}

const indented = (text: string | null): string =>
  text === null || text === '' ? '' : `  ${oneLine(text)}\n`;

const commandLine = ({ command, allowed, scope }: Need['decisions'][number]): string =>
  `  $ ${oneLine(command)}${allowed ? '' : `  (needs ${scope})`}\n`;
