/** Prompts that people put away: they are kept, but lists leave them out. */
import type { SETTLED_STATUSES } from '../../workflows/contracts/glossary';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';

export interface ArchiveFilter {
  readonly statuses: readonly (typeof SETTLED_STATUSES)[number][];
  /** Only those that ended before. */
  readonly before: Date | null;
}

const SETTLED = "status IN ('completed', 'failed', 'cancelled')";

export type Archive = ReturnType<typeof archiveRepository>;

export function archiveRepository(db: Db, clock: Clock) {
  const put = db.prepare(
    `UPDATE prompts SET archived = 1, archived_at = @now WHERE id = @id AND archived = 0 AND ${SETTLED}`,
  );
  const take = db.prepare(
    'UPDATE prompts SET archived = 0, archived_at = NULL WHERE id = ? AND archived <> 0',
  );
  const putAll = db.prepare(`
    UPDATE prompts SET archived = 1, archived_at = @now
    WHERE archived = 0 AND status IN (SELECT value FROM json_each(@statuses)) AND stage <> 'indeterminate'
      AND (@before IS NULL OR coalesce(completed_at, created_at) < @before)`);
  return {
    /** Nothing happens to one that hasn't ended, nor to one that is there already. */
    put: (id: number): void => void put.run({ id, now: sqlTime(clock()) }),
    take: (id: number): void => void take.run(id),
    /** All that have ended so, but for those of which a person has to say how. Returns how many. */
    putAll({ statuses, before }: ArchiveFilter): number {
      const values = { statuses: JSON.stringify(statuses), before: before && sqlTime(before) };
      return putAll.run({ ...values, now: sqlTime(clock()) }).changes;
    },
  };
}
