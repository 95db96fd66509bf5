/** Backups: made while the record is in use, proven whole, rotated; restored without losing what they replace. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { openStore, type Store } from '../../store';
import {
  type BackupErrorCode,
  createBackup,
  listBackups,
  newestGoodBackup,
  restoreBackup,
  rotateBackups,
} from '../../store/backup';
import { findIntegrityFault } from '../../store/db/integrity';
import { openDatabase } from '../../store/db/open';
import { PLAIN, temporaryDirectory } from './support';
import { CANARY, SECRET, values } from './vault-site';

let dataDir: string;
let backupDir: string;
let store: Store;
let now: Date;
beforeEach(() => {
  dataDir = temporaryDirectory();
  backupDir = join(dataDir, 'backups');
  now = new Date('2026-03-10T12:00:00.000Z');
  store = openStore({ dataDir });
});
afterEach(() => {
  store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const backup = (more: object = {}) =>
  createBackup({ dataDir, backupDir, reason: 'test', clock: () => now, ...more });
const contents = (): (string | null)[] =>
  store.prompts.list({}, 'oldest', 100, 0).items.map(({ content }) => content);
const insert = (content: string): void => void store.prompts.insert({ ...PLAIN, content });
/** Spoils the middle of a file, as a bad disk does. */
function spoil(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, 4_096, 12_288);
  writeFileSync(file, bytes);
}

test('a backup holds what was written until then, in one file a database, readable by its owner only', async () => {
  insert('one');
  const { dir, manifest } = await backup();
  insert('two');
  expect(dir).toBe(join(backupDir, '2026-03-10T12-00-00Z'));
  expect(readdirSync(dir, { recursive: true }).sort()).toEqual([
    'architect.db',
    'assigner',
    'assigner/assigner.db',
    'manifest.json',
    'site_health.db',
  ]);
  expect(statSync(join(dir, 'assigner/assigner.db')).mode & 0o777).toBe(0o600);
  expect(manifest).toMatchObject({ reason: 'test', with_key: false, created_at: now.toISOString() });
  const copy = openDatabase(join(dir, 'assigner/assigner.db'), { readonly: true });
  expect(copy.prepare('SELECT content FROM prompts').pluck().all()).toEqual(['one']);
  copy.close();
});

