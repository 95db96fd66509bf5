/** One pass over a tab: reads where its rows are, and writes those that are missing or were changed. */
import type { SheetRows } from '../../store/sheets/rows';
import { SheetsFault } from './fault';
import type { Google, Tab } from './google';
import {
  CHECK_COLUMN,
  fitting,
  KEY_COLUMN,
  type Layout,
  layoutOf,
  letters,
  type Pending,
  pendingOf,
  type Placed,
  plain,
  quoted,
  rangesOf,
  type ValueRange,
  writtenOf,
} from './layout';

export interface Passed {
  readonly isDone: boolean;
  readonly added: number;
  readonly updated: number;
  readonly notes: readonly string[];
}

/** Below the two megabytes that a request may have: the rest of it is escaped characters. */
const LARGEST_BYTES = 1_400_000;
const MOST_NAMED = 5;

/** @throws SheetsFault */
export async function passOver(
  google: Google,
  title: string,
  { columns, rows }: SheetRows,
  mayWrite: () => boolean,
): Promise<Passed> {
  const tab = await findTab(google, title);
  const titles = [KEY_COLUMN, ...columns, CHECK_COLUMN];
  const layout = await findColumns(google, tab, titles);
  const pending = await findPending(google, { tab, layout, rows });
  const notes = notesOf(tab, layout, pending);
  const write = async (cells: readonly ValueRange[]): Promise<void> => {
    if (!mayWrite()) throw new SheetsFault('later', 'another run writes to the spreadsheet');
    if (cells.length > 0) await google.write(cells);
  };
  if (layout.fresh.length > 0) {
    await makeRoom(google, tab, layout, 1);
    await write(freshColumns(tab, layout, pending.lastRow));
    if (pending.lastRow > 1) return { isDone: false, added: 0, updated: 0, notes };
  }
  const start = pending.additions.length > 0 ? await roomAt(google, tab, pending.lastRow + 1) : 0;
  const wanted: Placed[] = [
    ...pending.updates,
    ...pending.additions.map((one, index) => ({ ...one, row: start + index })),
  ];
  const now = fitting(wanted, LARGEST_BYTES);
  await makeRoom(google, tab, layout, Math.max(1, ...now.map(({ row }) => row)));
  await write(rangesOf(tab.title, placesOf(layout, titles), now));
  const updated = Math.min(now.length, pending.updates.length);
  return { isDone: now.length === wanted.length, updated, added: now.length - updated, notes };
}

/** Their titles; and all checks are taken away with the same request, so that each row is written again. */
function freshColumns(tab: Tab, layout: Layout, lastRow: number): ValueRange[] {
  const titles = rangesOf(tab.title, placesOf(layout, layout.fresh), [{ row: 1, cells: layout.fresh }]);
  const unchecked = Array.from({ length: lastRow - 1 }, (_, index) => ({ row: index + 2, cells: [''] }));
  return [...titles, ...rangesOf(tab.title, placesOf(layout, [CHECK_COLUMN]), unchecked)];
}

async function findTab(google: Google, title: string): Promise<Tab> {
  const find = async () => (await google.tabs()).find((tab) => plain(tab.title) === plain(title));
  const found = await find();
  if (found) return found;
  await google.addTab(title);
  const made = await find();
  if (made) return made;
  throw new SheetsFault('later', `the tab ${title} was made, and is not there yet`);
}

async function findColumns(google: Google, tab: Tab, titles: readonly string[]): Promise<Layout> {
  const [top = []] = await google.read([`${quoted(tab.title)}!1:1`], 'ROWS');
  const head = top[0] ?? [];
  const known = layoutOf(head, titles, 0);
  if (known.fresh.length === 0) return known;
  // To the right of the titles people may have something without one.
  const from = head.length;
  const right =
    from < tab.columns
      ? await google.read(
          [`${quoted(tab.title)}!${letters(from)}1:${letters(tab.columns - 1)}${tab.rows}`],
          'COLUMNS',
        )
      : [];
  if (known.fresh.includes(KEY_COLUMN)) await refuseForeign(google, tab, head);
  return layoutOf(head, titles, from + (right[0]?.length ?? 0));
}

/** Without the keys nobody knows which rows are ours: writing all of them again would double them. */
async function refuseForeign(google: Google, tab: Tab, head: readonly string[]): Promise<void> {
  const range = `${quoted(tab.title)}!A1:${letters(tab.columns - 1)}${tab.rows}`;
  const isEmpty = head.length === 0 && (await google.read([range], 'ROWS'))[0]?.length === 0;
  if (isEmpty) return;
  throw new SheetsFault(
    'refused',
    `the tab ${tab.title} has content, but no column '${KEY_COLUMN}': give the column with the keys that title again, ` +
      'or rename or empty the tab; until then nothing is written there',
    { isOfTab: true },
  );
}

async function findPending(
  google: Google,
  { tab, layout, rows }: { tab: Tab; layout: Layout; rows: SheetRows['rows'] },
): Promise<Pending> {
  const isThere = (title: string): boolean => !layout.fresh.includes(title);
  const wanted = rows.map(writtenOf);
  if (!isThere(KEY_COLUMN)) return pendingOf(wanted, [], []);
  if (tab.rows < 2) return pendingOf(wanted, [], []);
  const below = (title: string): string => {
    const column = letters(layout.places.get(title) ?? 0);
    return `${quoted(tab.title)}!${column}2:${column}${tab.rows}`;
  };
  const read = [KEY_COLUMN, ...(isThere(CHECK_COLUMN) ? [CHECK_COLUMN] : [])];
  const [keys, checks] = await google.read(read.map(below), 'COLUMNS');
  return pendingOf(
    wanted,
    (keys?.[0] ?? []).map((key) => key.trim()),
    checks?.[0] ?? [],
  );
}

/** Below our rows people may have some of their own. */
async function roomAt(google: Google, tab: Tab, row: number): Promise<number> {
  if (row > tab.rows) return row;
  const [below] = await google.read(
    [`${quoted(tab.title)}!A${row}:${letters(tab.columns - 1)}${tab.rows}`],
    'ROWS',
  );
  return row + (below?.length ?? 0);
}

async function makeRoom(google: Google, tab: Tab, layout: Layout, lastRow: number): Promise<void> {
  const lastColumn = Math.max(...layout.places.values()) + 1;
  const more = [Math.max(0, lastRow - tab.rows), Math.max(0, lastColumn - tab.columns)] as const;
  if (more[0] + more[1] > 0) await google.grow(tab, ...more);
}

const placesOf = ({ places }: Layout, titles: readonly string[]): number[] =>
  titles.map((title) => places.get(title) ?? 0);

function notesOf(tab: Tab, { fresh }: Layout, { repeated, lastRow }: Pending): string[] {
  const again =
    fresh.length > 0 && lastRow > 1
      ? [
          `The tab ${tab.title} had no column ${fresh.map((one) => `'${one}'`).join(', ')}: added at its right.`,
        ]
      : [];
  const twice = [...repeated]
    .slice(0, MOST_NAMED)
    .map(
      ([key, [first, ...others]]) =>
        `In the tab ${tab.title} rows ${[first, ...others].join(', ')} have the key ${key}: row ${first} is kept up to date, delete the others.`,
    );
  const more = repeated.size - twice.length;
  return [
    ...again,
    ...twice,
    ...(more > 0 ? [`${more} more keys of the tab ${tab.title} are there more than once.`] : []),
  ];
}
