/** Reads one file of a scan, unless it is too large or no text. */
import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';

/** Nobody writes more by hand. */
export const MAX_FILE_BYTES = 1024 * 1024;
/** Text has no NUL; one is looked for where git looks for it. */
const BINARY_PREFIX_BYTES = 8_000;
/** What begins with one of these is UTF-16. The decoder leaves the mark out. */
const UTF16 = [
  { mark: Buffer.from([0xff, 0xfe]), decoder: new TextDecoder('utf-16le') },
  { mark: Buffer.from([0xfe, 0xff]), decoder: new TextDecoder('utf-16be') },
];

export type Content = { readonly text: string } | { readonly left: 'huge' | 'binary' | 'unread' };

export async function readText(file: string): Promise<Content> {
  let handle;
  try {
    handle = await open(file, 'r');
    const { size } = await handle.stat();
    if (size > MAX_FILE_BYTES) return { left: 'huge' };
    const bytes = Buffer.allocUnsafe(size);
    const { bytesRead } = await handle.read(bytes, 0, size, 0);
    const text = textOf(bytes.subarray(0, bytesRead));
    return text === undefined ? { left: 'binary' } : { text: text.replace(/\r\n?/g, '\n') };
  } catch {
    return { left: 'unread' };
  } finally {
    await handle?.close();
  }
}

/** Undefined where it is no text. */
function textOf(bytes: Buffer): string | undefined {
  const utf16 = UTF16.find(({ mark }) => bytes.subarray(0, mark.length).equals(mark));
  if (utf16) {
    const text = utf16.decoder.decode(bytes);
    return text.includes('\0') ? undefined : text;
  }
  if (bytes.subarray(0, BINARY_PREFIX_BYTES).includes(0)) return undefined;
  // Not by a decoder that throws: this asks faster, and most files are UTF-8.
  return isUtf8(bytes) ? bytes.toString('utf8').replace(/^\uFEFF/, '') : bytes.toString('latin1');
}
