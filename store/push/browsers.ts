/** Browsers that get notifications with the page closed. Each is of one person, and ends with the login it was subscribed with. */
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import type { PersonId, PushBrowserRow } from './rows';

export interface NewPushBrowser {
  readonly userId: PersonId;
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  readonly login: string | null;
  readonly proof: string;
  readonly browser: string | null;
}

/** A person has a handful; who had more would have messages sent to as many addresses. */
export const MOST_BROWSERS = 20;

export type PushBrowsers = ReturnType<typeof pushBrowsers>;

export function pushBrowsers(db: Db, clock: Clock) {
  const get = db.prepare<[number], PushBrowserRow>('SELECT * FROM push_browsers WHERE id = ?');
  const byEndpoint = db.prepare<[string], PushBrowserRow>('SELECT * FROM push_browsers WHERE endpoint = ?');
  const of = db.prepare<[PersonId], PushBrowserRow>(
    'SELECT * FROM push_browsers WHERE user_id IS ? ORDER BY id',
  );
  const ids = db.prepare<[], number>('SELECT id FROM push_browsers ORDER BY id').pluck();
  const insert = db.prepare<[NewPushBrowser & { now: string }], PushBrowserRow>(`
    INSERT INTO push_browsers (user_id, endpoint, p256dh, auth, login, proof, browser, created_at)
    VALUES (@userId, @endpoint, @p256dh, @auth, @login, @proof, @browser, @now) RETURNING *`);
  const update = db.prepare<[NewPushBrowser], PushBrowserRow>(`
    UPDATE push_browsers SET p256dh = @p256dh, auth = @auth, login = @login, proof = @proof, browser = @browser
    WHERE endpoint = @endpoint RETURNING *`);
  const remove = db.prepare('DELETE FROM push_browsers WHERE id = ?');
  const removeOfLogin = db.prepare('DELETE FROM push_browsers WHERE login = ?');
  const removeOthers = db.prepare('DELETE FROM push_browsers WHERE user_id IS NULL AND proof <> ?');

  /** undefined: they have too many. */
  const subscribe = db.transaction((wanted: NewPushBrowser): PushBrowserRow | undefined => {
    const known = byEndpoint.get(wanted.endpoint);
    if (known?.user_id === wanted.userId) return update.get(wanted);
    // Somebody else has logged in there: what waits for whoever it was is not theirs to see.
    if (known) remove.run(known.id);
    if (of.all(wanted.userId).length >= MOST_BROWSERS) return undefined;
    return insert.get({ ...wanted, now: sqlTime(clock()) });
  });

  return {
    subscribe,
    get: (id: number) => get.get(id),
    of: (userId: PersonId): PushBrowserRow[] => of.all(userId),
    ids: (): number[] => ids.all(),
    remove: (id: number): boolean => remove.run(id).changes === 1,
    /** Those of a login that a person ended. One that was idle for too long only has to log in to answer. */
    endLogin: (key: string): void => void removeOfLogin.run(key),
    /** Of the user of the settings: those that were subscribed with another password. */
    keepOnly: (proof: string): number => removeOthers.run(proof).changes,
  };
}
