/** The backups in a directory: reading, finding the newest good one, letting the oldest go. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { MANIFEST, type Manifest, readManifest, verifyBackup } from './manifest';

export interface Backup {
  readonly name: string;
  readonly dir: string;
  readonly created_at: string;
  readonly reason: string;
  readonly bytes: number;
  readonly files: readonly string[];
  readonly with_key: boolean;
}

export function backupView(dir: string, manifest: Manifest): Backup {
  const { created_at, reason, files, with_key } = manifest;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return {
    name: basename(dir),
    dir,
    created_at,
    reason,
    bytes,
    files: files.map(({ path }) => path),
    with_key,
  };
}

/** Newest first. What has no readable manifest is no backup. */
export function listBackups(backupDir: string): Backup[] {
  if (!existsSync(backupDir)) return [];
  return readdirSync(backupDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(backupDir, entry.name, MANIFEST)))
    .flatMap(({ name }) => {
      const dir = join(backupDir, name);
      try {
        return [backupView(dir, readManifest(dir))];
      } catch {
        return [];
      }
    })
    .sort((a, b) => b.created_at.localeCompare(a.created_at) || b.name.localeCompare(a.name));
}

/** The size of an empty database in a backup. */
const EMPTY_BYTES = 4_096;

/** Whether it holds the database `path` of `dataDir` with something in it. */
export function holdsDatabase({ dir }: Backup, dataDir: string, path: string): boolean {
  const { data_dir, files } = readManifest(dir);
  // A data directory that was moved took the backups in it along.
  const isOwn = data_dir === dataDir || dir.startsWith(join(dataDir, sep));
  return isOwn && files.some((file) => file.path === path && (file.schema > 0 || file.bytes > EMPTY_BYTES));
}

/** The newest of the `wanted` whose files are all as they were written. */
export async function newestGoodBackup(
  backupDir: string,
  wanted: (backup: Backup) => boolean = () => true,
): Promise<Backup | undefined> {
  for (const backup of listBackups(backupDir).filter(wanted)) {
    try {
      await verifyBackup(backup.dir);
      return backup;
    } catch {
      // The one before it may be good.
    }
  }
  return undefined;
}

/** Removes the oldest backups of this data directory but for the newest `keep`. Returns their names. */
export function rotateBackups(backupDir: string, dataDir: string, keep: number): string[] {
  const own = listBackups(backupDir).filter(({ dir }) => readManifest(dir).data_dir === dataDir);
  const old = own.slice(keep);
  for (const { dir } of old) rmSync(dir, { recursive: true, force: true });
  return old.map(({ name }) => name);
}
