/** How much of a prompt's time is no working time. */
import type { Db } from '../db/open';
import { type Clock, sqlTime, timeMs } from '../db/time';
import type { HistoryRow } from '../rows';
import { coveredMs, spanOf } from '../sessions/unwatched';

/** From the first of these on the agent has it; after a crash it may be missing. */
const SENT: ReadonlySet<string> = new Set(['submitted', 'taken', 'working', 'needs_confirmation']);

interface SpanRow {
  readonly from_at: string;
  readonly to_at: string;
}

/**
 * What isn't working time since the prompt was last given a session, in milliseconds: it waited for a person, a person had
 * the keyboard of its terminal, or nobody watched the agent after the prompt was sent to it.
 */
export function personWait(
  db: Db,
  clock: Clock,
  history: (id: number) => readonly HistoryRow[],
): (id: number) => number {
  const unwatchedSince = db.prepare<[{ id: number; since: string; now: string }], SpanRow>(`
    WITH place AS (SELECT s.host FROM leases l JOIN sessions s ON s.name = l.session_name WHERE l.prompt_id = @id)
    SELECT from_at, to_at FROM unwatched WHERE to_at > @since AND (host IS NULL OR host IN (SELECT host FROM place))
    UNION ALL
    SELECT state_at, @now FROM hosts WHERE state IN ('lost', 'left') AND name IN (SELECT host FROM place)`);
  // One that no giving back has ended is of a try before this one, whenever it was ended since.
  const holds = db.prepare<[{ id: number; since: string; now: string }], SpanRow>(`
    SELECT began_at AS from_at, coalesce(ended_at, @now) AS to_at FROM terminal_holds
    WHERE prompt_id = @id AND began_at >= @since AND (ended_at IS NOT NULL OR EXISTS (
      SELECT 1 FROM leases l JOIN sessions s ON s.name = l.session_name
      WHERE l.prompt_id = @id AND s.writer_key IS NOT NULL))`);

  return (id) => {
    const all = history(id);
    const leased = all.findLastIndex(({ action }) => action === 'leased');
    const steps = all.slice(leased + 1);
    const nowMs = clock().getTime();
    const now = sqlTime(new Date(nowMs));
    const at = (index: number): number => {
      const step = steps[index];
      return step ? timeMs(step.created_at) : nowMs;
    };
    const sentMs = at(steps.findIndex(({ action }) => SENT.has(action)));
    const asking = steps.flatMap(({ action }, index) =>
      action === 'needs_confirmation' ? [{ fromMs: at(index), toMs: at(index + 1) }] : [],
    );
    const asleep = unwatchedSince
      .all({ id, since: sqlTime(new Date(sentMs)), now })
      .map(spanOf)
      .map(({ fromMs, toMs }) => ({ fromMs: Math.max(fromMs, sentMs), toMs }));
    const held = holds.all({ id, since: all[leased]?.created_at ?? '', now }).map(spanOf);
    return coveredMs([...asking, ...held, ...asleep], { fromMs: at(0), toMs: nowMs });
  };
}
