/** Text that a dialog shows wrapped: every way in which its rows can be put together again. Pure. */
import { columnsOf, isBlank } from './lines';

/** With more breaks that can't be told, nobody should guess. Three ways each. */
const MAX_UNCLEAR_BREAKS = 3;
/** A program wraps this much before the edge of its box at the earliest. */
const MARGIN_COLUMNS = 4;

/**
 * The texts that `rows` (without their indent) may stand for. A row ends with a line end for certain where the next
 * word would have fitted; otherwise with a line end, a blank or in the middle of a word.
 * Empty where something is cut off or there are too many ways.
 * @param columns columns of the terminal
 * @param indent columns in front of each row
 */
export function readingsOf(rows: readonly string[], columns: number, indent: number): string[] {
  const [first, ...rest] = rows;
  if (first === undefined || isBlank(first) || rows.some((row) => /…|\[\+?\d+ (more )?lines?\]/.test(row)))
    return [];
  let texts = [first];
  let unclear = 0;
  let before = first;
  for (const row of rest) {
    const word = row.trimStart().split(' ')[0] ?? '';
    const fits = indent + columnsOf(before) + 1 + columnsOf(word) < columns - MARGIN_COLUMNS;
    if (fits || word === '') texts = texts.map((text) => `${text}\n${row}`);
    else {
      unclear += 1;
      if (unclear > MAX_UNCLEAR_BREAKS) return [];
      // The likeliest first: it is the one that is shown.
      texts = texts.flatMap((text) => [`${text} ${row.trimStart()}`, `${text}\n${row}`, `${text}${row}`]);
    }
    before = row;
  }
  return texts;
}
