/** Logins: they last as long as they are used, over a restart too, and being used costs few writes. */
import { openDatabase, type Db } from '../../store/db/open';
import { openStore } from '../../store';
import { loginSessionsRepository } from '../../store/login-sessions';
import { START, temporaryDirectory } from './support';
import { rmSync } from 'node:fs';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DATA = { user: 'architect' };

let dir: string;
let db: Db;
let nowMs: number;
let logins: ReturnType<typeof loginSessionsRepository>;
const anew = () => loginSessionsRepository(db, () => new Date(nowMs));
const writes = (): number => db.prepare<[], number>('SELECT total_changes()').pluck().get() as number;

beforeEach(() => {
  dir = temporaryDirectory();
  openStore({ dataDir: dir }).close();
  db = openDatabase(`${dir}/architect.db`);
  nowMs = START.getTime();
  logins = anew();
  logins.set('id', DATA, HOUR_MS, true);
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

test('a login that is used lasts, and is written down about once a minute', () => {
  const before = writes();
  for (let minute = 0; minute < 180; minute++) {
    for (let use = 0; use < 10; use++) {
      nowMs += MINUTE_MS / 10;
      expect(logins.get('id')).toEqual(DATA);
      logins.set('id', DATA, HOUR_MS, false);
    }
  }
  expect(writes() - before).toBeGreaterThan(170);
  expect(writes() - before).toBeLessThanOrEqual(180);
});

test('idle, it ends after its time to the millisecond, whether its last use was written or not', () => {
  nowMs += MINUTE_MS / 2;
  logins.set('id', DATA, HOUR_MS, false);
  nowMs += HOUR_MS - 1;
  expect(logins.get('id')).toEqual(DATA);
  nowMs += 1;
  expect(logins.get('id')).toBeUndefined();
});

test('a restart forgets less than a minute of it', () => {
  for (let use = 0; use < 100; use++) {
    nowMs += 59_000;
    logins.set('id', DATA, HOUR_MS, false);
  }
  nowMs += HOUR_MS - MINUTE_MS;
  expect(anew().get('id')).toEqual(DATA);
});

test('what changes in it is written at once', () => {
  logins.set('id', { user: 'other' }, HOUR_MS, true);
  expect(anew().get('id')).toEqual({ user: 'other' });
});

test('one that was ended is gone, here and after a restart; others stay', () => {
  logins.set('two', DATA, HOUR_MS, true);
  logins.remove('id');
  for (const repository of [logins, anew()]) {
    expect(repository.get('id')).toBeUndefined();
    expect(repository.get('two')).toEqual(DATA);
  }
});

test('expired ones are removed from the table, one in use is not', () => {
  logins.set('two', DATA, HOUR_MS, true);
  nowMs += HOUR_MS - MINUTE_MS / 2;
  logins.set('two', DATA, HOUR_MS, false);
  nowMs += MINUTE_MS;
  logins.set('three', DATA, HOUR_MS, true);
  const rows = db.prepare('SELECT count(*) FROM web_sessions').pluck().get();
  expect(rows).toBe(2);
  expect(anew().get('two')).toEqual(DATA);
});

test('those that have not ended are listed with when they end, and end by their keys', () => {
  logins.set('two', { user: 'robin' }, HOUR_MS, true);
  nowMs += MINUTE_MS / 2;
  logins.set('two', { user: 'robin' }, HOUR_MS, false);
  const all = logins.list().sort((a, b) => a.expiresAtMs - b.expiresAtMs);
  expect(all.map(({ data, expiresAtMs }) => [data, expiresAtMs - nowMs])).toEqual([
    [DATA, HOUR_MS - MINUTE_MS / 2],
    [{ user: 'robin' }, HOUR_MS],
  ]);
  expect(JSON.stringify(all)).not.toMatch(/"(?:id|two)"/);
  logins.end(all.slice(0, 1).map(({ key }) => key));
  expect([logins.get('id'), logins.get('two')]).toEqual([undefined, { user: 'robin' }]);
  expect(anew().get('id')).toBeUndefined();
  nowMs += HOUR_MS;
  expect(logins.list()).toEqual([]);
});
