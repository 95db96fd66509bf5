/** What reaches people with the page closed: their browsers, and when it is quiet for each. */
import type { QuietHours } from '../../workflows/contracts/quiet-hours';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import { pushBrowsers } from './browsers';
import { passesQuiet, quietUntil, type Told } from './quiet';
import type { PersonId } from './rows';

const MS_A_SECOND = 1_000;

export type Push = ReturnType<typeof pushRepository>;

export function pushRepository(db: Db, clock: Clock) {
  const browsers = pushBrowsers(db, clock);
  const read = db.prepare<[PersonId], string>('SELECT hours FROM quiet_hours WHERE user_id IS ?').pluck();
  const write = db.prepare(`
    INSERT INTO quiet_hours (user_id, hours, updated_at) VALUES (@userId, @hours, @now)
    ON CONFLICT (coalesce(user_id, 0)) DO UPDATE SET hours = @hours, updated_at = @now`);
  const quietHours = (userId: PersonId): QuietHours | null => {
    const text = read.get(userId);
    return text === undefined ? null : (JSON.parse(text) as QuietHours);
  };
  /** Asked for each alert that waits, each second: worked out once a second for whom it is quiet. */
  let reckoned = { second: 0, quiet: new Map<PersonId, QuietHours | null>() };
  const quietNow = (userId: PersonId): QuietHours | null => {
    const second = Math.floor(clock().getTime() / MS_A_SECOND);
    if (reckoned.second !== second) reckoned = { second, quiet: new Map() };
    let quiet = reckoned.quiet.get(userId);
    if (quiet === undefined) {
      const hours = quietHours(userId);
      quiet = hours !== null && quietUntil(hours, clock()) !== null ? hours : null;
      reckoned.quiet.set(userId, quiet);
    }
    return quiet;
  };
  /** When it ends to be quiet for them; null: it isn't. */
  const until = (userId: PersonId): Date | null => {
    const hours = quietHours(userId);
    return hours === null ? null : quietUntil(hours, clock());
  };

  return {
    browsers,
    quietHours,
    quietUntil: until,
    setQuietHours(userId: PersonId, hours: QuietHours): void {
      write.run({ userId, hours: JSON.stringify(hours), now: sqlTime(clock()) });
      reckoned.quiet.delete(userId);
    },
    /** Whether what is told has to wait for the end of the quiet hours of whose browser it is. */
    isHeld(browserId: number, told: Told): boolean {
      const userId = browsers.get(browserId)?.user_id;
      const hours = userId === undefined ? null : quietNow(userId);
      return hours !== null && !passesQuiet(hours, told);
    },
  };
}
