/** Where a turn is, looked at frame by frame. Pure. */
import type { AgentProgram } from '../../agents/types';
import type { Snapshot } from '../watch/types';

/** The end must be seen so often in a row. */
const READY_LOOKS = 2;
/** An agent that always shows its work, but wasn't seen at it, has ended when it was quiet for so long. */
const QUIET_MS = 3_000;

export interface Progress {
  readonly stage: 'taken' | 'working' | 'needs_confirmation';
  readonly sawWork: boolean;
  readonly readyLooks: number;
  readonly readySinceMs: number | null;
}

export const STARTED: Progress = { stage: 'taken', sawWork: false, readyLooks: 0, readySinceMs: null };

export interface Advance {
  readonly progress: Progress;
  /** A step for the receipt. */
  readonly step: {
    readonly stage: 'working' | 'needs_confirmation';
    readonly reason: string;
    readonly evidence: string;
  } | null;
  readonly ended: 'completed' | 'gone' | null;
}

export function advance(progress: Progress, look: Snapshot, agent: AgentProgram, nowMs: number): Advance {
  const { state, reason, evidence } = look.reading;
  switch (state) {
    case 'waiting_input': {
      const readySinceMs = progress.readySinceMs ?? nowMs;
      const next = { ...progress, readyLooks: progress.readyLooks + 1, readySinceMs };
      // Where the agent says that it works, or wasn't seen at it, a look or two at its screen are not enough.
      const sure = look.reading.disagreement === undefined && (!agent.showsWork || progress.sawWork);
      const quiet = sure || nowMs - readySinceMs >= QUIET_MS;
      return {
        progress: next,
        step: null,
        ended: next.readyLooks >= READY_LOOKS && quiet ? 'completed' : null,
      };
    }
    case 'busy':
    case 'needs_confirmation': {
      const stage = state === 'busy' ? 'working' : 'needs_confirmation';
      const step = progress.stage === stage ? null : { stage, reason, evidence };
      return {
        progress: { stage, sawWork: true, readyLooks: 0, readySinceMs: null },
        step,
        ended: null,
      } as Advance;
    }
    case 'exited':
      return { progress, step: null, ended: 'gone' };
    case 'limited':
      return limited(progress, nowMs);
    case 'unknown':
      if (look.reading.disagreement !== undefined) return limited(progress, nowMs);
      return waiting(progress);
    case 'starting':
      return waiting(progress);
  }
}

const waiting = (progress: Progress): Advance => ({
  progress: { ...progress, readyLooks: 0, readySinceMs: null },
  step: null,
  ended: null,
});

/** No prompt may follow, but the turn is over where nothing else is seen for a while. */
function limited(progress: Progress, nowMs: number): Advance {
  const readySinceMs = progress.readySinceMs ?? nowMs;
  const ended = nowMs - readySinceMs >= QUIET_MS ? 'completed' : null;
  return { progress: { ...progress, readySinceMs }, step: null, ended };
}
