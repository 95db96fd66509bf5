/** Copies of files that others may have put anything in the place of. */
import { constants } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';

/**
 * Copies a plain file. A pipe is not waited for.
 * @returns when it was written, Unix milliseconds; null where it is no file, can't be read, or is longer than `mostBytes`
 */
export async function copyRegular(from: string, to: string, mostBytes: number): Promise<number | null> {
  const file = await open(from, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  if (!file) return null;
  try {
    const about = await file.stat();
    if (!about.isFile() || about.size > mostBytes) return null;
    const content = file.createReadStream({ end: mostBytes, autoClose: false });
    await writeFile(to, content, { mode: 0o600 });
    return about.mtimeMs;
  } finally {
    await file.close();
  }
}
