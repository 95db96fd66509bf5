/** `architect sheets`: the spreadsheet at Google; how it stands, and a run now. */
import type { Command } from 'commander';
import { type Answer, call } from '../api';
import type { Context } from '../context';
import { type Colour, type Column, shortDate, table } from '../output';

type Sheets = Answer<'GET /api/sheets'>;
type Sync = Sheets['items'][number];

export function registerSheets(program: Command, context: Context): void {
  const sheets = program
    .command('sheets')
    .description('the spreadsheet at Google that mirrors the record: how its last runs ended')
    .action(async () => {
      const answer = await call(context.client, 'GET /api/sheets');
      await context.show(answer, (one) => shown(one, context));
    });
  sheets
    .command('run')
    .description('bring the spreadsheet up to the record now')
    .action(async () => {
      const answer = await call(context.client, 'POST /api/sheets/run');
      await context.show(answer, () => 'It is being written; `architect sheets` shows what becomes of it.\n');
    });
}

async function shown({ missing, url, items }: Sheets, { io }: Context): Promise<string> {
  const head = missing === null ? `${url ?? ''}\n` : `${missing}.\n`;
  if (items.length === 0) return `${head}Nothing was written yet.\n`;
  const [newest] = items;
  // Whole: what is to be done stands at its end, and the table may have no room for it.
  const told = [newest?.reason ?? [], ...(newest?.tabs.map(({ notes }) => notes) ?? [])].flat();
  return [head, await table(items, COLUMNS, io.stdout), ...told.map((line) => `${line}\n`)].join('');
}

const COLOURS: Readonly<Record<string, Colour>> = {
  completed: 'green',
  failed: 'red',
  cancelled: 'yellow',
  running: 'cyan',
};
const sum = ({ tabs }: Sync, count: 'rows' | 'added' | 'updated'): number =>
  tabs.reduce((all, tab) => all + tab[count], 0);

const COLUMNS: readonly Column<Sync>[] = [
  { title: 'ID', text: ({ id }) => id, align: 'right' },
  { title: 'STATUS', text: ({ status }) => status, colour: ({ status }) => COLOURS[status] },
  { title: 'ROWS', text: (sync) => sum(sync, 'rows'), align: 'right' },
  { title: 'ADDED', text: (sync) => sum(sync, 'added'), align: 'right' },
  { title: 'CHANGED', text: (sync) => sum(sync, 'updated'), align: 'right' },
  { title: 'STARTED', text: ({ started_at: at }) => shortDate(at), narrow: 'drop' },
  { title: 'WHY', text: ({ reason }) => reason, narrow: 'cut' },
];
