import type { PromptRow } from '../../store/rows';
import type { Delivery } from '../../workflows/contracts/assignment';
import type { AgentProgram, Baseline, Frame, Sighting } from '../agents/types';
import type { Deps } from '../context';

/** One try to get a prompt into one pane. */
export interface Attempt {
  readonly prompt: Pick<PromptRow, 'id' | 'content'>;
  readonly session: string;
  readonly agent: AgentProgram;
  readonly paneId: string;
  readonly baseline: Baseline;
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
  if (!seen || seen.pane.paneId !== attempt.paneId || seen.frame.dead) return null;
  const { agent, baseline, prompt } = attempt;
  return { sighting: agent.sight(seen.frame, baseline, prompt.content), frame: seen.frame };
}

/** The line a person would look at. */
export function cursorRow({ lines, cursorY }: Frame): string {
  return lines[cursorY]?.trim() ?? '';
}
