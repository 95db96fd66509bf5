/** Where a prompt is while it is typed, and the keys and steps of its attempt. */
import type { Delivery } from '../../workflows/contracts/assignment';
import type { PromptStep } from '../../workflows/contracts/host-store';
import type { PromptLocation } from '../../agents/types';
import type { ToldBy } from '../../agents/events/types';
import { turnOf } from '../../agents/events/match-turn';
import type { TypingAttempt } from '../attempt';
import type { HostDeps } from '../context';
import { press, stillGuard, superseded } from '../fence';
import { presenceOf } from '../foreground';
import type { Mark } from '../tmux/types';
import type { Snapshot } from '../watch/types';

export function outcome(kind: Delivery['outcome'], reason: string): Delivery {
  return { outcome: kind, reason };
}

export interface Seen {
  readonly look: Snapshot;
  readonly sighting: PromptLocation;
  /** What stands in the input box; undefined where it is empty or none is there. */
  readonly draft: string | undefined;
  /** The agent works, by its screen. */
  readonly busy: boolean;
  /** The agent tells of its turns, so that it will tell of this one. */
  readonly tells: boolean;
  /** Who told that the agent has the prompt; undefined where nobody did. */
  readonly toldBy: ToldBy | undefined;
}

/**
 * Where the prompt is on the screen now; null where the terminal is gone, or its program has ended.
 * @param text a part of it that is typed in a step of its own
 */
export async function locate(
  { watch }: Pick<HostDeps, 'watch'>,
  { terminal, agent, baseline, sinceMs, text: whole }: TypingAttempt,
  text = whole,
): Promise<Seen | null> {
  const seen = await watch.observeTerminal(terminal);
  if (!seen || seen.frame.dead) return null;
  const { frame, screen, reported: told } = seen;
  const turn = turnOf(told, text, sinceMs);
  return {
    look: seen,
    sighting: agent.locatePrompt(frame, baseline, text),
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
export async function hindrance(
  { agent, program }: TypingAttempt,
  { look: seen }: Seen,
): Promise<Hindrance | undefined> {
  if (seen.guestOf !== undefined)
    return { reason: `${seen.guestOf} has taken over session '${seen.session}'`, lasting: true };
  if (seen.pane.writer !== '')
    return { reason: `a person has taken over the terminal of session '${seen.session}'`, lasting: true };
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
  { tmux }: Pick<HostDeps, 'tmux'>,
  { fence }: TypingAttempt,
  keys: readonly string[],
  { look: seen }: Seen,
  mark?: Mark,
): Promise<boolean> {
  return press(tmux, seen.pane.paneId, keys, fence, stillGuard(seen, fence), mark);
}

/** A step of the receipt. @throws where the attempt was superseded: the receipt is another one's by now */
export async function step(
  { hostStore }: Pick<HostDeps, 'hostStore'>,
  { prompt, lease, signal }: TypingAttempt,
  { look: { session } }: Pick<Seen, 'look'>,
  what: Pick<PromptStep, 'stage' | 'reason' | 'evidence'>,
): Promise<void> {
  signal.throwIfAborted();
  if (!(await hostStore.step({ promptId: prompt.id, session, ...what }, lease))) throw superseded();
}

/** The line a person would look at. */
export function cursorRow({ look: { frame } }: Pick<Seen, 'look'>): string {
  return frame.lines[frame.cursorY]?.trim() ?? '';
}
