/** Codex's questions (`request_user_input`): a heading, the question and numbered options, all indented. */
import type { Dialog, Frame } from './types';
import { isBlank, rowAt } from './lines';
import { readMenu } from './options';

export interface CodexQuestion {
  readonly dialog: Dialog;
  /** Row of the marked option. */
  readonly row: number;
  /** The person is writing a note to an option: a digit would be typed into it. */
  readonly amending: boolean;
}

const HEADING = /^ {2}Question \d+\/\d+\b/;
const MARKED = /^ {2}› \d{1,2}\. /u;
const HINTS = /^ {2}.*\benter to submit (answer|all)\b/;
const NOTE = /^ {2}(tab or )?esc to clear notes\b/;

/** Call it only where no composer stands. */
export function readCodexQuestion({ lines, width }: Frame): CodexQuestion | undefined {
  const heading = lines.findLastIndex((text) => HEADING.test(text));
  const row = lines.findLastIndex((text) => MARKED.test(text));
  if (heading < 0 || row < heading) return undefined;
  // All below is the question's own: nothing of a transcript, whose rows begin at column 0, stands there.
  const own = lines.slice(heading);
  if (own.some((text) => !isBlank(text) && !text.startsWith('  ')) || !own.some((text) => HINTS.test(text)))
    return undefined;
  const menu = readMenu(lines, row, '›', width);
  if (!menu?.numbered || menu.first <= heading) return undefined;
  const amending = own.some((text) => NOTE.test(text));
  const title = titleAt(lines, heading + 1);
  // Behind the label stands what it means.
  const options = menu.options.map((option) => ({ ...option, label: option.label.replace(/ {2,}.*$/, '') }));
  const body = lines.slice(heading, menu.first);
  const dialog: Dialog = amending
    ? { kind: 'other', title, body, options: [] }
    : { kind: 'question', title, body, options };
  return { dialog, row, amending };
}

/** The question itself, wrapped, up to an empty row. */
function titleAt(lines: readonly string[], first: number): string {
  let end = first;
  while (end < lines.length && !isBlank(rowAt(lines, end))) end += 1;
  return lines
    .slice(first, end)
    .map((text) => text.trim())
    .join(' ');
}
