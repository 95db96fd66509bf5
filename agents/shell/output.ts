/** What a command printed: the rows between its echo and the next prompt, as they are. */
import type { Baseline } from '../types';
import { columnsOf, isBlank, rowAt } from '../screen/lines';
import { echoEnd, lastSingleEcho, showsLine } from './echo';
import { inkFor, type Ink } from './ink';
import {
  afterPrompt,
  beforeUpperRow,
  hasSameSign,
  isAlike,
  isUpperRow,
  LAST_SIGN,
  LOWER_ROW,
  promptOf,
  withoutRightPrompt,
} from './prompt';
import { CLEARS } from './locate-prompt';

/** tmux keeps some hundred rows at least; of fewer, none were cut. */
const FEWEST_CUT_ROWS = 100;
/** What zsh and fish put behind an output without a newline at its end, before they go to the next row. */
const MARKING = /^-?(?:zsh|fish)$/;
const END_MARKS: Readonly<Record<string, RegExp>> = { zsh: /[%#]$/u, fish: /[⏎¶~]$/u };

export function holdsEcho(rows: readonly string[], baseline: Baseline, text: string): boolean {
  return withoutEcho(rows, baseline, text) !== undefined;
}

export function outputOf(
  rows: readonly string[],
  baseline: Baseline,
  text: string,
  drawn: readonly string[] = rows,
): string {
  const { output, isWhole } = printed(drawn, baseline, text);
  if (isWhole) return output;
  const note = `[the beginning is missing: the terminal keeps only the last ${rows.length} lines]`;
  return `${note}\n${output}`;
}

export interface Printed {
  readonly output: string;
  /** False where its beginning is no longer in the rows. */
  readonly isWhole: boolean;
}

export function printed(drawn: readonly string[], baseline: Baseline, text: string): Printed {
  const found = withoutEcho(drawn, baseline, text);
  const output = withoutPrompt(found ?? drawn, baseline).join('\n');
  return { output, isWhole: found !== undefined || drawn.length < FEWEST_CUT_ROWS || CLEARS.test(text) };
}

/** Rows after the echoed command; undefined without an echo (the screen was cleared, the history cut). */
function withoutEcho(joined: readonly string[], baseline: Baseline, text: string): string[] | undefined {
  const ink = inkFor(text);
  const rows = splitAfterEcho(joined, baseline, text);
  const drawnWrongly = redrawnEchoEnd(rows, baseline, text, ink);
  const end = echoEnd(rows, 0, baseline, ink) ?? drawnWrongly;
  if (end !== undefined) {
    // A shell that draws a shorter prompt on Enter may leave the longer one with its echo above.
    const again = baseline.promptRows ? echoEnd(rows, end, baseline, ink) : undefined;
    return withoutEdge(rows, again ?? end, baseline);
  }
  for (let start = rows.length - 1; start > 0; start -= 1) {
    const later = echoEnd(rows, start, baseline, ink);
    if (later !== undefined) return withoutEdge(rows, later, baseline);
  }
  return withoutSingleEchoes(rows, promptOf(baseline), text);
}

/** zsh leaves the row below an echo that ends at the right edge blank. */
function withoutEdge(rows: readonly string[], end: number, { command = '', width }: Baseline): string[] {
  const isAtEdge = columnsOf(rowAt(rows, end - 1)) % Math.max(1, width) === 0;
  const isLeft = isAtEdge && /^-?zsh$/.test(command) && end < rows.length && isBlank(rowAt(rows, end));
  return rows.slice(isLeft ? end + 1 : end);
}

/** An echo that ends at the right edge is joined with the row below, which is the output's. */
function splitAfterEcho(rows: readonly string[], baseline: Baseline, text: string): string[] {
  const prompt = promptOf(baseline).trimEnd();
  const lastLine = text.split('\n').at(-1) ?? '';
  return rows.flatMap((row) => {
    const typed = text.includes('\n') ? row : afterPrompt(row, prompt);
    if (typed === undefined || columnsOf(row) <= baseline.width) return [row];
    const end = typed.indexOf(lastLine) + lastLine.length;
    if (lastLine === '' || !typed.trimStart().startsWith(lastLine)) return [row];
    const head = row.slice(0, row.length - typed.length + end);
    const isAtEdge = head.length < row.length && columnsOf(head) % baseline.width === 0;
    if (!isAtEdge) return [row];
    return [head, row.slice(head.length)];
  });
}

/**
 * Echoes that readline draws wrongly: over an output without a newline that stood before the prompt, and of a text
 * taller than the screen (its head, then its last line).
 */
function redrawnEchoEnd(
  rows: readonly string[],
  baseline: Baseline,
  text: string,
  ink: Ink,
): number | undefined {
  const prompt = baseline.promptRow.trimEnd();
  const first = rowAt(rows, 0);
  const starts = Array.from({ length: prompt.length }, (_, index) => ink.of(first.slice(index + 1)));
  const isOver = first.slice(0, 2) === prompt.slice(0, 2) && starts.some((row) => row.startsWith(ink.wanted));
  if (isOver && ink.wanted !== '' && !text.includes('\n')) return 1;
  const lastLine = ink.of(text.trimEnd().split('\n').at(-1) ?? '');
  let shown = ink.of(afterPrompt(first, prompt) ?? '');
  for (let end = 1; end < rows.length && shown !== '' && ink.wanted.startsWith(shown); end += 1) {
    const row = ink.of(rowAt(rows, end));
    if (row === lastLine) return end + 1;
    shown += row;
  }
  return undefined;
}

/** A shell without bracketed paste runs line by line: each line has an echo of its own, with output between them. */
function withoutSingleEchoes(rows: readonly string[], prompt: string, text: string): string[] | undefined {
  const lines = text.split('\n');
  const isFirst = (row: string): boolean => showsLine(row, prompt, lines[0] ?? '');
  const first = rows.findLastIndex(
    (row, index) => isFirst(row) && lastSingleEcho(rows, index, prompt, text) !== undefined,
  );
  if (first < 0) return undefined;
  let next = 0;
  return rows.slice(first).filter((row) => {
    const line = lines[next];
    if (line === undefined || !showsLine(row, prompt, line)) return true;
    next += 1;
    return false;
  });
}

/** Cuts the prompt that follows the output; its row begins with the rest of an output without a newline at its end. */
function withoutPrompt(rows: readonly string[], baseline: Baseline): string[] {
  const last = rows.findLastIndex((row) => !isBlank(row));
  if (last < 0) return [];
  const whole = rowAt(rows, last).trimEnd();
  const row = withoutRightPrompt(whole, columnsOf(whole), baseline).trimEnd();
  const above = rows.slice(0, last);
  const rest = beforePrompt(row, baseline);
  // Still running, or cut off: the blank rows below are the empty part of the screen.
  if (rest === undefined) return [...above, whole];
  return rest === '' ? withoutUpperRows(above, baseline) : withoutMark([...above, rest], baseline, rest);
}

/** What stands before the prompt in its row; undefined where the row shows none. */
function beforePrompt(row: string, baseline: Baseline): string | undefined {
  const prompt = promptOf(baseline).trimEnd();
  const cut = row.length - prompt.length;
  if (prompt !== '' && cut >= 0 && isAlike(row.slice(cut), prompt)) return row.slice(0, cut);
  if (!hasSameSign(row, prompt) || !LAST_SIGN.test(prompt)) return undefined;
  // zsh and fish begin a row for it, whatever it shows by now.
  const isOwnRow = MARKING.test(baseline.command ?? '') && columnsOf(row) <= baseline.width;
  const isOther = prompt.length > 3 && isAlike(row.slice(0, 3), prompt.slice(0, 3));
  if (isOwnRow || isOther || prompt.endsWith(row)) return '';
  let same = 1;
  while (row.at(-same - 1) === prompt.at(-same - 1) && same < row.length) same += 1;
  return row.slice(0, row.length - same);
}

/** Cuts the upper rows of the prompt that follows. */
function withoutUpperRows(rows: readonly string[], baseline: Baseline): string[] {
  const { above = [], promptRows = 0 } = baseline;
  const last = rows.at(-1);
  if (promptRows === 0 || last === undefined) return withoutMark(rows, baseline);
  const rest = beforeUpperRow(last, above.at(-1) ?? '');
  if (rest === undefined && !isUpperRow(last, promptOf(baseline))) return withoutMark(rows, baseline);
  const output = rows.slice(0, -1);
  if (rest !== undefined && rest !== '') return [...output, rest];
  const hasBlank = promptRows > 1 || LOWER_ROW.test(promptOf(baseline).trim());
  return withoutMark(hasBlank && isBlank(output.at(-1) ?? '-') ? output.slice(0, -1) : output, baseline);
}

/** Cuts the shell's mark of an output without a newline. Blanks up to the edge follow it, so that the prompt begins a row. */
function withoutMark(rows: readonly string[], { command = '', width }: Baseline, rest?: string): string[] {
  const mark = END_MARKS[command.replace(/^-/, '')];
  const last = rows.at(-1) ?? '';
  const isFilled = last !== '' && columnsOf(last) % Math.max(1, width) === 0;
  const output = last.trimEnd();
  // Where the screen was cleared, the blanks alone.
  if (mark && isFilled && output === '') return rows.slice(0, -1);
  if (!mark?.test(output) || !isFilled || (rest === undefined && output === last && !output.endsWith('⏎')))
    return [...rows];
  const before = output.replace(mark, '');
  return before === '' ? rows.slice(0, -1) : [...rows.slice(0, -1), before];
}
