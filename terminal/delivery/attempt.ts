import type { LeaseRow, PromptRow } from '../../store/rows';
import { timeMs } from '../../store/db/time';
import type { Delivery } from '../../workflows/contracts/assignment';
import type { ProcessId } from '../../processes/identity';
import type { Mark } from '../tmux/types';
import type { AgentProgram, Sighting } from '../../agents/types';
import type { KeptBaseline } from './baseline';
import type { Deps } from '../../activities/context';
import type { ToldBy } from '../../agents/events/types';
import { type Fence, press, stillGuard, superseded } from '../fence';
import { presenceOf } from '../foreground';
import { turnOf } from '../../agents/events/match-turn';
import type { TerminalRef } from '../watch/labels';
import type { Look } from '../watch/types';

/** One try to get a prompt into one terminal. */
export interface Attempt {
  readonly promptId: number;
  /** What is typed. */
  readonly text: string;
  readonly terminal: TerminalRef;
  readonly agent: AgentProgram;
  readonly baseline: KeptBaseline;
  /** The agent's process; undefined where it can't be told. */
  readonly program: ProcessId | undefined;
  readonly fence: Fence;
  /** The screen before anything was typed; undefined where that is not known any more. */
  readonly before?: string;
  /** The session was given to the prompt then: what was told of the same text before is not about this try. */
  readonly sinceMs: number;
}

/**
 * Stands on the pane while the attempt has its keys; without a number how those of all attempts of that lease begin. A
 * prompt that was queued again has another lease: what was typed for the one before is still noted on the pane.
 */
export function promptToken({ prompt_id: promptId, granted_at: at }: LeaseRow, number?: number): string {
  return `prompt-${promptId}-${timeMs(at)}.${number ?? ''}`;
}

/** The keys of the newest attempt of the lease are accepted, until it is cancelled. */
export function promptFence(
  { store }: Pick<Deps, 'store'>,
  lease: LeaseRow,
  number: number,
  signal: AbortSignal,
): Fence {
  return {
    token: promptToken(lease, number),
    check: () => {
      signal.throwIfAborted();
      if (store.leases.attempt(lease) !== number) throw superseded();
    },
  };
}

/** A line end at the end would stand in the input box instead of submitting it; Enter does that. */
export function typedText({ content }: Pick<PromptRow, 'content'>): string {
  return content.replace(/\n+$/, '');
}

export function outcome(kind: Delivery['outcome'], reason: string): Delivery {
  return { outcome: kind, reason };
}

export interface Seen {
  readonly look: Look;
  readonly sighting: Sighting;
  /** What stands in the input box; undefined where it is empty or none is there. */
  readonly draft: string | undefined;
  /** The agent works, by its screen. */
  readonly busy: boolean;
  /** The agent tells of its turns, so that it will tell of this one. */
  readonly tells: boolean;
  /** Who told that the agent has the prompt; undefined where nobody did. */
  readonly toldBy: ToldBy | undefined;
}

/** Where the prompt is on the screen now; null where the terminal is gone, or its program has ended. */
export async function look({ watch }: Deps, attempt: Attempt): Promise<Seen | null> {
  const seen = await watch.lookAt(attempt.terminal);
  const { agent, baseline, text } = attempt;
  if (!seen || seen.frame.dead) return null;
  const { frame, screen, told } = seen;
  const turn = turnOf(told, text, attempt.sinceMs);
  return {
    look: seen,
    sighting: agent.sight(frame, baseline, text),
    draft: screen.draft,
    busy: screen.state === 'busy',
    tells: told !== undefined && told.source !== null,
    toldBy: turn && (told?.source ?? undefined),
  };
}

export interface Hindrance {
  readonly reason: string;
  /** False where the program may come back: it was suspended. */
  readonly lasting: boolean;
}

/**
 * Why nothing may be typed now; undefined where it may. A program that ended or was suspended leaves a shell in its place,
 * which would run the prompt as a command.
 */
export async function hindrance(attempt: Attempt, { look: seen }: Seen): Promise<Hindrance | undefined> {
  const { agent, program } = attempt;
  if (seen.guestOf !== undefined)
    return { reason: `${seen.guestOf} has taken over session '${seen.session}'`, lasting: true };
  if (!program) return undefined;
  const presence = await presenceOf(program, agent, seen.pane.pid);
  if (presence === 'ended')
    return { reason: `${agent.title} has ended in session '${seen.session}'`, lasting: true };
  if (presence === 'background') {
    const reason = `${agent.title} was suspended in session '${seen.session}', or another program is in front of it`;
    return { reason, lasting: false };
  }
  return undefined;
}

/** Presses keys if the screen still stands as it was seen. False where nothing was pressed. */
export function pressAt(
  { tmux }: Deps,
  { fence }: Attempt,
  keys: readonly string[],
  { look: seen }: Seen,
  mark?: Mark,
): Promise<boolean> {
  return press(tmux, seen.pane.paneId, keys, fence, stillGuard(seen, fence), mark);
}

/** A step of the receipt. @throws where the attempt was superseded: the receipt is another one's by now */
export function step(
  { store }: Deps,
  { promptId, fence }: Attempt,
  stage: 'typed' | 'submitted' | 'taken',
  { look: { session } }: Pick<Seen, 'look'>,
  reason: string,
  evidence?: string,
): void {
  fence.check();
  store.receipts.step(promptId, stage, session, reason, evidence ?? null);
}

/** The line a person would look at. */
export function cursorRow({ look: { frame } }: Pick<Seen, 'look'>): string {
  return frame.lines[frame.cursorY]?.trim() ?? '';
}
