/** Gemini CLI's input box: ` > ` below a rule as wide as the screen, with the terminal's cursor in it. */
import type { Frame } from '../types';
import { columnsOf, isBlank, rowAt } from '../screen/lines';

export interface Composer {
  /** Row of the rule that closes the transcript. */
  readonly rule: number;
  /** Row of the sign. */
  readonly top: number;
  /** `>`; another sign (`!`) is another mode of the box. */
  readonly sign: string;
  /** What is typed, continuation rows on lines of their own. The placeholder is not text. */
  readonly text: string;
}

const SIGN_ROW = /^ ([>!*])(?: (.*))?$/su;
/** Grey and behind the cursor; typed text has the cursor behind it. */
const PLACEHOLDER = /^ +Type your (message|shell command)\b/;
/** The name of the mode and a blank or half-block row stand between the rule and the sign. */
const ROWS_TO_SIGN = 5;

/** The box, if the cursor is in it; undefined for dialogs, panels and half-drawn screens. */
export function findComposer({ lines, width, cursorX, cursorY }: Frame): Composer | undefined {
  const rule = lines.findLastIndex((row) => isRule(row, width));
  if (rule < 0 || cursorY <= rule || cursorX < 3) return undefined;
  const top = lines.findIndex(
    (row, index) => index > rule && index <= rule + ROWS_TO_SIGN && SIGN_ROW.test(row),
  );
  if (top < 0 || cursorY < top) return undefined;
  const rest = lines.slice(top + 1, cursorY + 1);
  if (rest.some((row) => !isBlank(row) && !row.startsWith('   '))) return undefined;

  const [, sign = '', first = ''] = SIGN_ROW.exec(rowAt(lines, top)) ?? [];
  const empty = cursorY === top && cursorX === 3 && (isBlank(first) || PLACEHOLDER.test(first));
  const typed = [first, ...lines.slice(top + 1, endOf(lines, cursorY)).map((row) => row.slice(3))];
  return { rule, top, sign, text: empty ? '' : typed.join('\n').trimEnd() };
}

function isRule(row: string, width: number): boolean {
  return /^─{20,}$/.test(row) && columnsOf(row) >= width - 1;
}

/** First row below the typed text: the cursor may stand above its last rows. */
function endOf(lines: readonly string[], cursorY: number): number {
  let end = cursorY + 1;
  while (/^ {3}\S/u.test(rowAt(lines, end))) end += 1;
  return end;
}
