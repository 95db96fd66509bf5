/**
 * The key file in the data directory: JSON, readable by its owner only, replaced as a whole, so that a crash leaves
 * the old one or the new one.
 */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { StoreError } from '../db/open';

/** Name in the data directory. */
export const KEY_FILE = 'vault-key';

/** Key id -> 32 bytes in base64url. */
type Keys = Readonly<Record<string, string>>;

/** @throws StoreError if there is a file that can't be read as a key file */
export function readKeyFile(file: string): Keys {
  let text: string;
  try {
    chmodSync(file, 0o600);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new StoreError(
      'key_unreadable',
      `The key file ${file} can't be read: ${(error as Error).message}`,
      { cause: error },
    );
  }
  try {
    const { keys } = JSON.parse(text) as { keys: Keys };
    if (Object.values(keys).every((key) => Buffer.from(key, 'base64url').length === 32)) return keys;
  } catch {
    // The message below says it.
  }
  throw new StoreError(
    'key_unreadable',
    `The key file ${file} is damaged: put a copy of it in its place. Moved away, the secrets sealed with its keys can't be read.`,
  );
}

/** If it throws, the file is as it was. */
export function writeKeyFile(file: string, keys: Keys): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = openSync(next, 'wx', 0o600);
    try {
      writeFileSync(handle, `${JSON.stringify({ keys }, null, 2)}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(next, file);
  } catch (error) {
    // Keys don't lie about in files that nobody knows of.
    rmSync(next, { force: true });
    throw error;
  }
  // The new name must be on the disk before anything is sealed with a key that is only there.
  const dir = openSync(dirname(file), 'r');
  try {
    fsyncSync(dir);
  } finally {
    closeSync(dir);
  }
}
