/** The file that says what a backup holds, and how a backup is checked. */
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { quickCheck } from '../db/integrity';
import { openDatabase } from '../db/open';

export type BackupErrorCode =
  /** There is nothing to back up. */
  | 'no_databases'
  /** The backup directory can't be used. */
  | 'not_writable'
  /** The directory holds no backup. */
  | 'no_backup'
  /** It isn't whole, or isn't what was written. */
  | 'damaged'
  /** It is of a newer release, or of another program. */
  | 'other_release';

/** A backup or a restore that can't be done. The message says what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  constructor(
    readonly code: BackupErrorCode,
    message: string,
  ) {
    super(message);
  }
}

export const MANIFEST = 'manifest.json';

const manifest = z.object({
  format: z.literal(1),
  created_at: z.string(),
  data_dir: z.string(),
  reason: z.string(),
  files: z.array(
    z.object({
      /** Relative to the backup, as in the data directory. */
      path: z.string().regex(/^[\w-]+(\/[\w-]+)?\.db$/),
      bytes: z.number().int(),
      sha256: z.string(),
      /** Number of its newest migration. */
      schema: z.number().int(),
    }),
  ),
  /** Keys that its secrets are sealed with. */
  vault_keys: z.array(z.object({ id: z.string(), source: z.string(), secrets: z.number().int() })),
  /** The key file is in it. */
  with_key: z.boolean(),
});

export type Manifest = z.output<typeof manifest>;

/** @throws BackupError if the directory holds no whole backup */
export function readManifest(dir: string): Manifest {
  let text: string;
  try {
    text = readFileSync(join(dir, MANIFEST), 'utf8');
  } catch {
    throw new BackupError(
      'no_backup',
      `${dir} is no backup: it has no ${MANIFEST}. \`architect backup --list\` shows them.`,
    );
  }
  const parsed = manifest.safeParse(json(text));
  if (parsed.success) return parsed.data;
  throw new BackupError(
    'damaged',
    `${join(dir, MANIFEST)} is damaged, so what the backup holds is not known: use another one.`,
  );
}

/** Proves that every file is the one that was written, and whole. @throws BackupError naming what is wrong */
export async function verifyBackup(dir: string): Promise<Manifest> {
  const found = readManifest(dir);
  for (const { path, sha256 } of found.files) {
    const file = join(dir, path);
    const actual = await sha256Of(file).catch(() => undefined);
    if (actual === undefined)
      throw new BackupError('damaged', `The backup ${dir} lacks ${path}: use another one.`);
    if (actual !== sha256)
      throw new BackupError(
        'damaged',
        `${file} isn't as it was written (its checksum differs): use another backup.`,
      );
    requireWhole(file);
  }
  return found;
}

/** @throws BackupError if SQLite finds a fault in the file */
export function requireWhole(file: string): void {
  const db = openDatabase(file, { readonly: true });
  try {
    const fault = quickCheck(db, 'integrity_check');
    if (fault !== undefined) throw new BackupError('damaged', `${file} is damaged: ${fault}`);
  } finally {
    db.close();
    // A copy is one file; what SQLite put beside it for reading is empty.
    for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  }
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
