/** Where rows show a text that was typed at a prompt. */
import type { Baseline } from '../types';
import { columnsOf, rowAt } from '../screen/lines';
import { inkFor, withoutBlanks, type Ink } from './ink';
import { afterPrompt, promptOf, typedParts, withoutRightPrompt } from './prompt';

/** zsh draws this in place of the part of a text that is taller than the screen. */
const CUT_BY_ZSH = /^\s*[<>]\.{4}\s*$/;
/** `> `, `for> ` */
const CONTINUED = /^(?:[a-z]+ )*[a-z]*> ?(.*)$/;
const TAB_COLUMNS = 8;
/** zsh draws what it can't print in up to so many columns. */
const HEX_COLUMNS = 10;

/** First row after the text that begins in row `start`; undefined where not all of it stands there. */
export function echoEnd(
  rows: readonly string[],
  start: number,
  baseline: Baseline,
  ink: Ink,
): number | undefined {
  const row = rowAt(rows, start);
  for (const typed of typedParts(row, promptOf(baseline))) {
    if (CUT_BY_ZSH.test(typed)) return cutEchoEnd(rows, start + 1, ink);
    const end = endOf(withoutRightPrompt(typed, columnsOf(row), baseline), rows, start, ink);
    if (end !== undefined) return end;
  }
  return undefined;
}

function endOf(first: string, rows: readonly string[], start: number, ink: Ink): number | undefined {
  let drawn = withoutBlanks(first);
  for (let end = start + 1; end <= rows.length; end += 1) {
    if (!ink.mayBeLonger) drawn = ink.of(drawn);
    if (drawn.length >= ink.wanted.length || ink.mayBeLonger) {
      if (ink.of(drawn) === ink.wanted) return end;
      if (drawn.length >= ink.wanted.length * (ink.mayBeLonger ? HEX_COLUMNS : 1)) return undefined;
    }
    if (!ink.mayBeLonger && !ink.wanted.startsWith(drawn)) return undefined;
    drawn += withoutBlanks(rowAt(rows, end));
  }
  return undefined;
}

/** The end of a text whose beginning isn't drawn: as many rows as fit to it. */
function cutEchoEnd(rows: readonly string[], start: number, ink: Ink): number | undefined {
  let drawn = '';
  let found: number | undefined;
  for (let end = start; end < rows.length; end += 1) {
    drawn += rowAt(rows, end);
    const shown = ink.of(drawn);
    if (shown.length > ink.wanted.length) break;
    if (shown !== '' && ink.wanted.endsWith(shown)) found = end + 1;
  }
  return found;
}

/** True where a row shows the prompt, or a continuation, with exactly this line after it. */
export function showsLine(row: string, prompt: string, line: string): boolean {
  const ink = inkFor(line);
  const parts = [afterPrompt(row, prompt), CONTINUED.exec(row)?.[1]];
  return parts.some((typed) => typed !== undefined && ink.of(typed) === ink.wanted);
}

/**
 * Row of the last line's echo, where each line of the text has an echo of its own with output between them: so runs a
 * shell without bracketed paste what is pasted. undefined where a line is missing.
 */
export function lastSingleEcho(
  rows: readonly string[],
  start: number,
  prompt: string,
  text: string,
): number | undefined {
  let row = start - 1;
  for (const line of text.split('\n')) {
    const next = rows.findIndex((shown, index) => index > row && showsLine(shown, prompt, line));
    if (next < 0) return undefined;
    row = next;
  }
  return row;
}

/** More rows than a text takes on a command line that begins at `column`. */
export function rowsAtMost(text: string, { cursorX, width }: Pick<Baseline, 'cursorX' | 'width'>): number {
  let rows = 0;
  for (const line of text.split('\n')) {
    const drawn = line.replace(/[^\x20-\x7e\p{L}\p{N}]/gu, (char) =>
      ' '.repeat(char === '\t' ? TAB_COLUMNS : HEX_COLUMNS),
    );
    // fish indents each line by the prompt and by the depth of its blocks.
    rows += Math.floor((columnsOf(drawn) + 2 * cursorX) / Math.max(1, width)) + 1;
  }
  return rows;
}
