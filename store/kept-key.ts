/** Keys made at the first start and kept in the data directory, readable by their owner only. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from './db/open';

const KEY_BYTES = 32;

/**
 * Reads the key of that name, making it where there is none. One process at a time.
 * @throws StoreError where it can't be read or made
 */
export function keptKey(dataDir: string, name: string): string {
  const file = join(dataDir, name);
  try {
    mkdirSync(dataDir, { recursive: true });
    return read(file) || make(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StoreError(
      'key_unreadable',
      `${file} can't be read or written (${code}): see that it is a file of the user who runs the dashboard, or remove it to have another key made.`,
      { cause: error },
    );
  }
}

/** Empty where there is none. */
function read(file: string): string {
  try {
    const key = readFileSync(file, 'utf8').trim();
    chmodSync(file, 0o600);
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** Whole or not there: an empty key would let everybody in. */
function make(file: string): string {
  const key = randomBytes(KEY_BYTES).toString('base64url');
  writeFileSync(`${file}.new`, key, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return key;
}
