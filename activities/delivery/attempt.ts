import type { PromptRow } from '../../store/rows';
import type { Delivery } from '../../workflows/contracts/assignment';
import type { AgentProgram, Frame, Sighting } from '../agents/types';
import type { KeptBaseline } from '../baseline';
import type { Deps } from '../context';
import type { ToldBy } from '../evidence/types';
import { turnOf } from '../turn/ours';

/** One try to get a prompt into one pane. */
export interface Attempt {
  readonly promptId: number;
  /** What is typed. */
  readonly text: string;
  readonly session: string;
  readonly agent: AgentProgram;
  readonly paneId: string;
  readonly baseline: KeptBaseline;
  /** The session was given to the prompt then: what was told of the same text before is not about this try. */
  readonly sinceMs: number;
}

/** A line end at the end would stand in the input box instead of submitting it; Enter does that. */
export function typedText({ content }: Pick<PromptRow, 'content'>): string {
  return content.replace(/\n+$/, '');
}

export function outcome(kind: Delivery['outcome'], reason: string): Delivery {
  return { outcome: kind, reason };
}

export interface Seen {
  readonly sighting: Sighting;
  readonly frame: Frame;
  /** What stands in the input box; undefined where it is empty or none is there. */
  readonly draft: string | undefined;
  /** The agent works, by its screen. */
  readonly busy: boolean;
  /** The agent tells of its turns, so that it will tell of this one. */
  readonly tells: boolean;
  /** Who told that the agent has the prompt; undefined where nobody did. */
  readonly toldBy: ToldBy | undefined;
}

/** Where the prompt is on the screen now; null where the pane is gone. */
export async function look({ watch }: Deps, attempt: Attempt): Promise<Seen | null> {
  const seen = await watch.look(attempt.session);
  const { agent, baseline, text } = attempt;
  if (!seen || seen.frame.dead) return null;
  if (seen.pane.paneId !== attempt.paneId || seen.pane.pid !== baseline.pid) return null;
  const { frame, screen, told } = seen;
  const turn = turnOf(told, text, attempt.sinceMs);
  return {
    sighting: agent.sight(frame, baseline, text),
    frame,
    draft: screen.draft,
    busy: screen.state === 'busy',
    tells: told !== undefined && told.source !== null,
    toldBy: turn && (told?.source ?? undefined),
  };
}

/** The line a person would look at. */
export function cursorRow({ lines, cursorY }: Frame): string {
  return lines[cursorY]?.trim() ?? '';
}
