/** Menu rows of a dialog: numbered or plain labels, one of them marked by the cursor sign. */
import type { Dialog } from '../types';
import { columnsOf, indentOf, isBlank, rowAt } from './lines';

type Option = Dialog['options'][number];

export interface Menu {
  readonly options: readonly Option[];
  readonly numbered: boolean;
  /** First row of each option. */
  readonly rows: readonly number[];
  /** First and last row of the menu. */
  readonly first: number;
  readonly last: number;
  /** Number of the first option in sight; a list may scroll within its dialog. */
  readonly from: number;
  /** An arrow in the place of the mark says that there are more above, or below. */
  readonly scrolled: boolean;
}

interface Item {
  readonly row: number;
  readonly number: number;
  readonly column: number;
  readonly label: string;
}

/** A hint at the end of a label that names a key: `(y)`, `(esc)`, `(shift+tab)`. */
const KEY_HINT = / \((esc|shift\+tab|[a-z])\)$/;
const KEY_NAMES: Readonly<Record<string, string>> = { esc: 'Escape', 'shift+tab': 'BTab' };

/** More options are above this one, or below. */
const SCROLLS = /^[↑↓](?= +\d)/u;

/** Reads the menu around `cursorRow`, the row with the cursor sign; undefined where fewer than two options stand. */
export function readMenu(
  lines: readonly string[],
  cursorRow: number,
  sign: string,
  width: number,
): Menu | undefined {
  const items = numberedItems(lines, cursorRow, sign);
  const numbered = items.length > 0;
  const found = numbered ? items : plainItems(lines, cursorRow, sign);
  const first = found[0];
  const last = found.at(-1);
  if (!first || !last || found.length < 2) return undefined;
  const options = found.map((item) => toOption(lines, item, cursorRow, width, numbered));
  const rows = found.map(({ row }) => row);
  const scrolled = numbered && [first, last].some(({ row }) => SCROLLS.test(rowAt(lines, row)));
  return { options, numbered, rows, first: first.row, last: last.row, from: first.number, scrolled };
}

function numberedItem(lines: readonly string[], row: number, sign: string): Item | undefined {
  const match = /^(\s*)(\d{1,2})\. +(\S.*)$/.exec(rowAt(lines, row).replace(sign, ' ').replace(SCROLLS, ' '));
  if (!match) return undefined;
  const [, blanks = '', digits = '', label = ''] = match;
  return { row, number: Number(digits), column: blanks.length, label };
}

/** Numbered options need not be neighbours: descriptions and rules may stand between them. */
function numberedItems(lines: readonly string[], cursorRow: number, sign: string): Item[] {
  const start = numberedItem(lines, cursorRow, sign);
  if (!start) return [];
  const items = [start];
  for (const step of [-1, 1]) {
    let wanted = start.number + step;
    for (let row = cursorRow + step; row >= 0 && row < lines.length && wanted > 0; row += step) {
      const item = numberedItem(lines, row, sign);
      if (item && item.number === wanted && item.column === start.column) {
        if (step < 0) items.unshift(item);
        else items.push(item);
        wanted += step;
        continue;
      }
      const text = rowAt(lines, row);
      const between = isBlank(text) || indentOf(text) > start.column || /^─+$/.test(text);
      if (!between) break;
    }
  }
  // A long menu is scrolled: the arrow says that the first options are out of sight.
  const top = items[0];
  const isWhole = top?.number === 1;
  const isScrolled =
    top && (rowAt(lines, top.row - 1).trim() === '↑' || rowAt(lines, top.row).startsWith('↑'));
  return isWhole || isScrolled ? items : [];
}

function plainItems(lines: readonly string[], cursorRow: number, sign: string): Item[] {
  const text = rowAt(lines, cursorRow).replace(sign, ' ');
  const column = indentOf(text);
  const isItem = (row: number) => !isBlank(rowAt(lines, row)) && indentOf(rowAt(lines, row)) === column;
  let first = cursorRow;
  while (isItem(first - 1)) first -= 1;
  let last = cursorRow;
  while (isItem(last + 1)) last += 1;
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const row = first + index;
    return { row, number: index + 1, column, label: rowAt(lines, row).replace(sign, ' ').trim() };
  });
}

function toOption(
  lines: readonly string[],
  item: Item,
  cursorRow: number,
  width: number,
  numbered: boolean,
): Option {
  let label = item.label.trimEnd();
  let used = columnsOf(rowAt(lines, item.row));
  for (let row = item.row + 1; numbered; row += 1) {
    const next = rowAt(lines, row);
    // A row below belongs to the label only if its first word had no room above; otherwise it is a description.
    const firstWord = next.trim().split(' ')[0] ?? '';
    const wrapped =
      firstWord !== '' && indentOf(next) > item.column && used + 1 + columnsOf(firstWord) >= width - 4;
    if (!wrapped) break;
    label += ` ${next.trim()}`;
    used = columnsOf(next);
  }
  const hint = KEY_HINT.exec(label)?.[1];
  const selected = item.row === cursorRow;
  const plain = hint === undefined ? label : label.replace(KEY_HINT, '');
  const letter = hint !== undefined && hint.length === 1 ? hint : undefined;
  const key = letter ?? (numbered ? String(item.number) : hint === undefined ? undefined : KEY_NAMES[hint]);
  return key === undefined ? { label: plain, selected } : { label: plain, key, selected };
}
