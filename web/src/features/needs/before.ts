/** What stood on the screen before a dialog: the agent's words, and the change that it shows. Pure. */
import type { DiffLine } from '../diff/lines';

/** So many lines say what the agent was about to do. */
const MOST_LINES = 12;
/** Lines that only draw something. */
const RULE = /^[\s─━╌╍═▔▁_-]*$/;

/**
 * The last lines above the dialog; empty where the dialog doesn't stand on the screen any more.
 * @param body the rows of the dialog as they were on the screen
 */
export function linesBefore(screen: string, body: string): string[] {
  const rows = screen.split('\n').map((row) => row.trimEnd());
  const first = body
    .split('\n')
    .map((row) => row.trim())
    .find((row) => !RULE.test(row));
  if (first === undefined) return [];
  const at = rows.findLastIndex((row) => row.trim() === first);
  if (at <= 0) return [];
  const above = rows.slice(0, at);
  while (above.length > 0 && RULE.test(above.at(-1) ?? '')) above.pop();
  return withoutCommonIndent(above.slice(-MOST_LINES));
}

/** As agents show changes: a number, then a plus, a minus or a blank. */
const DIFF_ROW = /^\s*(\d+) ?([ +-])(.*)$/;

/** The last change that is shown in these rows; empty if there is none. */
export function diffIn(rows: readonly string[]): DiffLine[] {
  const read = rows.map(diffRow);
  const last = read.findLastIndex((row) => row !== null && row.kind !== 'same');
  if (last < 0) return [];
  let first = last;
  while (first > 0 && read[first - 1]) first -= 1;
  let end = last + 1;
  while (end < read.length && read[end]) end += 1;
  return read.slice(first, end).filter((row) => row !== null);
}

function diffRow(row: string): DiffLine | null {
  const [, number, sign, text] = DIFF_ROW.exec(row) ?? [];
  if (number === undefined || text === undefined) return null;
  return { number, text, kind: sign === '+' ? 'added' : sign === '-' ? 'removed' : 'same' };
}

function withoutCommonIndent(rows: readonly string[]): string[] {
  const indents = rows.filter((row) => row !== '').map((row) => row.length - row.trimStart().length);
  const common = indents.length === 0 ? 0 : Math.min(...indents);
  return rows.map((row) => row.slice(common));
}