test('a backup made while others write is whole', async () => {
  for (let count = 0; count < 2_000; count += 1) insert('x'.repeat(2_000));
  const ended = new AbortController();
  const writer = (async () => {
    while (!ended.signal.aborted) {
      insert('y'.repeat(5_000));
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  const { dir } = await backup();
  ended.abort();
  await writer;
  const restored = join(dataDir, 'elsewhere');
  await restoreBackup(dir, restored);
  expect(findIntegrityFault(restored)).toBeUndefined();
});

test('restoring gives back the record as it was, and keeps what it replaced beside', async () => {
  insert('one');
  const { dir } = await backup();
  insert('two');
  store.close();
  const { replaced } = await restoreBackup(dir, dataDir, () => now);
  store = openStore({ dataDir });
  expect(contents()).toEqual(['one']);
  expect(replaced).toBe(join(dataDir, 'replaced-2026-03-10T12-00-00-000Z'));
  const before = openStore({ dataDir: replaced as string });
  expect(before.prompts.list({}, 'oldest', 10, 0).total).toBe(2);
  before.close();
});

test('secrets are in a backup sealed; the key goes with it only where that is asked for', async () => {
  store.vault.create(SECRET, 'me');
  const without = await backup();
  const withKey = await backup({ withKey: true });
  for (const { dir } of [without, withKey])
    expect(readFileSync(join(dir, 'architect.db')).includes(CANARY)).toBe(false);
  expect(existsSync(join(without.dir, 'vault-key'))).toBe(false);
  expect(statSync(join(withKey.dir, 'vault-key')).mode & 0o777).toBe(0o600);

  const elsewhere = join(dataDir, 'elsewhere');
  const { locked } = await restoreBackup(without.dir, elsewhere);
  expect(locked).toMatchObject([{ source: 'file', secrets: 1 }]);
  expect((await restoreBackup(withKey.dir, elsewhere)).locked).toEqual([]);
  const other = openStore({ dataDir: elsewhere });
  expect(values(other)).toEqual({ GITHUB_TOKEN: CANARY });
  other.close();
});

test('the key that push services know is in a backup with the browsers that know it, for its owner only', async () => {
  const file = join(dataDir, 'push-key');
  writeFileSync(file, 'key of the backup', { mode: 0o600 });
  const { dir } = await backup();
  expect(statSync(join(dir, 'push-key')).mode & 0o777).toBe(0o600);
  writeFileSync(file, 'key of now');
  store.close();
  const { replaced } = await restoreBackup(dir, dataDir);
  expect(readFileSync(file, 'utf8')).toBe('key of the backup');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(String(replaced), 'push-key'), 'utf8')).toBe('key of now');
  store = openStore({ dataDir });
});

test('a backup from before the key was changed can still be read, and newer secrets after it too', async () => {
  store.vault.create(SECRET, 'me');
  const { dir } = await backup();
  store.vault.rotate({ by: 'me' });
  store.close();
  await restoreBackup(dir, dataDir);
  store = openStore({ dataDir });
  expect(values(store)).toEqual({ GITHUB_TOKEN: CANARY });
  store.vault.create({ ...SECRET, name: 'NEW' }, 'me');
});

test.each<[string, (dir: string) => void, BackupErrorCode, RegExp]>([
  ['with a spoilt file', (dir) => spoil(join(dir, 'assigner/assigner.db')), 'damaged', /checksum differs/],
  [
    'with a file cut short',
    (dir) => truncateSync(join(dir, 'architect.db'), 4_096),
    'damaged',
    /checksum differs/,
  ],
  ['that lacks a file', (dir) => rmSync(join(dir, 'site_health.db')), 'damaged', /lacks site_health.db/],
  ['without a manifest', (dir) => rmSync(join(dir, 'manifest.json')), 'no_backup', /is no backup/],
  [
    'with a manifest that is none',
    (dir) => writeFileSync(join(dir, 'manifest.json'), '{"format":1}'),
    'damaged',
    /manifest.json is damaged/,
  ],
  [
    'that names files elsewhere',
    (dir) => {
      const file = join(dir, 'manifest.json');
      writeFileSync(file, readFileSync(file, 'utf8').replace('"architect.db"', '"../architect.db"'));
    },
    'damaged',
    /manifest.json is damaged/,
  ],
  [
    'of a newer release',
    (dir) => {
      const file = join(dir, 'manifest.json');
      writeFileSync(file, readFileSync(file, 'utf8').replace(/"schema": \d+/, '"schema": 999'));
    },
    'other_release',
    /newer release \(schema 999\)/,
  ],
])('a backup %s is not restored, and nothing is changed', async (_what, harm, code, message) => {
  insert('one');
  const { dir } = await backup();
  harm(dir);
  const before = readdirSync(dataDir).sort();
  await expect(restoreBackup(dir, dataDir)).rejects.toMatchObject({
    ...{ name: 'BackupError', code, message: expect.stringMatching(message) },
  });
  expect(readdirSync(dataDir).sort()).toEqual(before);
  expect(contents()).toEqual(['one']);
});

test('a damaged database gives no backup, and the good ones stay', async () => {
  for (let count = 0; count < 50; count += 1) insert('x'.repeat(1_000));
  const good = await backup();
  reopenDamaged();
  await expect(backup()).rejects.toThrow(/assigner.db/);
  expect(readdirSync(backupDir)).toEqual([good.dir.split('/').at(-1)]);
  expect(findIntegrityFault(dataDir)?.file).toBe(join(dataDir, 'assigner/assigner.db'));
  expect((await newestGoodBackup(backupDir))?.dir).toBe(good.dir);
  await restoreBackup(good.dir, dataDir);
  expect(findIntegrityFault(dataDir)).toBeUndefined();
});

function reopenDamaged(): void {
  store.close();
  spoil(join(dataDir, 'assigner/assigner.db'));
  // Something for afterEach to close.
  store = openStore({ dataDir: join(dataDir, 'other') });
}

test('what a killed backup left behind goes a day later, not one that may be under way', async () => {
  const leave = (name: string, hoursAgo: number): void => {
    const dir = join(backupDir, name);
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'architect.db'), 'half');
    const at = new Date(now.getTime() - hoursAgo * 3_600_000);
    utimesSync(dir, at, at);
  };
  leave('.unfinished-old', 25);
  leave('.unfinished-new', 1);
  leave('of-somebody-else', 25);
  const { dir } = await backup();
  expect(readdirSync(backupDir).sort()).toEqual(['.unfinished-new', basename(dir), 'of-somebody-else']);
});

test('the newest good backup is the newest that is as it was written', async () => {
  const first = await backup();
  now = new Date('2026-03-11T12:00:00.000Z');
  const second = await backup();
  expect(listBackups(backupDir).map(({ dir }) => dir)).toEqual([second.dir, first.dir]);
  spoil(join(second.dir, 'architect.db'));
  expect((await newestGoodBackup(backupDir))?.dir).toBe(first.dir);
  expect(await newestGoodBackup(join(dataDir, 'none'))).toBeUndefined();
});

test('rotation keeps the newest, and touches neither the backups of others nor other directories', async () => {
  for (let day = 10; day < 15; day += 1) {
    now = new Date(`2026-03-${day}T12:00:00.000Z`);
    await backup();
  }
  const other = join(dataDir, 'other');
  openStore({ dataDir: other }).close();
  await createBackup({
    dataDir: other,
    backupDir,
    reason: 'of another',
    clock: () => new Date('2026-03-01T00:00:00.000Z'),
  });
  writeFileSync(join(backupDir, 'notes.txt'), 'mine');
  expect(rotateBackups(backupDir, dataDir, 2)).toHaveLength(3);
  expect(readdirSync(backupDir).sort()).toEqual([
    '2026-03-01T00-00-00Z',
    '2026-03-13T12-00-00Z',
    '2026-03-14T12-00-00Z',
    'notes.txt',
  ]);
});
