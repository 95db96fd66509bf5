/** Where a command is that was typed into a shell, compared with the prompt that stood there before. */
import type { Baseline, Frame, Sighting } from './types';
import { columnsOf, isBlank, isShell, rowAt, splitAtColumn } from './lines';
import { readCommandLine } from './shell-line';

/** From here on tmux may have cut the history (default limit 2000, a tenth at a time), so rows can't be counted. */
const HISTORY_MAY_BE_CUT = 1000;
const PLAIN_SHELLS = new Set(['dash', 'sh', 'ash']);
/** Commands that move the cursor back to a place where it has been. */
const CLEARS = /\b(clear|reset|tput)\b|\\(033|e|x1b)\[/;

export function sightInShell(frame: Frame, baseline: Baseline, text: string): Sighting {
  if (!isShell(frame.command)) return 'taken';
  if (isInComposer(frame, baseline, text)) return 'composer';
  const line = readCommandLine(frame);
  const moved = frame.historySize + frame.cursorY - (baseline.historySize + baseline.cursorY);
  const samePlace = moved === 0 && frame.width === baseline.width;
  const oldRow = baseline.historySize + baseline.cursorY - frame.historySize;
  // The same command may have been run before, further up.
  const echoed = echoRow(frame, baseline, text, moved > 0 && frame.width === baseline.width ? oldRow : 0);

  if (samePlace && frame.cursorX === baseline.cursorX && sameRow(frame, baseline)) {
    const mayBeBack = CLEARS.test(text) || (echoed >= 0 && baseline.historySize >= HISTORY_MAY_BE_CUT);
    return mayBeBack ? 'unclear' : 'absent';
  }
  // Without a line editor the terminal's own buffer may hold the last line of a paste, invisible after the output.
  if (text.includes('\n') && PLAIN_SHELLS.has(frame.command.replace(/^-/, ''))) return 'unclear';
  // The command's own row is the last one with this prompt above the cursor: it was entered there.
  if (!samePlace && echoed >= 0) return 'taken';
  if (line.kind !== 'prompt') return 'unclear';
  if (moved < 0) return CLEARS.test(text) ? 'taken' : 'unclear';
  // Ready further down. Where the old prompt is still in sight, it would show the command.
  return moved > 0 && oldRow < 0 && frame.width === baseline.width ? 'taken' : 'unclear';
}

/** True where everything between the prompt and the cursor is the text, and it is all of it. */
function isInComposer(frame: Frame, baseline: Baseline, text: string): boolean {
  const wanted = withoutBlanks(text);
  const prompt = baseline.promptRow.trimEnd();
  if (wanted === '') return false;
  let shown = withoutBlanks(splitAtColumn(rowAt(frame.lines, frame.cursorY), frame.cursorX).join(''));
  for (let row = frame.cursorY; row >= 0; row -= 1) {
    if (row !== frame.cursorY) shown = withoutBlanks(rowAt(frame.lines, row)) + shown;
    if (rowAt(frame.lines, row).startsWith(prompt) && shown === withoutBlanks(prompt) + wanted) return true;
    if (shown.length > wanted.length + prompt.length) break;
  }
  const lastLine = text.trimEnd().split('\n').at(-1) ?? '';
  const cursorRow = rowAt(frame.lines, frame.cursorY);
  // Shells without bracketed paste run all lines but the last one, which then stands at a prompt of its own.
  if (
    text.includes('\n') &&
    cursorRow.startsWith(prompt) &&
    withoutBlanks(cursorRow) === withoutBlanks(prompt + lastLine)
  ) {
    return true;
  }
  // A text taller than the screen: a piece of it fills the rows above, its last line stands at the cursor.
  const above = withoutBlanks(frame.lines.slice(0, frame.cursorY).join(''));
  const lastInk = withoutBlanks(cursorRow);
  return above.length >= 40 && wanted.includes(above) && lastInk !== '' && wanted.endsWith(lastInk);
}

/** Last row from `from` to the cursor where the prompt stands with the text's first line; -1 if there is none. */
function echoRow({ lines, cursorY, width }: Frame, baseline: Baseline, text: string, from: number): number {
  const prompt = baseline.promptRow.trimEnd();
  const firstLine = withoutBlanks(text.split('\n')[0] ?? '');
  for (let row = cursorY - 1; row >= Math.max(0, from); row -= 1) {
    const shown = rowAt(lines, row);
    if (!shown.startsWith(prompt)) continue;
    const typed = withoutBlanks(shown.slice(prompt.length));
    const wrapped = typed !== '' && columnsOf(shown) >= width - 1 && firstLine.startsWith(typed);
    if ((typed === firstLine && typed !== '') || wrapped) return row;
  }
  return -1;
}

function sameRow(frame: Frame, baseline: Baseline): boolean {
  const [left, right] = splitAtColumn(rowAt(frame.lines, frame.cursorY), frame.cursorX);
  return left.trimEnd() === baseline.promptRow.trimEnd() && (isBlank(right) || /^\s{2,}/.test(right));
}

function withoutBlanks(text: string): string {
  return text.replace(/\s/gu, '');
}
