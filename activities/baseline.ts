/** What a pane shows before typing, kept with the lease as JSON. */
import type { Baseline, Frame } from './agents/types';

export function baselineOf(frame: Frame): Baseline {
  const { historySize, cursorX, cursorY, width } = frame;
  return { historySize, cursorX, cursorY, width, promptRow: (frame.lines[cursorY] ?? '').slice(0, cursorX) };
}

/** First row of the prompt in the visible screen of `frame`; negative = in the history. */
export function rowNow(baseline: Baseline, frame: Pick<Frame, 'historySize'>): number {
  return baseline.historySize + baseline.cursorY - frame.historySize;
}
