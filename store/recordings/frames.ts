/** Frames as differences from the one before, and as lines of a recording. Pure. */
import type { ChangedRow, RecordedFrame, Screen } from '../../workflows/contracts/recording';

/** @returns undefined where nothing has changed */
export function frameOf(before: Screen | undefined, now: Screen, atMs: number): RecordedFrame | undefined {
  const { cols, rows } = now;
  const isWhole = before?.cols !== cols || before.rows.length !== rows.length;
  const changed = rows.flatMap((text, row): ChangedRow[] =>
    isWhole || text !== before.rows[row] ? [[row, text]] : [],
  );
  return isWhole || changed.length > 0 ? { atMs, cols, rows: rows.length, isWhole, changed } : undefined;
}

/** What is shown after the frame. @param before what was shown until then; undefined: nothing is known */
export function shownAfter(before: Screen | undefined, frame: RecordedFrame): Screen {
  const blank = Array.from({ length: frame.rows }, () => '');
  const rows = frame.isWhole || !before ? blank : [...before.rows];
  for (const [row, text] of frame.changed) if (row < frame.rows) rows[row] = text;
  return { cols: frame.cols, rows };
}

/** One that shows all of it. */
export const wholeFrame = ({ cols, rows }: Screen, atMs: number): RecordedFrame => ({
  ...{ atMs, cols, rows: rows.length, isWhole: true },
  changed: rows.map((text, row): ChangedRow => [row, text]),
});

/** As it stands in the file: time, columns, rows, 1 for a whole one, and the rows that changed. */
type Line = readonly [
  atMs: number,
  cols: number,
  rows: number,
  isWhole: 0 | 1,
  changed: readonly ChangedRow[],
];

export function lineOf({ atMs, cols, rows, isWhole, changed }: RecordedFrame): string {
  return JSON.stringify([atMs, cols, rows, isWhole ? 1 : 0, changed] satisfies Line);
}

/** @throws SyntaxError for what we have not written */
export function framesOf(lines: string): RecordedFrame[] {
  return lines.split('\n').flatMap((line) => {
    if (line === '') return [];
    const [atMs, cols, rows, isWhole, changed] = JSON.parse(line) as Line;
    return [{ atMs, cols, rows, isWhole: isWhole === 1, changed }];
  });
}
