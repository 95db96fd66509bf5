/** While another program holds a database, the first write waits for it; those after it don't stop the process again. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Db, openDatabase } from '../../store/db/open';
import { temporaryDirectory } from './support';

let dir: string;
let db: Db;
let other: Db;
beforeEach(() => {
  dir = temporaryDirectory();
  db = openDatabase(join(dir, 'a.db'));
  other = openDatabase(join(dir, 'a.db'));
  db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY)');
  db.pragma('busy_timeout = 600');
});
afterEach(() => {
  for (const one of [db, other]) one.close();
  rmSync(dir, { recursive: true, force: true });
});

const busyTimeout = (): unknown => db.pragma('busy_timeout', { simple: true });
const WRITES: [name: string, write: () => unknown][] = [
  ['a statement', () => db.prepare('INSERT INTO t DEFAULT VALUES').run()],
  ['a transaction', () => db.transaction(() => db.prepare('INSERT INTO t DEFAULT VALUES').run()).immediate()],
];

test.each(WRITES)('%s waits once, then gives up soon, and waits again after one got through', (_, write) => {
  other.exec('BEGIN IMMEDIATE');
  expect(write).toThrow('database is locked');
  const startedMs = performance.now();
  for (let count = 0; count < 5; count++) expect(write).toThrow('database is locked');
  expect(performance.now() - startedMs).toBeLessThan(600);
  expect(busyTimeout()).toBe(20);
  expect(db.prepare('SELECT count(*) FROM t').pluck().get()).toBe(0);
  db.transaction(() => db.prepare('SELECT count(*) FROM t').pluck().get())();
  expect(busyTimeout()).toBe(20);
  other.exec('COMMIT');
  write();
  expect(busyTimeout()).toBe(600);
  expect(db.prepare('SELECT count(*) FROM t').pluck().get()).toBe(1);
});

test('a transaction that fails otherwise is undone and keeps its busy timeout', () => {
  const work = db.transaction((fail: boolean) => {
    db.prepare('INSERT INTO t DEFAULT VALUES').run();
    if (fail) throw new Error('no');
    return 'done';
  });
  for (const way of [work, work.deferred, work.immediate, work.exclusive, work.default])
    expect(() => way(true)).toThrow('no');
  expect(work(false)).toBe('done');
  expect(db.prepare('SELECT count(*) FROM t').pluck().get()).toBe(1);
  expect(busyTimeout()).toBe(600);
});
