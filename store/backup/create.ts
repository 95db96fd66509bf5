/** Makes a backup of the databases while they are in use: SQLite's online backup, checked, complete or not there at all. */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DATABASE_FILES } from '../db/databases';
import { type Db, openDatabase, storeError } from '../db/open';
import { keyIdOf } from '../vault/cipher';
import { KEY_FILE } from '../vault/key-file';
import { copyPushKey } from '../push/key-file';
import { BackupError, MANIFEST, type Manifest, requireWhole, sha256Of } from './manifest';

export interface BackupOptions {
  readonly dataDir: string;
  /** Gets a directory named after the time. */
  readonly backupDir: string;
  /** Why it is made, for people. */
  readonly reason: string;
  /** The vault's key file goes with it: whoever has the backup can then read the secrets. */
  readonly withKey?: boolean;
  readonly clock?: () => Date;
}

const UNFINISHED = '.unfinished-';
/** No backup takes this long: an unfinished one that is older was interrupted. */
const LONGEST_MS = 86_400_000;
/** 40 MB in one go: a writer elsewhere makes the copy start over, so it should be short. */
const PAGES_A_STEP = 10_000;

/** @throws BackupError or StoreError; nothing is left of it then */
export async function createBackup(options: BackupOptions): Promise<{ dir: string; manifest: Manifest }> {
  const { dataDir, backupDir, reason, withKey = false, clock = () => new Date() } = options;
  makeDirectory(backupDir);
  removeLeftovers(backupDir, clock());
  const unfinished = join(backupDir, `${UNFINISHED}${randomBytes(6).toString('hex')}`);
  mkdirSync(unfinished, { mode: 0o700 });
  try {
    const files: Manifest['files'] = [];
    let vaultKeys: Manifest['vault_keys'] = [];
    for (const path of Object.values(DATABASE_FILES)) {
      if (!existsSync(join(dataDir, path))) continue;
      const { schema, keys } = await copyDatabase(join(dataDir, path), join(unfinished, path));
      const { size: bytes } = statSync(join(unfinished, path));
      files.push({ path, bytes, sha256: await sha256Of(join(unfinished, path)), schema });
      vaultKeys = [...vaultKeys, ...keys];
    }
    if (files.length === 0)
      throw new BackupError('no_databases', `${dataDir} holds no databases: there is nothing to back up.`);
    const hasKey = withKey && existsSync(join(dataDir, KEY_FILE));
    if (hasKey) {
      copyFileSync(join(dataDir, KEY_FILE), join(unfinished, KEY_FILE));
      chmodSync(join(unfinished, KEY_FILE), 0o600);
    }
    copyPushKey(dataDir, unfinished);
    const created_at = clock().toISOString();
    const manifest: Manifest = {
      ...{ format: 1, created_at, data_dir: dataDir, reason },
      ...{ files, vault_keys: vaultKeys, with_key: hasKey },
    };
    writeFileSync(join(unfinished, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    const dir = freeName(join(backupDir, created_at.replace(/\.\d+Z$/, 'Z').replaceAll(':', '-')));
    renameSync(unfinished, dir);
    return { dir, manifest };
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** A fault that another try doesn't mend is reported with what to do. */
function makeDirectory(backupDir: string): void {
  try {
    mkdirSync(backupDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!['EEXIST', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS'].includes(code)) throw error;
    const why = code === 'EEXIST' || code === 'ENOTDIR' ? 'a file is in its place' : message;
    const todo = 'Make it one that this user can write, or set ARCHITECT_BACKUP_DIR to another.';
    throw new BackupError('not_writable', `The backup directory ${backupDir} can't be used: ${why}. ${todo}`);
  }
}

async function copyDatabase(
  from: string,
  to: string,
): Promise<{ schema: number; keys: Manifest['vault_keys'] }> {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const db = openDatabase(from, { readonly: true });
  let about: { schema: number; keys: Manifest['vault_keys'] };
  try {
    about = { schema: schemaOf(db), keys: vaultKeysOf(db) };
    await db.backup(to, { progress: () => PAGES_A_STEP });
  } catch (error) {
    throw storeError(from, error);
  } finally {
    db.close();
  }
  chmodSync(to, 0o600);
  requireWhole(to);
  return about;
}

function schemaOf(db: Db): number {
  if (!hasTable(db, 'schema_migrations')) return 0;
  return db.prepare<[], number>('SELECT coalesce(max(number), 0) FROM schema_migrations').pluck().get() ?? 0;
}

function vaultKeysOf(db: Db): Manifest['vault_keys'] {
  if (!hasTable(db, 'vault_keys')) return [];
  const sealed = db.prepare<[], string>('SELECT encrypted_value FROM secrets').pluck().all().map(keyIdOf);
  return db
    .prepare<[], { id: string; source: string }>('SELECT id, source FROM vault_keys')
    .all()
    .map(({ id, source }) => ({ id, source, secrets: sealed.filter((one) => one === id).length }))
    .filter(({ secrets }) => secrets > 0);
}

function hasTable(db: Db, name: string): boolean {
  return db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined;
}

/** Directories that killed backups left behind. */
function removeLeftovers(backupDir: string, now: Date): void {
  for (const name of readdirSync(backupDir).filter((one) => one.startsWith(UNFINISHED))) {
    const dir = join(backupDir, name);
    const { mtimeMs } = statSync(dir, { throwIfNoEntry: false }) ?? { mtimeMs: Infinity };
    if (now.getTime() - mtimeMs > LONGEST_MS) rmSync(dir, { recursive: true, force: true });
  }
}

/** Two backups in one second: the later one gets a number. */
function freeName(wanted: string): string {
  let name = wanted;
  for (let count = 2; existsSync(name); count += 1) name = `${wanted}-${count}`;
  return name;
}
