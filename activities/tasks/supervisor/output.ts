/**
 * The output of one run, appended to the task's file. Of more than the limit the beginning and the end are kept: the
 * end of a failed build says why it failed.
 */
import { closeSync, openSync, writeSync } from 'node:fs';

/** Kept of the end, in bytes, but never more than half of the limit. */
const TAIL_BYTES = 64 * 1024;

export interface OutputFile {
  write(chunk: Buffer): void;
  /** Writes the end that was kept back, and closes the file. */
  close(): void;
}

/** @param maxBytes of this run, not counting the lines that say that something is left out */
export function outputFile(path: string, maxBytes: number, heading = ''): OutputFile {
  const file = openSync(path, 'a', 0o600);
  const tailBytes = Math.min(TAIL_BYTES, Math.floor(maxBytes / 2));
  let room = maxBytes - tailBytes;
  let left = 0;
  let tail = Buffer.alloc(0);

  const append = (data: Buffer): void => {
    try {
      for (let at = 0; at < data.length;) at += writeSync(file, data, at);
    } catch {
      // A full disk costs output, not the task.
    }
  };
  append(Buffer.from(heading));
  return {
    write(chunk) {
      const fits = chunk.subarray(0, room);
      room -= fits.length;
      append(fits);
      const more = chunk.subarray(fits.length);
      if (more.length === 0) return;
      const all = Buffer.concat([tail, more]);
      tail = all.subarray(Math.max(0, all.length - tailBytes));
      if (left === 0 && all.length > tailBytes)
        append(
          Buffer.from(
            `\n[more than ${maxBytes} bytes: the middle is left out, the end follows when it is there]\n`,
          ),
        );
      left += all.length - tail.length;
    },
    close() {
      if (left > 0) append(Buffer.from(`\n[${left} bytes are left out here]\n`));
      append(tail);
      closeSync(file);
    },
  };
}
