/** The disk is full while the vault writes: nothing of a value or a key is lost, and nothing is left lying about. */
import fs, { readdirSync, readFileSync } from 'node:fs';
import { type Db, openDatabase } from '../../store/db/open';
import { openStore } from '../../store';
import { openVault, type Vault } from '../../store/vault';
import { START, temporaryDirectory } from './support';
import { CANARY, SECRET } from './vault-site';

let dir: string;
let db: Db;
let vault: Vault;
let id: number;

beforeEach(() => {
  dir = temporaryDirectory();
  openStore({ dataDir: dir }).close();
  // A handle of the test's own, whose size it can limit.
  db = openDatabase(`${dir}/architect.db`);
  vault = openVault(db, () => START, { dataDir: dir, secretKeys: [] });
  ({ id } = vault.create(SECRET, 'me'));
});
afterEach(() => {
  jest.restoreAllMocks();
  db.close();
  fs.rmSync(dir, { recursive: true, force: true });
});

const reopened = (): Vault => openVault(db, () => START, { dataDir: dir, secretKeys: [] });
const state = (): unknown => [
  db.prepare('SELECT * FROM secrets').all(),
  db.prepare('SELECT * FROM vault_keys').all(),
  vault.access({ id }, 100, 0),
];
const LARGE = 'x'.repeat(60_000);

test('a database that takes no more keeps every value as it was', () => {
  const before = state();
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
  expect(() => vault.create({ ...SECRET, name: 'LARGE', value: LARGE }, 'me')).toThrow(/full/);
  expect(() => vault.update(id, { value: LARGE }, 'me')).toThrow(/full/);
  expect(state()).toEqual(before);
  expect(reopened().valuesFor(['GITHUB_TOKEN'], 'test')).toEqual({ GITHUB_TOKEN: CANARY });
  db.pragma('max_page_count = 1000000');
  vault.update(id, { value: LARGE }, 'me');
  expect(reopened().valuesFor(['GITHUB_TOKEN'], 'test')).toEqual({ GITHUB_TOKEN: LARGE });
});

test.each(['writeFileSync', 'fsyncSync', 'renameSync'] as const)(
  'a key file that can not be written (%s) stays as it was, and so does what is sealed',
  (call) => {
    const before = state();
    const file = readFileSync(`${dir}/vault-key`, 'utf8');
    const files = readdirSync(dir).sort();
    jest.spyOn(fs, call).mockImplementation(() => {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    });
    expect(() => vault.rotate({ by: 'me' })).toThrow(/ENOSPC/);
    jest.restoreAllMocks();
    expect(readFileSync(`${dir}/vault-key`, 'utf8')).toBe(file);
    expect(readdirSync(dir).sort()).toEqual(files);
    expect(state()).toEqual(before);
    expect(vault.rotate({ by: 'me' })).toMatchObject({ resealed: 1 });
    expect(reopened().valuesFor(['GITHUB_TOKEN'], 'test')).toEqual({ GITHUB_TOKEN: CANARY });
  },
);
