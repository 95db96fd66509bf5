/** What a person doesn't want to be told of for a while. */
import type { ShownAlertKind } from '../../workflows/contracts/alerts';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import type { MuteRow } from './rows';

const MS_A_MINUTE = 60_000;

export function alertMutes(db: Db, clock: Clock) {
  const set = db.prepare(`
    INSERT INTO alert_mutes (kind, until, muted_by, created_at) VALUES (@kind, @until, @by, @now)
    ON CONFLICT (kind) DO UPDATE SET until = @until, muted_by = @by, created_at = @now`);
  const lift = db.prepare('DELETE FROM alert_mutes WHERE kind = ?');
  const inForce = db.prepare<[string], MuteRow>('SELECT * FROM alert_mutes WHERE until > ? ORDER BY kind');
  const holds = db
    .prepare<[string, string], number>(
      "SELECT EXISTS (SELECT 1 FROM alert_mutes WHERE kind IN (?, 'all') AND until > ?)",
    )
    .pluck();
  const now = (): string => sqlTime(clock());

  return {
    set(kind: MuteRow['kind'], minutes: number, by: string): void {
      const until = sqlTime(new Date(clock().getTime() + minutes * MS_A_MINUTE));
      set.run({ kind, until, by, now: now() });
    },
    lift: (kind: MuteRow['kind']): void => void lift.run(kind),
    list: (): MuteRow[] => inForce.all(now()),
    holds: (kind: ShownAlertKind): boolean => holds.get(kind, now()) === 1,
  };
}
