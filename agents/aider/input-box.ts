/** Aider's input lines: a rule, the files of the chat, then `> ` (or `ask> `, `diff multi> `) with the text after it. */
import type { Frame } from '../types';
import { rowAt } from '../screen/lines';

export interface Input {
  /** Row of the rule above it; -1 where the rows begin with the input, or with a later row of it. */
  readonly rule: number;
  /** First row of what is typed, and the first row after it. */
  readonly top: number;
  readonly end: number;
  /** What is typed, rows of it on lines of their own. */
  readonly text: string;
}

/** A rule is as wide as the screen was when it was drawn: a narrower screen wraps it. */
const RULE = /^─{2,}$/u;
const SIGN = /^(?:[a-z][a-z-]*(?: multi)?|multi)?> ?/;

/** All input lines in `rows`, oldest first: those that were sent, and the one that is open. */
export function inputsIn(rows: readonly string[]): Input[] {
  const starts = rows.flatMap((row, index) => (RULE.test(row) ? [index] : []));
  const inputs = [-1, ...starts].map((rule) => inputBelow(rows, rule));
  return inputs.filter((input) => input !== undefined);
}

function inputBelow(rows: readonly string[], rule: number): Input | undefined {
  let top = rule + 1;
  // Names of files. A rule of an answer has a blank row below it.
  while (rule >= 0 && rowAt(rows, top) !== '' && !isSignOrRule(rowAt(rows, top))) top += 1;
  // Each row of a typed text begins with the sign again, wrapped rows too.
  const sign = SIGN.exec(rowAt(rows, top))?.[0].trimEnd();
  if (sign === undefined) return undefined;
  let end = top;
  while (end < rows.length && rowAt(rows, end).startsWith(sign)) end += 1;
  const typed = rows.slice(top, end).map((row) => row.slice(sign.length + 1).trimEnd());
  return { rule, top, end, text: typed.join('\n').trimEnd() };
}

function isSignOrRule(row: string): boolean {
  return SIGN.test(row) || RULE.test(row);
}

/** The input line that the terminal's cursor is in. */
export function openInput({ lines, cursorX, cursorY }: Frame): Input | undefined {
  const input = inputsIn(lines).at(-1);
  if (!input || cursorY < input.top || cursorY >= input.end) return undefined;
  const sign = SIGN.exec(`${rowAt(lines, cursorY)} `)?.[0] ?? '';
  // A text taller than the screen has its rule out of sight; that nothing is typed can't be told then.
  return cursorX >= sign.length && (input.rule >= 0 || input.text !== '') ? input : undefined;
}
