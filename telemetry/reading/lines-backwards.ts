/** The lines of a file from its end: of a large one only as much is read as is wanted. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const BLOCK_BYTES = 64 * 1024;
/** What is longer comes in pieces: a program that never ends a line must not fill the memory. */
export const PIECE_BYTES = 1024 * 1024;
const LINE_END = 0x0a;

export interface LineAt {
  readonly text: string;
  /** Where it ends in the file, in bytes: its text has others where they are no UTF-8. */
  readonly end: number;
}

/**
 * The last line first; empty ones are left out. Nothing where there is no such file.
 * @param end where it ends for this, in bytes; undefined = as large as it is
 */
export function* linesBackwards(file: string, end?: number): Generator<string> {
  for (const { text } of linesAtBackwards(file, end)) yield text;
}

/** The same with their places. */
export function* linesAtBackwards(file: string, end?: number): Generator<LineAt> {
  const descriptor = opened(file);
  if (descriptor === undefined) return;
  try {
    /** What stands behind the last line end that was found, the later parts last. */
    let later: Buffer[] = [];
    // A file that was emptied in its place is shorter than it was when somebody learned where they are.
    const { size } = fstatSync(descriptor);
    let from = Math.min(end ?? size, size);
    while (from > 0) {
      const block = Buffer.alloc(Math.min(BLOCK_BYTES, from));
      from -= block.length;
      let to = readSync(descriptor, block, 0, block.length, from);
      for (let at = lineEndBefore(block, to); at !== -1; at = lineEndBefore(block, to)) {
        const line = Buffer.concat([block.subarray(at + 1, to), ...later]);
        later = [];
        to = at;
        if (line.length > 0) yield lineAt(line, from + at + 1);
      }
      later.unshift(block.subarray(0, to));
      const piece = later.length * BLOCK_BYTES < PIECE_BYTES ? undefined : Buffer.concat(later);
      if (piece) later = [];
      if (piece?.length) yield lineAt(piece, from);
    }
    const first = Buffer.concat(later);
    if (first.length > 0) yield lineAt(first, 0);
  } finally {
    closeSync(descriptor);
  }
}

const lineAt = (line: Buffer, start: number): LineAt => ({
  text: line.toString('utf8'),
  end: start + line.length,
});

const lineEndBefore = (block: Buffer, to: number): number =>
  to === 0 ? -1 : block.lastIndexOf(LINE_END, to - 1);

function opened(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
