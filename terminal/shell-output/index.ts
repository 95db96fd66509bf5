/** The answer of a shell whose terminal no longer holds the beginning: from the pipe, as far back as that goes. */
import { printed } from '../../agents/shell/output';
import type { Attempt } from '../attempt';
import type { HostDeps } from '../context';
import type { Snapshot } from '../watch/types';
import type { Missing, ShownAnswer } from '../turn/shorten';
import { takeOutput, type PipedOutput } from './pipe';
import { renderRows } from './render';

const LINE_END = 0x0a;
/** bash, zsh and fish end bracketed paste. */
const LINE_IS_READ = '\x1b[?2004l';

/** undefined where it can't be told from the pipe. */
export async function pipedAnswer(
  deps: Pick<HostDeps, 'hostStore' | 'tmux' | 'log' | 'answers'>,
  { lease, baseline, text }: Attempt,
  { frame: { height } }: Pick<Snapshot, 'frame'>,
): Promise<ShownAnswer | undefined> {
  const piped = lease && (await takeOutput(deps, lease));
  if (!piped || !baseline) return undefined;
  const { bytes, isCut } = piped;
  const rows = (from: number, isBegun: boolean): Promise<string[]> =>
    renderRows(bytes.subarray(from), baseline, { isCut: isBegun, height });
  if (!isCut) {
    const whole = printed(await rows(0, false), baseline, text);
    if (whole.isWhole) return { text: whole.output };
    // An echo that was drawn wrongly: the shell says when it stops reading the line.
    const read = bytes.indexOf(LINE_IS_READ);
    return read < 0 ? undefined : { text: printed(await rows(read, true), baseline, text).output };
  }
  const start = bytes.indexOf(LINE_END) + 1;
  const { output } = printed(await rows(start, true), baseline, text);
  return { text: output, missing: missingLines(piped, start, text) };
}

/** The rows of the echo aren't the answer's; how often a shell draws those of a text of several lines is its own. */
function missingLines({ bytes, lineEnds }: PipedOutput, start: number, text: string): Missing {
  let kept = 0;
  for (let at = bytes.indexOf(LINE_END, start); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) kept += 1;
  const lines = text.split('\n').length;
  return { lines: Math.max(0, lineEnds - kept - lines), isAbout: lines > 1 };
}
