/**
 * What Codex hands to its hooks (in Claude Code's form) and to `notify` (verified with 0.169.0) as events. `notify` is
 * called for the side conversation that makes a title as well, so it only says: look at the rollout.
 */
import { z } from 'zod';
import { readClaudeHook, type HookTold } from './claude';

const notification = z.looseObject({ type: z.literal('agent-turn-complete') });

export function readCodexHook(raw: unknown, atMs: number): HookTold {
  if (notification.safeParse(raw).success) return { events: [], transcriptPath: undefined };
  return readClaudeHook(raw, atMs);
}
