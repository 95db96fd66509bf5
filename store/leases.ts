/** Leases as the host's activities use them: fencing, and what the pane showed before typing. */
import type { Db } from './open';
import type { LeaseRow } from './rows';
import { type Clock, sqlTime } from './time';

export type Leases = ReturnType<typeof leasesRepository>;

export function leasesRepository(db: Db, clock: Clock) {
  const get = db.prepare<[number], LeaseRow>('SELECT * FROM leases WHERE prompt_id = ?');
  const acknowledge = db.prepare(
    'UPDATE leases SET acknowledged_at = coalesce(acknowledged_at, ?) WHERE prompt_id = ? AND pane_id = ?',
  );
  const baseline = db.prepare('UPDATE leases SET baseline = ? WHERE prompt_id = ?');
  const next = db.prepare('UPDATE leases SET attempt = attempt + 1 WHERE prompt_id = ? AND pane_id = ?');
  const attempt = db
    .prepare<[number, string], number>('SELECT attempt FROM leases WHERE prompt_id = ? AND pane_id = ?')
    .pluck();
  const all = db.prepare<[], LeaseRow>('SELECT * FROM leases ORDER BY prompt_id');
  const forgotten = db.prepare<[string], LeaseRow>(
    'SELECT * FROM leases WHERE acknowledged_at IS NULL AND granted_at < ? ORDER BY prompt_id',
  );

  return {
    get: (promptId: number) => get.get(promptId),
    all: () => all.all(),
    /** The prompt's workflow acts on its lease of that pane. False where it has none any more. */
    acknowledge: (promptId: number, paneId: string): boolean =>
      acknowledge.run(sqlTime(clock()), promptId, paneId).changes === 1,
    /** Kept before typing, so that a restarted worker can tell what happened. */
    keepBaseline: (promptId: number, json: string) => void baseline.run(json, promptId),
    /** Begins another attempt: from now on the keys of those before are refused. undefined: the lease is gone. */
    nextAttempt: (promptId: number, paneId: string): number | undefined =>
      next.run(promptId, paneId).changes === 1 ? attempt.get(promptId, paneId) : undefined,
    /** The attempt whose keys are accepted; undefined where the prompt no longer holds the pane. */
    attempt: (promptId: number, paneId: string) => attempt.get(promptId, paneId),
    /** Leases given more than `olderThanMs` ago whose workflow hasn't answered: their signal was lost. */
    forgotten: (olderThanMs: number) => forgotten.all(sqlTime(new Date(clock().getTime() - olderThanMs))),
  };
}
