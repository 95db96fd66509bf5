/** How the last turn ended, from the rows right above Claude Code's input box. */
import { findBox } from './input-box';
import { columnsOf, isBlank, rowAt } from '../screen/lines';
import type { Frame, ScreenEnding } from '../types';

const INTERRUPTED =
  /^ {2}⎿[ \u00a0]+(?:Interrupted · What should Claude do instead\?|Rejected (?:update|write) to .*)/u;
/** A question that was closed, a plan that was refused: what was asked stands below. */
const DECLINED = /^● (?:Declined to answer Claude's questions|User rejected Claude's plan)/u;
const FAILED =
  /^(?:●| {2}⎿)[ \u00a0]+(API Error:? .*|Invalid API key .*|Prompt is too long.*|Context limit reached.*|.*Please run \/login.*)$/u;

export function endingInClaude(frame: Frame): ScreenEnding | undefined {
  const end = findBox(frame)?.top ?? frame.lines.length;
  for (let row = end - 1; row >= 0; row -= 1) {
    const text = rowAt(frame.lines, row);
    if (isBlank(text)) continue;
    if (INTERRUPTED.test(text) || DECLINED.test(text)) return { how: 'interrupted', message: text.trim() };
    const failed = FAILED.exec(text)?.[1];
    if (failed !== undefined) return { how: 'failed', message: `${failed}${restOf(frame, row, end)}` };
    // Hints and the rest of a wrapped row are indented; anything at column 0 begins another block.
    if (/^\S/u.test(text)) return undefined;
  }
  return undefined;
}

/** Columns that Claude Code leaves free at the right. */
const MARGIN_COLUMNS = 6;

/** What of a wrapped row stands in the rows below it: each goes on because its next word had no room. */
function restOf({ lines, width }: Frame, row: number, end: number): string {
  let text = '';
  for (let next = row + 1; next < end; next += 1) {
    const words = /^ {2,}([^\s⎿].*)$/u.exec(rowAt(lines, next))?.[1];
    const [first = ''] = words?.split(' ') ?? [];
    const isFull = columnsOf(rowAt(lines, next - 1)) + 1 + columnsOf(first) > width - MARGIN_COLUMNS;
    if (words === undefined || !isFull) break;
    text += ` ${words}`;
  }
  return text;
}

const GOES_ON = /^ *(?:Continuing automatically at|Continuing shortly)\b.*\bEsc to cancel/u;
const LIMIT_MENU = /^ *What do you want to do\?$/u;

/** At a usage limit Claude Code sends the prompt again when the limit ends, or asks in a menu whether to, unless it is told not to. */
export function goesOnByItself({ lines }: Frame): boolean {
  const foot = lines.slice(-12);
  const menu = foot.some((row) => LIMIT_MENU.test(row)) && foot.some((row) => /limit to reset/.test(row));
  return menu || foot.some((row) => GOES_ON.test(row));
}
