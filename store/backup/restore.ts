/** Puts a backup in the place of the databases. What it replaces is kept beside them; nothing is deleted. */
import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DATABASE_FILES, DATABASE_NAMES } from '../db/databases';
import { newestMigration } from '../db/migrate';
import { copyPushKey, PUSH_KEY_FILE } from '../push/key-file';
import { KEY_FILE, readKeyFile, writeKeyFile } from '../vault/key-file';
import { BackupError, type Manifest, verifyBackup } from './manifest';

export interface Restored {
  readonly manifest: Manifest;
  /** Where the replaced files are now; undefined if there were none. */
  readonly replaced: string | undefined;
  /** Secrets whose key isn't in the key file of the data directory, by the id of their key. */
  readonly locked: Manifest['vault_keys'];
}

/**
 * Restores `from` into `dataDir`, whose server must not be running. May be repeated after a crash.
 * @throws BackupError if the backup isn't whole or is of a newer release; nothing was changed then
 */
export async function restoreBackup(
  from: string,
  dataDir: string,
  clock = () => new Date(),
): Promise<Restored> {
  const manifest = await verifyBackup(from);
  for (const { path, schema } of manifest.files) {
    const name = DATABASE_NAMES.find((one) => DATABASE_FILES[one] === path);
    if (!name)
      throw new BackupError(
        'other_release',
        `The backup ${from} holds ${path}, which is no database of this release.`,
      );
    if (schema > newestMigration(name))
      throw new BackupError(
        'other_release',
        `${path} of the backup was written by a newer release (schema ${schema}): update Architect Dashboard first.`,
      );
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // All copies first: they take long and may fill the disk, and nothing is replaced yet.
  const incoming = manifest.files.map(({ path }) => {
    const to = join(dataDir, path);
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    copyFileSync(join(from, path), `${to}.restoring`);
    flush(`${to}.restoring`);
    return to;
  });
  const replaced = setAside(dataDir, clock());
  for (const file of incoming) renameSync(`${file}.restoring`, file);
  copyPushKey(from, dataDir);
  if (manifest.with_key) {
    const keys = join(dataDir, KEY_FILE);
    // Both: secrets of the replaced databases stay readable too.
    writeKeyFile(keys, { ...readKeyFile(keys), ...readKeyFile(join(from, KEY_FILE)) });
  }
  const here = readKeyFile(join(dataDir, KEY_FILE));
  const locked = manifest.vault_keys.filter(({ id, source }) => source === 'file' && !(id in here));
  return { manifest, replaced, locked };
}

/** Moves the databases away, and the engine's: it knows prompts that the restored databases don't. */
function setAside(dataDir: string, now: Date): string | undefined {
  const files = [
    ...Object.values(DATABASE_FILES).flatMap((path) => ['', '-wal', '-shm'].map((end) => path + end)),
    PUSH_KEY_FILE,
    'engine',
  ];
  const present = files.filter((path) => existsSync(join(dataDir, path)));
  if (present.length === 0) return undefined;
  const aside = join(dataDir, `replaced-${now.toISOString().replace(/[:.]/g, '-')}`);
  for (const path of present) {
    mkdirSync(dirname(join(aside, path)), { recursive: true, mode: 0o700 });
    renameSync(join(dataDir, path), join(aside, path));
  }
  return join(dataDir, basename(aside));
}

function flush(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
