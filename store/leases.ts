/** Leases as the host's activities use them: fencing, and what the pane showed before typing. */
import type { Db } from './open';
import type { LeaseRow } from './rows';
import { type Clock, sqlTime } from './time';

export type Leases = ReturnType<typeof leasesRepository>;

export function leasesRepository(db: Db, clock: Clock) {
  const get = db.prepare<[number], LeaseRow>('SELECT * FROM leases WHERE prompt_id = ?');
  const acknowledge = db.prepare(
    'UPDATE leases SET acknowledged_at = coalesce(acknowledged_at, ?) WHERE prompt_id = ? AND session_name = ?',
  );
  const baseline = db.prepare('UPDATE leases SET baseline = ?, pane_id = ? WHERE prompt_id = ?');
  const all = db.prepare<[], LeaseRow>('SELECT * FROM leases ORDER BY prompt_id');
  const forgotten = db.prepare<[string], LeaseRow>(
    'SELECT * FROM leases WHERE acknowledged_at IS NULL AND granted_at < ? ORDER BY prompt_id',
  );

  return {
    get: (promptId: number) => get.get(promptId),
    all: () => all.all(),
    /** The prompt's workflow acts on its lease. False where it has none any more. */
    acknowledge: (promptId: number, session: string): boolean =>
      acknowledge.run(sqlTime(clock()), promptId, session).changes === 1,
    /** Kept before typing, so that a restarted worker can tell what happened. */
    keepBaseline: (promptId: number, paneId: string, json: string) =>
      void baseline.run(json, paneId, promptId),
    /** Leases given more than `olderThanMs` ago whose workflow hasn't answered: their signal was lost. */
    forgotten: (olderThanMs: number) => forgotten.all(sqlTime(new Date(clock().getTime() - olderThanMs))),
  };
}
