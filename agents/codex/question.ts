/** Codex's questions (`request_user_input`): one at a time, `Question 1/2`, with notes that hold words of one's own. */
import { isBlank, rowAt } from '../screen/lines';
import { readMenu, type Menu } from '../screen/options';
import type { Dialog, DialogField, Frame } from '../types';

const PAGE = /^ {2}Question (\d+)\/(\d+)\b/;
const UNANSWERED = /^ {2}Submit with unanswered questions\?$/;
const HINTS = /\benter to submit\b|\besc to go back\b/;
/** The hints take several rows where there is little room. */
const HINT_ROW = /^ {2}(?:tab|[Pp]ress enter|enter|esc|←\/→) /u;
const PLACEHOLDER = 'Add notes';
/** A label and what it means stand in columns. */
const COLUMNS = /\s{2,}/;

export interface CodexQuestion {
  readonly dialog: Dialog;
  /** Row of the marked option. */
  readonly row: number;
}

export function readCodexQuestion({ lines, width }: Frame): CodexQuestion | undefined {
  const top = lines.findLastIndex((row) => PAGE.test(row) || UNANSWERED.test(row));
  if (top < 0) return undefined;
  // All below is the question's own: nothing of a transcript, whose rows begin at column 0, stands there.
  if (lines.slice(top).some((text) => !isBlank(text) && !text.startsWith('  '))) return undefined;
  const row = lines.findIndex((text, index) => index > top && /^ {2}› \d{1,2}\. /u.test(text));
  const menu = row < 0 ? undefined : readMenu(lines, row, '›', width);
  if (!menu?.numbered || menu.first <= top) return undefined;
  const hint = lines.findIndex((text, index) => index > menu.last && HINT_ROW.test(text));
  const hints = hint < 0 ? '' : lines.slice(hint).join(' ');
  if (!HINTS.test(hints)) return undefined;
  const body = lines.slice(top, menu.first);
  const words = body.slice(1).map((text) => text.trim());
  const [, , count = '1'] = PAGE.exec(rowAt(lines, top)) ?? [];
  const isPage = PAGE.test(rowAt(lines, top));
  const text = isPage ? words.filter(Boolean).join(' ') : '';
  const field = isPage
    ? fieldOf(lines.slice(menu.last + 1, hint), menu, /\bclear notes\b/.test(hints))
    : undefined;
  const options = menu.options.map(({ label, key, selected }) => ({
    label: label.split(COLUMNS)[0] ?? label,
    ...(key !== undefined && isPage && !field?.isOpen && { key }),
    selected,
  }));
  const question = { text, header: null, count: Number(count), multiple: false, reviewed: false };
  const title = isPage ? text : rowAt(lines, top).trim();
  const dialog: Dialog = {
    ...{ kind: 'question', title, body: isPage ? lines.slice(top + 1, menu.first) : body, options },
    ...(field?.isOpen && { amending: true }),
    question: { ...question, ...(field && { field }), ...(!isPage && { review: [] }) },
  };
  return { dialog, row };
}

/** Words go with an answer; "None of the above" is there for those that stand alone. */
function fieldOf(written: readonly string[], menu: Menu, isOpen: boolean): DialogField {
  const option = Math.max(
    menu.options.findIndex(({ label }) => label.startsWith('None of the above')),
    0,
  );
  const start = written.findIndex((row) => row.startsWith('  › '));
  if (!isOpen || start < 0) return { option, text: '', isOpen, toggle: 'Tab' };
  const rows = written.slice(start).map((row) => row.replace(/^ {2}(?:› | {2})/u, '').trimEnd());
  const text = rows.join('\n').trim();
  return { option, text: text === PLACEHOLDER ? '' : text, isOpen, toggle: 'Tab' };
}
