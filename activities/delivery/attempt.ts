import type { PromptRow } from '../../store/rows';
import type { Delivery } from '../../workflows/contracts/assignment';
import type { AgentProgram, Frame, Sighting } from '../agents/types';
import type { KeptBaseline } from '../baseline';
import type { Deps } from '../context';

/** One try to get a prompt into one pane. */
export interface Attempt {
  readonly promptId: number;
  /** What is typed. */
  readonly text: string;
  readonly session: string;
  readonly agent: AgentProgram;
  readonly paneId: string;
  readonly baseline: KeptBaseline;
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
}

/** Where the prompt is on the screen now; null where the pane is gone. */
export async function look({ watch }: Deps, attempt: Attempt): Promise<Seen | null> {
  const seen = await watch.look(attempt.session);
  const { agent, baseline, text } = attempt;
  if (!seen || seen.frame.dead) return null;
  if (seen.pane.paneId !== attempt.paneId || seen.pane.pid !== baseline.pid) return null;
  return { sighting: agent.sight(seen.frame, baseline, text), frame: seen.frame };
}

/** The line a person would look at. */
export function cursorRow({ lines, cursorY }: Frame): string {
  return lines[cursorY]?.trim() ?? '';
}
