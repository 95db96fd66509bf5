/** Rows of a terminal: columns, wide characters, and comparing typed text with what is drawn. */
import { eastAsianWidth } from 'get-east-asian-width';

const SHELLS = new Set(['bash', 'zsh', 'sh', 'dash', 'fish', 'ksh', 'mksh', 'ash', 'tcsh', 'csh']);
const ZERO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** True for the names of shells, as login shells too (`-bash`). */
export function isShell(command: string): boolean {
  return SHELLS.has(command.replace(/^-/, ''));
}

/** Widths that were found, plus one; a screen has the same few characters over and over. */
const FOUND = new Uint8Array(0x1_0000);

/** Columns one character takes. */
function widthOf(char: string): number {
  const code = char.codePointAt(0) as number;
  if (code < 0x300) return 1;
  const found = FOUND[code];
  if (found) return found - 1;
  const width = ZERO_WIDTH.test(char) ? 0 : eastAsianWidth(code);
  FOUND[code] = width + 1;
  return width;
}

/** Columns a row takes; a Chinese character or an emoji takes two. */
export function columnsOf(row: string): number {
  let columns = 0;
  for (const char of row) columns += widthOf(char);
  return columns;
}

/** The text left and right of a column. The left part is padded with blanks, because frames have trailing blanks cut. */
export function splitAtColumn(row: string, column: number): [left: string, right: string] {
  let columns = 0;
  let index = 0;
  for (const char of row) {
    const width = widthOf(char);
    if (columns >= column && width > 0) break;
    columns += width;
    index += char.length;
  }
  return [row.slice(0, index) + ' '.repeat(Math.max(0, column - columns)), row.slice(index)];
}

/** The row at `index`, or '' outside of the screen. */
export function rowAt(lines: readonly string[], index: number): string {
  return lines[index] ?? '';
}

export function isBlank(row: string): boolean {
  return row.trim() === '';
}

/** Leading blanks of a row. */
export function indentOf(row: string): number {
  return row.length - row.trimStart().length;
}

/**
 * What is left of a text when everything a terminal may draw differently is taken away: blanks (wrapping, tabs),
 * emoji and other symbols. Falls back to the text without blanks where nothing else would be left.
 */
export function inkOf(text: string): string {
  const ink = text.normalize('NFC').replace(/[^\p{L}\p{N}\x21-\x7e]/gu, '');
  return ink === '' ? text.replace(/\s/gu, '') : ink;
}
