/**
 * What Codex hands to its hooks (in Claude Code's form) and to `notify` (verified with 0.167.2 to 0.171.0) as events. `notify` is
 * called for the side conversation that makes a title as well, so it only says: look at the rollout.
 */
import { z } from 'zod';
import { readClaudeHook, type HookTold } from '../claude/hooks';

const notification = z.looseObject({
  type: z.literal('agent-turn-complete'),
  'thread-id': z.string().optional(),
});

export function readCodexHook(raw: unknown, atMs: number): HookTold {
  const notified = notification.safeParse(raw);
  if (notified.success) {
    return { events: [], transcriptPath: undefined, conversation: notified.data['thread-id'] };
  }
  return readClaudeHook(raw, atMs);
}
