/** Text for people: tables that fit the terminal, short local dates, colours where they are wanted. */
import { styleText } from 'node:util';
import type { OutputStream } from './io';

export interface Column<Row> {
  readonly title: string;
  /** What the cell shows; null and empty text become a dash. */
  readonly text: (row: Row) => string | number | null;
  readonly align?: 'left' | 'right';
  readonly colour?: (row: Row) => Colour | undefined;
}

export type Colour = 'green' | 'red' | 'yellow' | 'cyan' | 'gray' | 'bold';
export type Paint = (colour: Colour | undefined, text: string) => string;

const GAP = 2;
const NARROWEST_CELL = 6;
const WIDTH_WITHOUT_TERMINAL = 120;

/** `hasColors` knows NO_COLOR and what the terminal can do; a pipe or a file has no such method. */
export function painter(stream: OutputStream): Paint {
  const colours = stream.isTTY === true && stream.hasColors?.() === true;
  return (colour, text) => (colours && colour !== undefined ? styleText(colour, text) : text);
}

/** A table without rules, its widest columns cut until it fits; each row is one line. */
export async function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  stream: OutputStream,
): Promise<string> {
  // Loaded here: it takes longer than all else a command without tables needs.
  const { default: Table } = await import('cli-table3');
  const paint = painter(stream);
  const texts = rows.map((row) => columns.map((column) => oneLine(String(column.text(row) ?? '')) || '-'));
  const widths = fit(
    columns.map(({ title }, index) =>
      Math.max(title.length, ...texts.map((cells) => cells[index]?.length ?? 0)),
    ),
    stream.columns ?? WIDTH_WITHOUT_TERMINAL,
  );
  const grid = new Table({
    chars: NO_RULES,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    head: columns.map(({ title }) => paint('bold', title)),
    colWidths: widths,
    colAligns: columns.map(({ align }) => align ?? 'left'),
  });
  for (const [index, row] of rows.entries()) {
    grid.push(columns.map(({ colour }, column) => paint(colour?.(row), texts[index]?.[column] ?? '')));
  }
  return `${grid.toString().replace(/ +$/gm, '')}\n`;
}

/** Takes from the widest column, one by one, until all fit in `total` or none can give more. */
function fit(natural: readonly number[], total: number): number[] {
  const widths = [...natural];
  const room = total - GAP * (widths.length - 1);
  for (let excess = widths.reduce((sum, width) => sum + width, 0) - room; excess > 0; excess -= 1) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST_CELL) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

const NO_RULES = {
  top: '', 'top-mid': '', 'top-left': '', 'top-right': '',
  bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
  left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '',
  middle: ' '.repeat(GAP),
}; // prettier-ignore

/** Control characters taken out, so that stored text can't move the cursor or set the title of a terminal. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/\r\n/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}

export function oneLine(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim();
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
