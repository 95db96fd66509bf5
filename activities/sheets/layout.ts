/** Where our columns are in a tab that people may have changed, and which rows have to be written. Pure. */
import { createHash } from 'node:crypto';
import type { SheetRow } from '../../store/sheets/rows';
import { LONGEST_CELL } from '../../workflows/contracts/sheets';
import { beginning } from '../beginning';

/** Our rows are found by it. Nobody else's column has that name by chance. */
export const KEY_COLUMN = 'Architect key';
/** What the row was when it was last written: only what changed is written again. */
export const CHECK_COLUMN = 'Architect check';

const CUT = ' … [cut: a cell holds no more]';
/** Without line breaks and tabs: no spreadsheet shows them, and some refuse them. */
// oxlint-disable-next-line no-control-regex
const UNSHOWN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g;

/** Our columns by their titles, with their places from 0. */
export interface Layout {
  readonly places: ReadonlyMap<string, number>;
  /** Not there yet. */
  readonly fresh: readonly string[];
}

/** @param head the first row; @param free the first place where fresh columns have room */
export function layoutOf(head: readonly string[], titles: readonly string[], free: number): Layout {
  const known = new Map<string, number>();
  head.forEach((title, place) => {
    const name = plain(title);
    if (name !== '' && !known.has(name)) known.set(name, place);
  });
  const fresh = titles.filter((title) => !known.has(plain(title)));
  const places = new Map(
    titles.map((title) => [title, known.get(plain(title)) ?? free + fresh.indexOf(title)]),
  );
  return { places, fresh };
}

export const plain = (title: string): string => title.trim().toLowerCase();

/** A row as its cells are written: the key, the texts, and the check. */
export interface Written {
  readonly key: string;
  readonly check: string;
  readonly cells: readonly string[];
}

export function writtenOf({ key, cells }: SheetRow): Written {
  const shown = cells.map(cellOf);
  const check = createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 16);
  return { key, check, cells: [key, ...shown, check] };
}

export function cellOf(text: string): string {
  const shown = text.replace(UNSHOWN, '\uFFFD');
  if (shown.length <= LONGEST_CELL) return shown;
  return `${beginning(shown, LONGEST_CELL - CUT.length)}${CUT}`;
}

export interface Placed extends Written {
  /** From 1. */
  readonly row: number;
}

export interface Pending {
  readonly updates: readonly Placed[];
  /** Their rows come after all that are there. */
  readonly additions: readonly Written[];
  /** Keys that several rows have, with these rows. */
  readonly repeated: ReadonlyMap<string, readonly number[]>;
  /** The last row with a key, or the first one, which has the titles. */
  readonly lastRow: number;
}

/** @param keys of row 2 and those below it; @param checks likewise */
export function pendingOf(
  wanted: readonly Written[],
  keys: readonly string[],
  checks: readonly string[],
): Pending {
  const rows = new Map<string, number[]>();
  keys.forEach((key, index) => {
    if (key !== '') rows.set(key, [...(rows.get(key) ?? []), index + 2]);
  });
  const updates: Placed[] = [];
  const additions: Written[] = [];
  const repeated = new Map<string, readonly number[]>();
  for (const one of wanted) {
    const [row, ...others] = rows.get(one.key) ?? [];
    if (row === undefined) additions.push(one);
    else if (checks[row - 2] !== one.check) updates.push({ ...one, row });
    if (row !== undefined && others.length > 0) repeated.set(one.key, [row, ...others]);
  }
  return { updates, additions, repeated, lastRow: Math.max(1, keys.findLastIndex((key) => key !== '') + 2) };
}

/** As many from the start as one request holds, one at least. */
export function fitting<Row extends Written>(rows: readonly Row[], maxBytes: number): Row[] {
  let bytes = 0;
  const past = rows.findIndex(({ cells }, index) => {
    bytes += Buffer.byteLength(JSON.stringify(cells)) + BYTES_BESIDE;
    return bytes > maxBytes && index > 0;
  });
  return rows.slice(0, past === -1 ? rows.length : past);
}
/** The names of ranges and what is around them. */
const BYTES_BESIDE = 400;

export interface ValueRange {
  readonly range: string;
  readonly values: readonly (readonly string[])[];
}

/** Fixed ranges, with as few requests' parts as can be; columns of people between ours are left out. */
export function rangesOf(tab: string, places: readonly number[], rows: readonly Grid[]): ValueRange[] {
  const columns = blocks(
    places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place),
    ({ place }) => place,
  );
  const groups = blocks(
    [...rows].sort((a, b) => a.row - b.row),
    ({ row }) => row,
  );
  return groups.flatMap((group) =>
    columns.map((block) => ({
      range: rangeOf(tab, {
        ...{ row: group[0]?.row ?? 1, column: block[0]?.place ?? 0 },
        ...{ rows: group.length, columns: block.length },
      }),
      values: group.map(({ cells }) => block.map(({ index }) => cells[index] ?? '')),
    })),
  );
}

export type Grid = Pick<Placed, 'row' | 'cells'>;

/** Runs of numbers that follow each other. */
function blocks<T>(items: readonly T[], number: (item: T) => number): T[][] {
  const runs: T[][] = [];
  for (const item of items) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last !== undefined && number(item) === number(last) + 1) run.push(item);
    else runs.push([item]);
  }
  return runs;
}

const rangeOf = (tab: string, at: { row: number; column: number; rows: number; columns: number }): string => {
  const from = `${letters(at.column)}${at.row}`;
  return `${quoted(tab)}!${from}:${letters(at.column + at.columns - 1)}${at.row + at.rows - 1}`;
};

export const quoted = (tab: string): string => `'${tab.replaceAll("'", "''")}'`;

/** 0 is A, 26 is AA. */
export function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : `${letters(Math.floor(column / 26) - 1)}${last}`;
}
