/** The switch and the times of automatic confirmation, and the mode of each session. */
import type { ConfirmMode } from '../../workflows/contracts/confirmation';
import type { ConfirmSettingsRow } from './rows';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';

export type ConfirmSettings = ReturnType<typeof confirmSettingsRepository>;

export function confirmSettingsRepository(db: Db, clock: Clock) {
  const get = db.prepare<[], ConfirmSettingsRow>('SELECT * FROM confirm_settings WHERE id = 1');
  const set = db.prepare(`
    UPDATE confirm_settings SET enabled = @enabled, default_mode = @default_mode, delay_min_ms = @delay_min_ms,
      delay_max_ms = @delay_max_ms, notify_after_ms = @notify_after_ms, escalate_after_ms = @escalate_after_ms,
      expire_after_ms = @expire_after_ms WHERE id = 1`);
  const pending = db
    .prepare<[], number>("SELECT count(*) FROM confirmations WHERE status = 'pending'")
    .pluck();
  const mode = db.prepare('UPDATE sessions SET auto_confirm = ?, auto_confirm_until = ? WHERE name = ?');

  return {
    get: () => get.get() as ConfirmSettingsRow,
    /** How many dialogs wait. */
    pending: () => pending.get() ?? 0,
    change: db.transaction((changes: Partial<ConfirmSettingsRow>): void => {
      set.run({ ...get.get(), ...changes });
    }).immediate,
    /** `minutes`: how long `all` holds; null for the others. False if there is no such session. */
    setMode(session: string, wanted: ConfirmMode, minutes: number | null): boolean {
      const until = minutes === null ? null : sqlTime(new Date(clock().getTime() + minutes * 60_000));
      return mode.run(wanted, until, session).changes === 1;
    },
  };
}
