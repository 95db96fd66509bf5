/** What reaches people with the page closed: their browsers, and when it is quiet for each. */
import type { QuietHours } from '../../workflows/contracts/quiet-hours';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import { pushBrowsers } from './browsers';
import { passesQuiet, quietUntil, type Told } from './quiet';
import type { PersonId } from './rows';

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
  /** When it ends to be quiet for them; null: it isn't. */
  const until = (userId: PersonId): Date | null => {
    const hours = quietHours(userId);
    return hours === null ? null : quietUntil(hours, clock());
  };

  return {
    browsers,
    quietHours,
    quietUntil: until,
    setQuietHours: (userId: PersonId, hours: QuietHours): void =>
      void write.run({ userId, hours: JSON.stringify(hours), now: sqlTime(clock()) }),
    /** Whether what is told has to wait for the end of the quiet hours of whose browser it is. */
    isHeld(browserId: number, told: Told): boolean {
      const userId = browsers.get(browserId)?.user_id;
      const hours = userId === undefined ? null : quietHours(userId);
      return hours !== null && quietUntil(hours, clock()) !== null && !passesQuiet(hours, told);
    },
  };
}
