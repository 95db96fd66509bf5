/** Usage limits belong to accounts: if one session meets it, all sessions of its agent and account sleep. */
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';

export function accountLimits(db: Db, clock: Clock) {
  // An account that isn't known is nobody else's: it is compared by `=`, for which NULL equals nothing.
  const sleep = db.prepare(`
    UPDATE sessions SET limited_until = @until, updated_at = @now,
      status = CASE WHEN status IN ('idle', 'waiting_input') THEN 'limited' ELSE status END,
      reason = CASE WHEN status IN ('idle', 'waiting_input')
        THEN 'the usage limit of its account was met in session ''' || @session || '''' ELSE reason END
    WHERE (name = @session OR EXISTS (SELECT 1 FROM sessions met WHERE met.name = @session
        AND met.provider = sessions.provider AND met.account = sessions.account))
      AND (limited_until IS NULL OR limited_until < @until)`);
  const note = db.prepare(
    'UPDATE sessions SET account = @account WHERE name = @session AND account IS NOT @account',
  );
  return {
    reached: (session: string, until: Date) =>
      void sleep.run({ session, until: sqlTime(until), now: sqlTime(clock()) }),
    /** As whom the agent of the session is logged in; null = not known. */
    note: (session: string, account: string | null) => void note.run({ session, account }),
  };
}
