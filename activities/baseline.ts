/** What a pane shows before typing, kept with the lease as JSON. */
import { rowAt, splitAtColumn } from './agents/lines';
import { surroundings } from './agents/shell-prompt';
import type { Baseline, Frame } from './agents/types';

/** Pane ids begin anew with the tmux server; the process tells whether it is still the same terminal. */
export type KeptBaseline = Baseline & { readonly pid: number };

export function baselineOf(frame: Frame): Baseline {
  const { historySize, cursorX, cursorY, width, command } = frame;
  const [promptRow] = splitAtColumn(rowAt(frame.lines, cursorY), cursorX);
  return { historySize, cursorX, cursorY, width, promptRow, command, ...surroundings(frame) };
}

export function parseBaseline(json: string): KeptBaseline {
  return JSON.parse(json) as KeptBaseline;
}

/** First row of the prompt in the visible screen of `frame`; negative = in the history. */
export function rowNow(baseline: Baseline, frame: Pick<Frame, 'historySize'>): number {
  return baseline.historySize + baseline.cursorY - frame.historySize;
}
