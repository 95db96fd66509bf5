/** What a pane shows before typing, kept with the lease as JSON. */
import type { HeldLease, TerminalRef } from '../../workflows/contracts/host-store';
import type { ProcessId } from '../../processes/identity';
import { rowAt, splitAtColumn } from '../../agents/screen/lines';
import { surroundings } from '../../agents/shell/prompt';
import type { Baseline, Frame } from '../../agents/types';

/** Pane ids begin anew with the tmux server; the process tells whether it is still the same terminal. */
export type KeptBaseline = Baseline & {
  readonly pid: number;
  /** The agent that the prompt was typed to: the turn is its. Undefined where it can't be told. */
  readonly program?: ProcessId;
};

export function baselineOf(frame: Frame): Baseline {
  const { historySize, cursorX, cursorY, width, command } = frame;
  const [promptRow] = splitAtColumn(rowAt(frame.lines, cursorY), cursorX);
  return { historySize, cursorX, cursorY, width, promptRow, command, ...surroundings(frame) };
}

export function parseBaseline(json: string): KeptBaseline {
  return JSON.parse(json) as KeptBaseline;
}

/** The terminal that was leased, whatever it is called now. */
export function leasedTerminal({ terminal, baseline }: HeldLease): TerminalRef {
  return { ...terminal, pid: terminal.pid ?? (baseline === null ? null : parseBaseline(baseline).pid) };
}

/** First row of the prompt in the visible screen of `frame`; negative = in the history. */
export function rowNow(baseline: Baseline, frame: Pick<Frame, 'historySize'>): number {
  return baseline.historySize + baseline.cursorY - frame.historySize;
}
