/** What is known of one session between looks, and when a change is worth writing down. */
import type { SessionState } from '../../workflows/contracts/glossary';
import type { Observation } from '../../workflows/contracts/host-store';
import { type Activity, NO_ACTIVITY, noteActivity, type Recorded, screenOf } from './activity';
import type { Snapshot } from './types';

/** A session counts as ready when it was seen ready so often in a row: one frame may be half-drawn. */
const READY_LOOKS = 2;
/** Where the agent itself says that it works, its screen must say ready for so long. */
const DISPUTED_READY_MS = 2_000;
/** A program has drawn its last frame so long after the end of a turn. */
const REPAINTED_MS = 5_000;
/** Ready for longer than this is called idle, as in the original. */
const IDLE_AFTER_MS = 30 * 60_000;
/** Times of tmux are whole seconds. */
const AHEAD_MS = 1_000;

export interface SessionMemory {
  readonly signature: string;
  readonly readyLooks: number;
  /** When it was first seen ready, in a row of such looks. */
  readonly readyFirst: Date | null;
  readonly readySince: Date | null;
  readonly observation: Observation | null;
  readonly activity: Activity;
  readonly screen: string;
}

/** What the record has of the terminal from before. */
export interface Before extends Recorded {
  /** It was ready when it was seen last. */
  readonly wasReady: boolean;
}

export const UNRECORDED: Before = { activeAtMs: undefined, wasReady: false };

export const UNSEEN: SessionMemory = {
  signature: '',
  readyLooks: 0,
  readyFirst: null,
  readySince: null,
  observation: null,
  activity: NO_ACTIVITY,
  screen: '',
};

/**
 * Adds one look to what is known.
 * @returns the new memory; `changed` when the record has to be written; `freed` when the session has just become ready
 */
export function remember(
  memory: SessionMemory,
  look: Snapshot,
  {
    signature,
    host,
    recorded = UNRECORDED,
  }: { signature: string; host: string; recorded?: Before | undefined },
): { memory: SessionMemory; changed: boolean; freed: boolean } {
  const now = new Date(look.atMs);
  const ready = look.reading.state === 'waiting_input';
  const readyLooks = ready ? memory.readyLooks + 1 : 0;
  const readyFirst = ready ? (memory.readyFirst ?? now) : null;
  const disputed = look.reading.disagreement !== undefined && memory.readySince === null;
  const settled =
    readyLooks >= READY_LOOKS &&
    (!disputed || now.getTime() - (readyFirst ?? now).getTime() >= DISPUTED_READY_MS);
  const activity = noteActivity(memory.activity, look, recorded);
  const activeAt = new Date(activity.atMs ?? now);
  // Idle since it last did something: that it is seen ready anew is no news.
  const readySince = settled ? activeAt : null;
  // Not ready for certain yet: what was said before stands for one more look, also by the server before this one.
  if (ready && !settled && (memory.observation ?? recorded.wasReady)) {
    const screen = screenOf(look);
    return {
      memory: { ...memory, signature: '', readyLooks, readyFirst, activity, screen },
      ...{ changed: false, freed: false },
    };
  }
  const status = statusOf(look.reading.state, readySince, now);
  const observation: Observation = {
    name: look.session,
    host,
    paneId: look.pane.paneId,
    server: look.pane.server,
    panePid: look.pane.pid,
    owner: look.guestOf ?? null,
    provider: look.agent?.id ?? null,
    workingDir: look.pane.workingDir,
    attached: look.pane.attached,
    status,
    reason: look.reading.reason,
    rule: look.reading.rule,
    evidence: look.reading.evidence,
    source: look.reading.source ?? 'screen',
    disagreement: look.reading.disagreement ?? null,
    readySinceMs: readySince?.getTime() ?? null,
    activeAtMs: activeAt.getTime(),
  };
  const before = memory.observation;
  return {
    memory: {
      // An unsettled ready is looked at again even where nothing moves.
      signature: (ready && !settled) || isRepainting(look, now) ? '' : signature,
      readyLooks,
      readyFirst,
      readySince,
      observation,
      activity,
      screen: screenOf(look),
    },
    changed: before === null || differs(before, observation) || (settled && isAhead(activity, recorded)),
    // Work of a project may wait for a session in the directory that this one went to.
    freed: settled && (memory.readySince === null || before?.workingDir !== observation.workingDir),
  };
}

/** The turn is over, but its last frame isn't drawn yet: nothing else may move with it. */
function isRepainting({ reported: told, reading: verdict }: Snapshot, now: Date): boolean {
  if (told?.phase !== 'ready' || verdict.state === 'waiting_input') return false;
  return now.getTime() - told.sinceMs < REPAINTED_MS;
}

function statusOf(state: SessionState, readySince: Date | null, now: Date): SessionState {
  if (state !== 'waiting_input') return state;
  if (readySince === null) return 'starting';
  return now.getTime() - readySince.getTime() > IDLE_AFTER_MS ? 'idle' : 'waiting_input';
}

/** What an agent did meanwhile may be told some moments after it was seen ready. */
function isAhead({ atMs = 0 }: Activity, { activeAtMs }: Before): boolean {
  return activeAtMs !== undefined && atMs - activeAtMs >= AHEAD_MS;
}

/** Evidence alone (a running clock, a spinner) is no news. */
function differs(a: Observation, b: Observation): boolean {
  return (
    a.status !== b.status ||
    a.rule !== b.rule ||
    a.reason !== b.reason ||
    a.source !== b.source ||
    !a.disagreement !== !b.disagreement ||
    a.provider !== b.provider ||
    a.paneId !== b.paneId ||
    a.panePid !== b.panePid ||
    a.owner !== b.owner ||
    a.workingDir !== b.workingDir ||
    a.attached !== b.attached
  );
}
