/**
 * Where a command is that was typed into a shell, compared with the prompt that stood there before. `taken` is said only
 * where it is certain: a text that is still being drawn looks in many ways like one that was entered.
 */
import type { Baseline, Frame, PromptLocation } from '../types';
import { columnsOf, isBlank, isShell, rowAt, splitAtColumn } from '../screen/lines';
import { echoEnd, lastSingleEcho, rowsAtMost, showsLine } from './echo';
import { inkFor, withoutBlanks, type Ink } from './ink';
import { readCommandLine } from './command-line';
import {
  afterPrompt,
  beforeUpperRow,
  hasSameSign,
  isAlike,
  isFull,
  typedParts,
  withoutRightPrompt,
} from './prompt';

/** From here on tmux may have cut the history (default limit 2000, a tenth at a time), so rows can't be counted. */
const HISTORY_MAY_BE_CUT = 1000;
/** Shells without a line editor: the terminal itself echoes what is typed, at once and once only. */
const PLAIN_SHELLS = /^-?(dash|sh)$/;
/** Shells that show a suggestion behind what is typed. */
const SUGGESTING = /^-?(fish|zsh)$/;
/** Commands that move the cursor back to a place where it has been. */
export const CLEARS = /\b(clear|reset|tput)\b|\\(033|e|x1b)\[/;
/** A part of a text that is taller than the screen is known by so many characters at least. */
const ENOUGH_CHARS = 40;

/** The frame, what is compared with it, and where the old prompt's row is in it; negative = scrolled off. */
interface Scene {
  readonly frame: Frame;
  readonly baseline: Baseline;
  readonly text: string;
  readonly ink: Ink;
  readonly oldRow: number;
  /** Rows the cursor is further down than before the text was typed. */
  readonly moved: number;
  readonly sameWidth: boolean;
}

export function isPlainShell(command: string): boolean {
  return PLAIN_SHELLS.test(command);
}

export function sightInShell(frame: Frame, baseline: Baseline, text: string): PromptLocation {
  if (!isShell(frame.command)) return 'accepted';
  const oldRow = baseline.historySize + baseline.cursorY - frame.historySize;
  const moved = frame.cursorY - oldRow;
  const sameWidth = frame.width === baseline.width;
  const scene = { frame, baseline, text, ink: inkFor(text), oldRow, moved, sameWidth };
  if (isInComposer(scene)) return 'input';
  if (isUntouched(scene)) return mayBeBack(scene) ? 'unknown' : 'absent';
  // Without a line editor the terminal's own buffer may hold the last line of a paste, invisible after the output.
  if (text.includes('\n') && isPlainShell(frame.command)) return 'unknown';
  if (isEntered(scene)) return 'accepted';
  const [left] = splitAtColumn(rowAt(frame.lines, frame.cursorY), frame.cursorX);
  if (readCommandLine(frame).kind !== 'prompt' || !hasSameSign(left, baseline.promptRow)) return 'unknown';
  if (moved < 0) return CLEARS.test(text) ? 'accepted' : 'unknown';
  // Ready further down than the text itself reaches. Where the old prompt is still in sight, it would show the command.
  return oldRow < 0 && sameWidth && moved > rowsAtMost(text, baseline) ? 'accepted' : 'unknown';
}

/** The whole text stands at the prompt, and nothing else; the cursor is at its end or in its last row. */
function isInComposer(scene: Scene): boolean {
  const { frame, baseline, ink, text } = scene;
  if (ink.wanted === '') return false;
  const [left, right] = splitAtColumn(rowAt(frame.lines, frame.cursorY), frame.cursorX);
  const columns = frame.cursorX + columnsOf(right);
  const behind = withoutRightPrompt(` ${right}`, columns, baseline).trim();
  const nothingBehind = behind === '' || SUGGESTING.test(frame.command);
  const shows = (typed: string): boolean =>
    (nothingBehind && ink.of(typed) === ink.wanted) ||
    (behind !== '' && ink.of(typed + behind) === ink.wanted);
  let below = '';
  for (let row = frame.cursorY; row >= 0; row -= 1) {
    const shown = row === frame.cursorY ? left : rowAt(frame.lines, row);
    if (typedFrom(scene, row, shown).some((typed) => shows(typed + below))) return true;
    below = shown + below;
  }
  return isLastLine(scene, left) || isClipped(scene, left) || isClippedByZsh(scene, left, text);
}

/** What may be typed in this row, if it is the prompt's row: found by its place, or by the prompt's look. */
function typedFrom({ frame, baseline, oldRow, sameWidth }: Scene, row: number, shown: string): string[] {
  const whole = rowAt(frame.lines, row);
  const isCursorRow = row === frame.cursorY;
  const withoutRight = (typed: string): string =>
    isCursorRow ? typed : withoutRightPrompt(typed, columnsOf(whole), baseline);
  const byLook = afterPrompt(shown, baseline.promptRow);
  const found = byLook === undefined ? [] : [withoutRight(byLook)];
  if (row !== oldRow || !sameWidth) return found;
  const [prompt, typed] = splitAtColumn(shown, baseline.cursorX);
  return hasSameSign(prompt, baseline.promptRow) ? [...found, withoutRight(typed)] : found;
}

/** Shells without bracketed paste run all lines but the last one, which then stands at a prompt of its own. */
function isLastLine({ baseline, text, moved, sameWidth }: Scene, left: string): boolean {
  if (!text.includes('\n') || (sameWidth && moved === 0)) return false;
  return showsLine(left, baseline.promptRow, text.split('\n').at(-1) ?? '');
}

/** A text taller than the screen: its upper part fills the rows above (readline), its last line stands at the cursor. */
function isClipped({ frame, baseline, text, ink, oldRow }: Scene, left: string): boolean {
  if (oldRow >= 0 && rowsAtMost(text, baseline) <= frame.height) return false;
  const lastLine = inkFor(text.split('\n').at(-1) ?? '').wanted;
  const last = ink.of(left);
  const isEnd = last !== '' && (frame.width > left.length + 1 || last.length >= 2) && lastLine.endsWith(last);
  const above = frame.lines.slice(Math.max(0, oldRow), frame.cursorY);
  const first = rowAt(above, 0);
  const typed = (oldRow >= 0 ? afterPrompt(first, baseline.promptRow) : undefined) ?? first;
  const shown = ink.of([typed, ...above.slice(1)].join(''));
  return isEnd && shown.length >= ENOUGH_CHARS && ink.wanted.includes(shown);
}

/** zsh draws `>....` and the last rows. */
function isClippedByZsh({ frame, baseline, ink }: Scene, left: string, text: string): boolean {
  const top = frame.lines.findLastIndex(
    (row, index) =>
      index < frame.cursorY &&
      typedParts(row, baseline.promptRow).some((typed) => /^[<>]\.{4}/.test(typed.trim())),
  );
  if (top < 0 || rowsAtMost(text, baseline) < frame.height) return false;
  const shown = ink.of([...frame.lines.slice(top + 1, frame.cursorY), left].join(''));
  return shown.length >= ENOUGH_CHARS && ink.wanted.endsWith(shown);
}

/** The prompt stands where it stood, with nothing typed, and the rows above it are the same. */
function isUntouched({ frame, baseline, moved, sameWidth }: Scene): boolean {
  const { lines, cursorX, cursorY } = frame;
  if (moved !== 0 || !sameWidth || cursorX !== baseline.cursorX) return false;
  const [left, right] = splitAtColumn(rowAt(lines, cursorY), cursorX);
  const isSame =
    isAlike(left.trimEnd(), baseline.promptRow.trimEnd()) || hasSameSign(left, baseline.promptRow);
  const above = baseline.above ?? [];
  const isSameAbove = above.every(
    (row, index) => beforeUpperRow(rowAt(lines, cursorY - above.length + index), row) === '',
  );
  return isSame && isSameAbove && (isBlank(right) || /^\s{2,}|^ ?$/.test(right));
}

/** A command that clears the screen leaves it as it was; one with a full history may come to the same place. */
function mayBeBack({ frame, baseline, text, ink }: Scene): boolean {
  if (CLEARS.test(text)) return true;
  if (baseline.historySize < HISTORY_MAY_BE_CUT) return false;
  return frame.lines.some(
    (_row, index) => index < frame.cursorY && echoEnd(frame.lines, index, baseline, ink),
  );
}

/**
 * All of the text stands at the prompt and the cursor is below it. The same command may have been run before, further up,
 * so only rows from the old prompt on count; a shell that draws a shorter prompt on Enter may begin a bit higher.
 */
function isEntered({ frame, baseline, text, ink, oldRow, sameWidth }: Scene): boolean {
  const { lines, cursorX, cursorY, width } = frame;
  const above = baseline.above ?? [];
  const from = sameWidth ? Math.max(0, oldRow - above.length) : 0;
  for (let row = from; row < cursorY; row += 1) {
    if (sameWidth && row < oldRow && rowAt(lines, row) === above[above.length + row - oldRow]) continue;
    const end = echoEnd(lines, row, baseline, ink);
    if (end === undefined || end > cursorY) continue;
    // A text that ends at the right edge has its cursor in the row below.
    if (end < cursorY || cursorX > 0 || !isFull(rowAt(lines, end - 1), width)) return true;
  }
  const last = text.includes('\n')
    ? lastSingleEcho(lines, Math.max(from, oldRow), baseline.promptRow, text)
    : undefined;
  return last !== undefined && last < cursorY && withoutBlanks(text) !== '';
}
