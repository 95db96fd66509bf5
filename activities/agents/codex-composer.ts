/** Codex's composer: `› ` near the bottom with the terminal's cursor in it, a status row below. */
import type { Frame } from './types';
import { isBlank, rowAt } from './lines';
import { readMenu } from './options';

export interface Composer {
  /** Row of the `›`. */
  readonly top: number;
  /** What is typed; the placeholder is not text. */
  readonly text: string;
  /** The text is taller than the composer: its first lines are out of sight. */
  readonly clipped: boolean;
  /** `GPT-6-Sol default · /home/me/app`; it comes up when Codex has started. */
  readonly status: string | undefined;
}

const PLACEHOLDER = 'Ask Codex to do anything';
const STATUS = /^ {2}\S.* · [~/]/;

/** The composer, if the cursor is in it; undefined for dialogs, pickers, panels and viewers. */
export function findComposer(frame: Frame): Composer | undefined {
  const { lines, cursorX, cursorY, width, title } = frame;
  if (cursorX < 2 || cursorX >= width || isActionTitle(title)) return undefined;
  let top = cursorY;
  while (top >= 0 && (isBlank(rowAt(lines, top)) || rowAt(lines, top).startsWith('  '))) top -= 1;
  if (!/^›(\s|$)/u.test(rowAt(lines, top))) return undefined;

  const statusRow = lines.findLastIndex((row) => STATUS.test(row));
  const hasStatus = statusRow > cursorY;
  const end = hasStatus ? statusRow : footerAt(lines, cursorY);
  const rows = lines.slice(top, end).map((row) => row.slice(2).trimEnd());
  const clipped = /\s↑$/.test(rows[0] ?? '');
  if (clipped) rows[0] = (rows[0] ?? '').replace(/\s+↑$/, '');
  const typed = rows.join('\n').trimEnd();
  const empty = typed === '' || (typed === PLACEHOLDER && cursorY === top && cursorX === 2);
  if (!empty && !hasStatus && !clipped && readMenu(lines, top, '›', width)) return undefined;
  return {
    top,
    text: empty ? '' : typed,
    clipped,
    status: hasStatus ? rowAt(lines, statusRow).trim() : undefined,
  };
}

/** `[ ! ] Action Required | dir`, blinking. */
export function isActionTitle(title: string): boolean {
  return /^\[ [!.] \] Action Required\b/.test(title);
}

/** First row of the hints below the composer: what follows a blank row below the cursor. */
function footerAt(lines: readonly string[], cursorY: number): number {
  const blank = lines.findIndex((row, index) => index > cursorY && isBlank(row));
  return blank < 0 ? lines.length : blank;
}
