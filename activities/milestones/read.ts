/** Reads one file of a scan, unless it is too large or no text. */
import { open } from 'node:fs/promises';

/** Nobody writes more by hand. */
export const MAX_FILE_BYTES = 1024 * 1024;
/** Text has no NUL; one is looked for where git looks for it. */
const BINARY_PREFIX_BYTES = 8_000;

export type Content = { readonly text: string } | { readonly left: 'huge' | 'binary' | 'unread' };

export async function readText(file: string): Promise<Content> {
  let handle;
  try {
    handle = await open(file, 'r');
    const { size } = await handle.stat();
    if (size > MAX_FILE_BYTES) return { left: 'huge' };
    const bytes = Buffer.allocUnsafe(size);
    const { bytesRead } = await handle.read(bytes, 0, size, 0);
    const read = bytes.subarray(0, bytesRead);
    if (read.subarray(0, BINARY_PREFIX_BYTES).includes(0)) return { left: 'binary' };
    return { text: read.toString('utf8').replace(/\r\n?/g, '\n') };
  } catch {
    return { left: 'unread' };
  } finally {
    await handle?.close();
  }
}
