/** Text for people: tables that fit the terminal, short local dates, colours where they are wanted. */
import { readable } from '../workflows/contracts/control-characters';
import { styleText } from 'node:util';
import type { OutputStream } from './io';

export interface Column<Row> {
  readonly title: string;
  /** What the cell shows; null and empty text become a dash. */
  readonly text: (row: Row) => string | number | null;
  readonly align?: 'left' | 'right';
  readonly colour?: (row: Row) => Colour | undefined;
  /** `cut`: shortened first; `drop`: left out, the last such column first, where the terminal is narrow. */
  readonly narrow?: 'cut' | 'drop';
}

export type Colour = 'green' | 'red' | 'yellow' | 'cyan' | 'gray' | 'bold';
export type Paint = (colour: Colour | undefined, text: string) => string;

const GAP = 2;
const NARROWEST_CELL = 6;
/** A cut column with less than this says too little: others are dropped for it. */
const USEFUL_CUT = 16;
const WIDTH_WITHOUT_TERMINAL = 120;

/** `hasColors` knows NO_COLOR and what the terminal can do; a pipe or a file has no such method. */
export function painter(stream: OutputStream): Paint {
  const colours = stream.isTTY === true && stream.hasColors?.() === true;
  return (colour, text) =>
    colours && colour !== undefined ? styleText(colour, text, { validateStream: false }) : text;
}

/** A table without rules that fits the stream; each row is one line. */
export async function table<Row>(
  rows: readonly Row[],
  allColumns: readonly Column<Row>[],
  stream: OutputStream,
): Promise<string> {
  // Loaded here: it takes longer than all else a command without tables needs.
  const { default: Table } = await import('cli-table3');
  const paint = painter(stream);
  const measured = allColumns.map((column) => measure(column, rows));
  const { columns, widths } = fit(measured, stream.columns ?? WIDTH_WITHOUT_TERMINAL);
  const grid = new Table({
    chars: NO_RULES,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    head: columns.map(({ column }) => paint('bold', column.title)),
    colWidths: widths,
    colAligns: columns.map(({ column }) => column.align ?? 'left'),
  });
  for (const [index, row] of rows.entries()) {
    grid.push(columns.map(({ column, cells }) => paint(column.colour?.(row), cells[index] ?? '')));
  }
  return `${grid.toString().replace(/ +$/gm, '')}\n`;
}

interface Measured<Row> {
  readonly column: Column<Row>;
  readonly cells: readonly string[];
  readonly width: number;
}

function measure<Row>(column: Column<Row>, rows: readonly Row[]): Measured<Row> {
  const cells = rows.map((row) => oneLine(String(column.text(row) ?? '')) || '-');
  return { column, cells, width: Math.max(column.title.length, ...cells.map((cell) => cell.length)) };
}

/** Drops columns, then cuts, until all fit in `total` or none can give more. */
function fit<Row>(
  all: readonly Measured<Row>[],
  total: number,
): { columns: Measured<Row>[]; widths: number[] } {
  const columns = [...all];
  const needed = ({ column, width }: Measured<Row>): number =>
    GAP + (column.narrow === 'cut' ? Math.min(width, USEFUL_CUT) : width);
  while (columns.reduce((sum, column) => sum + needed(column), -GAP) > total) {
    const last = columns.findLastIndex(({ column }) => column.narrow === 'drop');
    if (last === -1) break;
    columns.splice(last, 1);
  }
  const widths = columns.map(({ width }) => width);
  let excess = widths.reduce((sum, width) => sum + GAP + width, -GAP) - total;
  for (const cutFirst of [true, false]) {
    const places = columns.flatMap(({ column }, place) =>
      (column.narrow === 'cut') === cutFirst ? [place] : [],
    );
    for (; excess > 0; excess -= 1) {
      const widest = Math.max(...places.map((place) => widths[place] ?? 0));
      if (widest <= NARROWEST_CELL) break;
      widths[places.find((place) => widths[place] === widest) ?? 0] = widest - 1;
    }
  }
  return { columns, widths };
}

const NO_RULES = {
  top: '', 'top-mid': '', 'top-left': '', 'top-right': '',
  bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
  left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '',
  middle: ' '.repeat(GAP),
}; // prettier-ignore

export function oneLine(text: string): string {
  return readable(text).replace(/\s+/g, ' ').trim();
}

/** Local time: `14:03` today, `02-07 14:03` this year, else `2025-02-07`. */
export function shortDate(iso: string | null, now = new Date()): string | null {
  if (iso === null) return null;
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const { day, time } = localParts(date);
  const today = localParts(now).day;
  if (day === today) return time.slice(0, 5);
  return day.slice(0, 4) === today.slice(0, 4) ? `${day.slice(5)} ${time.slice(0, 5)}` : day;
}

/** Local time to the second: `2026-02-07 14:03:05`. */
export function fullDate(iso: string | null): string | null {
  if (iso === null) return null;
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const { day, time } = localParts(date);
  return `${day} ${time}`;
}

function localParts(date: Date): { day: string; time: string } {
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    day: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    time: `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`,
  };
}
