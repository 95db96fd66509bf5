/** What happens at the door: a record that can't be used says so, with what to do; one that can is set up right. */
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore, StoreError } from '../../store';
import { openDatabase, storeError } from '../../store/db/open';
import { storeProcess } from './processes';
import { temporaryDirectory } from './support';

const ASSIGNER = 'assigner/assigner.db';
const FILES = ['architect.db', ASSIGNER, 'site_health.db'];

let dir: string;
beforeEach(() => (dir = temporaryDirectory()));
afterEach(() => {
  chmodSync(dir, 0o700);
  rmSync(dir, { recursive: true, force: true });
});

function refusal(dataDir = dir): StoreError {
  try {
    openStore({ dataDir }).close();
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    return error as StoreError;
  }
  throw new Error('It was opened.');
}

test.each(FILES)('%s survives a crash, keeps references whole, and waits for other writers', (file) => {
  openStore({ dataDir: dir }).close();
  const db = openDatabase(join(dir, file));
  const pragma = (name: string): unknown => db.pragma(name, { simple: true });
  const found = ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout'].map(pragma);
  db.close();
  expect(found).toEqual(['wal', 2, 1, 5000]);
});

test('references are kept whole: no lease without its prompt', () => {
  openStore({ dataDir: dir }).close();
  const db = openDatabase(join(dir, ASSIGNER));
  db.exec("INSERT INTO sessions (name) VALUES ('a')");
  expect(() =>
    db.exec("INSERT INTO leases (session_name, prompt_id, pane_id, granted_at) VALUES ('a', 99, '%1', '')"),
  ).toThrow('FOREIGN KEY');
  db.close();
});

test('a read-only handle needs the file and can not write', () => {
  expect(() => openDatabase(join(dir, ASSIGNER), { readonly: true })).toThrow(StoreError);
  openStore({ dataDir: dir }).close();
  const db = openDatabase(join(dir, ASSIGNER), { readonly: true });
  expect(() => db.exec("INSERT INTO sessions (name) VALUES ('a')")).toThrow('readonly');
  db.close();
});

function contents(path: string): unknown {
  const db = openDatabase(path);
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  const all = tables.map((table) => [table, db.prepare(`SELECT * FROM ${table}`).all()]);
  db.close();
  return all;
}

test.each(FILES)('%s of a newer release is refused, not touched', (file) => {
  openStore({ dataDir: dir }).close();
  const path = join(dir, file);
  const db = openDatabase(path);
  db.exec("INSERT INTO schema_migrations (number, name) VALUES (900, '0900_future.sql')");
  db.close();
  const before = contents(path);
  const error = refusal();
  expect(error.code).toBe('newer_release');
  expect(error.message).toMatch(
    /written by a newer release \(schema 900, this one knows \d+\): update Architect Dashboard, or put back the backup/,
  );
  expect(contents(path)).toEqual(before);
});

test('no handle stays open after a refusal', () => {
  openStore({ dataDir: dir }).close();
  const db = openDatabase(join(dir, 'site_health.db'));
  db.exec("INSERT INTO schema_migrations (number, name) VALUES (900, '0900_future.sql')");
  db.close();
  refusal();
  // The last handle that closes takes the -wal file with it.
  expect(() => readFileSync(join(dir, `${ASSIGNER}-wal`))).toThrow('ENOENT');
});

test('a data directory that may not be written is named, with what to do', async () => {
  chmodSync(dir, 0o555);
  const other = await storeProcess(dir, { obeysModes: true });
  const { error } = await other.call('open');
  await other.end();
  expect(error).toEqual({
    name: 'StoreError',
    message: `The data directory ${dir} can't be written: make it writable for this user or set ARCHITECT_DATA_DIR to one that is.`,
  });
});

test('a database file that may not be written is named, with what to do', async () => {
  openStore({ dataDir: dir }).close();
  chmodSync(dir, 0o777);
  chmodSync(join(dir, 'architect.db'), 0o444);
  const other = await storeProcess(dir, { obeysModes: true });
  const { error } = await other.call('open');
  await other.end();
  expect(error?.name).toBe('StoreError');
  expect(error?.message).toContain('make it writable');
});

test.each(['', 'assigner'])('a file where the directory "%s" should be is named, with what to do', (name) => {
  const dataDir = join(dir, 'data');
  if (name !== '') mkdirSync(dataDir);
  writeFileSync(join(dataDir, name), 'not a directory');
  const { message } = refusal(dataDir);
  expect(message).toContain(join(dataDir, name));
  expect(message).toContain('ARCHITECT_DATA_DIR');
});

test('a directory where the database should be is named, with what to do', () => {
  mkdirSync(join(dir, 'architect.db'));
  expect(refusal().message).toContain('ARCHITECT_DATA_DIR');
});

test('a file that is no database is named, with what to do, and left as it is', () => {
  const text = 'This is a letter to my grandmother, not a database.\n'.repeat(100);
  writeFileSync(join(dir, 'architect.db'), text);
  const { message } = refusal();
  expect(message).toContain(`${join(dir, 'architect.db')} is no usable SQLite database`);
  expect(message).toContain('put a backup in its place or move it away');
  expect(readFileSync(join(dir, 'architect.db'), 'utf8')).toBe(text);
});

test.each([
  ['whose first page is', 100],
  ['whose tables are', 4_096],
])('a database %s broken is named, with what to do', (_what, from) => {
  openStore({ dataDir: dir }).close();
  const path = join(dir, ASSIGNER);
  const bytes = readFileSync(path);
  bytes.fill(0xaa, from);
  writeFileSync(path, bytes);
  const { message } = refusal();
  expect(message).toContain(`${path} is no usable SQLite database`);
  expect(message).toContain('put a backup in its place or move it away');
});

test('an empty file is a database to be made', () => {
  writeFileSync(join(dir, 'architect.db'), '');
  const store = openStore({ dataDir: dir });
  expect(
    store.errorReports.insert({ message: 'm', source: null, stack: null, url: null, level: 'error' }),
  ).toBe(1);
  store.close();
});

test('what a crash left in the write-ahead log is there after the next start', () => {
  const store = openStore({ dataDir: dir });
  store.sessions.register({ name: 'a', provider: 'claude', specialty: 'general', workingDir: null });
  // The files as a power cut would leave them: nothing closed, nothing checkpointed.
  const copy = temporaryDirectory();
  cpSync(dir, copy, { recursive: true });
  store.close();
  const again = openStore({ dataDir: copy });
  expect(again.sessions.get('a')).toMatchObject({ provider: 'claude' });
  again.close();
  rmSync(copy, { recursive: true, force: true });
});

test('two processes that open an empty directory at once both get a whole record', async () => {
  const processes = await Promise.all([storeProcess(dir), storeProcess(dir), storeProcess(dir)]);
  const answers = await Promise.all(processes.map((one) => one.call('open')));
  await Promise.all(processes.map((one) => one.end()));
  expect(answers).toEqual([{ result: null }, { result: null }, { result: null }]);
});

test.each([
  ['EACCES', 'not_writable'],
  ['SQLITE_CANTOPEN', 'not_writable'],
  ['ENOTDIR', 'in_the_way'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_FULL', 'disk_full'],
  ['SQLITE_IOERR', 'not_opened'],
])('what fails with %s has the code %s, and keeps its cause', (code, expected) => {
  const cause = Object.assign(new Error('it failed'), { code });
  const error = storeError('/data/a.db', cause);
  expect([error.code, error.cause]).toEqual([expected, cause]);
  expect(storeError('/data/b.db', error)).toBe(error);
});
