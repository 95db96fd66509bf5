/** Usage limits belong to accounts: where one session meets it, all sessions of its agent and account sleep. */
import type { Db } from './open';
import { type Clock, sqlTime } from './time';

export function accountLimits(db: Db, clock: Clock) {
  const sleep = db.prepare(`
    UPDATE sessions SET limited_until = @until, updated_at = @now,
      status = CASE WHEN status IN ('idle', 'waiting_input') THEN 'limited' ELSE status END,
      reason = CASE WHEN status IN ('idle', 'waiting_input')
        THEN 'the usage limit of its account was met in session ''' || @session || '''' ELSE reason END
    WHERE provider IS (SELECT provider FROM sessions WHERE name = @session)
      AND account IS (SELECT account FROM sessions WHERE name = @session)
      AND (limited_until IS NULL OR limited_until < @until)`);
  return {
    reached: (session: string, until: Date) =>
      void sleep.run({ session, until: sqlTime(until), now: sqlTime(clock()) }),
  };
}
