/** Codex's composer: `› ` near the bottom with the terminal's cursor in it, a status row below. */
import type { Frame } from '../types';
import { isBlank, rowAt } from '../screen/lines';
import { readMenu } from '../screen/options';

export interface Composer {
  /** Row of the `›`. */
  readonly top: number;
  /** What is typed; the placeholder is not text. */
  readonly text: string;
  /** The text is taller than the composer: its first lines are out of sight. */
  readonly clipped: boolean;
  /**
   * What stands below, which comes up when Codex has started: `GPT-6-Sol default · /home/me/app`, the thread's name, a mode,
   * or what a person has chosen to see there. Rows are joined.
   */
  readonly status: string | undefined;
}

const PLACEHOLDER = 'Ask Codex to do anything';
const STATUS = /^ {2}\S.* · [~/]/;
/** The last row: hints. Before Codex has started it only tells of the shortcuts. */
const HINTS = /^ {2}(← for agents\b|\? for shortcuts\b|(enter\/)?esc latest\b)/u;
const STARTED = /^ {2}← for agents\b/u;
/** Less of a cut name could be the beginning of any. */
const MIN_CUT_CHARS = 4;

/** The composer, if the cursor is in it; undefined for dialogs, pickers, panels and viewers. */
export function findComposer(frame: Frame): Composer | undefined {
  const { lines, cursorX, cursorY, width, title } = frame;
  if (cursorX < 2 || cursorX >= width || isActionTitle(title)) return undefined;
  let top = cursorY;
  while (top >= 0 && (isBlank(rowAt(lines, top)) || rowAt(lines, top).startsWith('  '))) top -= 1;
  if (!/^›(\s|$)/u.test(rowAt(lines, top))) return undefined;

  const statusRow = statusAt(lines, cursorY);
  const hasStatus = statusRow !== undefined;
  const end = statusRow ?? footerAt(lines, cursorY);
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
    status: hasStatus ? statusText(lines, statusRow) : undefined,
  };
}

/** A composer with all that stands below it: nothing else draws that. */
export function hasStarted(frame: Frame): boolean {
  return findComposer(frame)?.status !== undefined && frame.lines.some((row) => HINTS.test(row));
}

/** `[ ! ] Action Required | dir`, blinking. */
export function isActionTitle(title: string): boolean {
  return /^\[ [!.] \] Action Required\b/.test(title);
}

/** First row of the status; undefined while Codex starts. */
function statusAt(lines: readonly string[], cursorY: number): number | undefined {
  const withPath = lines.findLastIndex((row) => STATUS.test(row));
  if (withPath > cursorY) return withPath;
  // Chosen by a person: without the directory, or nothing at all.
  const hints = lines.findLastIndex((row) => HINTS.test(row));
  if (hints <= cursorY) return undefined;
  let first = hints;
  while (first - 1 > cursorY && !isBlank(rowAt(lines, first - 1))) first -= 1;
  return first < hints || STARTED.test(rowAt(lines, hints)) ? first : undefined;
}

function statusText(lines: readonly string[], first: number): string {
  const rows = lines.slice(first).filter((row) => !isBlank(row) && !HINTS.test(row));
  return rows.map((row) => row.trim()).join(' ');
}

/**
 * Whether Codex has set the terminal's title: it names the directory or the repository, the thread or what else stands in
 * the status, long names cut.
 */
export function isOwnTitle(title: string, status: string | undefined): boolean {
  const shown = (status ?? '').split(/ · |\/| {2,}/u).map((part) => part.trim());
  return title.split(' | ').some((segment) => {
    const name = segment.trim();
    const start = name.replace(/\.\.\.$/, '');
    return shown.some(
      (part) =>
        part !== '' &&
        (part === name ||
          (start !== name && start.length >= MIN_CUT_CHARS && part.startsWith(start)) ||
          (part.length > MIN_CUT_CHARS && part.endsWith('…') && start.startsWith(part.slice(0, -1)))),
    );
  });
}

/** First row of the hints below the composer: what follows a blank row below the cursor. */
function footerAt(lines: readonly string[], cursorY: number): number {
  const blank = lines.findIndex((row, index) => index > cursorY && isBlank(row));
  return blank < 0 ? lines.length : blank;
}
