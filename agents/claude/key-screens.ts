/** Screens of Claude Code that wait for a key without a menu: a notice or a form in place of the input box, its keys in the last row. */
import { isRule } from './input-box';
import { isBlank, rowAt } from '../screen/lines';
import type { Dialog, Frame } from '../types';

/** `Enter to stay in auto mode`, `↑/↓ to navigate`, `Press Enter to continue…` */
const HINT = /^(?:Press )?(Enter|Esc|shift\+Tab|Tab|Space|Backspace|ctrl\+\w|[↑↓←→/]+) to (\S.*?)…?$/iu;
/** Those that answer; the others move about. */
const ANSWERS: Readonly<Record<string, string>> = { enter: 'Enter', esc: 'Escape', 'shift+tab': 'BTab' };
/** Keys that are told in more rows are cut off. */
const MAX_HINT_ROWS = 3;

/** So many rows are no foot of an input box that isn't drawn whole. */
const MIN_CUT_ROWS = 4;

/** Call it only where neither an input box nor a menu stands. */
export function readBoxless({ lines, width }: Frame): Dialog | undefined {
  const last = lines.findLastIndex((row) => !isBlank(row));
  const hints = hintsAt(lines, last);
  const rule = lines.slice(0, last).findLastIndex((row) => isRule(row, width));
  const body = lines.slice(rule + 1, last + 1);
  if (!hints) return rule >= 0 && last >= lines.length - 2 ? cutBelow(body) : undefined;
  // A search is a person's own doing.
  if (body.some((row) => row.includes('⌕'))) return undefined;
  // What stands below no rule may be the end of an answer, while the box is drawn.
  if (rule < 0 && !/^Press /.test(rowAt(lines, last).trim())) return undefined;
  const options = hints.flatMap(([, key = '', what = '']) => {
    const name = ANSWERS[key.toLowerCase()];
    const label = what.charAt(0).toUpperCase() + what.slice(1);
    return name === undefined ? [] : [{ label, key: name, selected: false }];
  });
  return options.length === 0 ? undefined : { kind: 'other', title: titleOf(body), body, options };
}

/** One that is taller than the terminal: it ends at the lower edge, its keys out of sight. */
function cutBelow(body: readonly string[]): Dialog | undefined {
  const rows = body.filter((row) => !isBlank(row));
  if (rows.length < MIN_CUT_ROWS || !rows.every((row) => /^ {2}/.test(row))) return undefined;
  return { kind: 'other', title: titleOf(body), body, options: [], cut: 'options' };
}

/** The keys that the rows up to `last` tell, all of them. */
function hintsAt(lines: readonly string[], last: number): RegExpExecArray[] | undefined {
  for (let count = MAX_HINT_ROWS; count > 0; count -= 1) {
    const rows = lines.slice(Math.max(0, last + 1 - count), last + 1);
    if (!rows.every((row) => /^ \s*\S/u.test(row))) continue;
    const parts = rows
      .map((row) => row.trim())
      .join(' ')
      .split(' · ');
    const hints = parts.map((part) => HINT.exec(part));
    if (hints.every((hint) => hint !== null)) return hints;
  }
  return undefined;
}

/** The same without the row that tells the keys: whatever has the place of the input box, as a person would see it. */
export function standingIn({ lines, width }: Frame): Dialog {
  const last = lines.findLastIndex((row) => !isBlank(row));
  const rule = lines.slice(0, last).findLastIndex((row) => isRule(row, width) || /^▔{8,}$/.test(row));
  const body = lines.slice(rule + 1, last + 1);
  return { kind: 'other', title: titleOf(body), body, options: [], cut: 'options' };
}

const titleOf = (body: readonly string[]): string => (body.find((row) => !isBlank(row)) ?? '').trim();
