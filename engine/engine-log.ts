/** `<logDir>/temporal.log`: what the engine itself writes. */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

const TAIL_BYTES = 4_096;

/** How much is in the log. */
export function logSize(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The last lines of the log, none from before `fromByte`; empty where there are none. */
export function lastLines(file: string, count: number, fromByte = 0): string {
  try {
    const fd = openSync(file, 'r');
    try {
      const { size } = fstatSync(fd);
      const length = Math.min(Math.max(size - fromByte, 0), TAIL_BYTES);
      const buffer = Buffer.alloc(length);
      readSync(fd, buffer, 0, length, size - length);
      return buffer.toString('utf8').trimEnd().split('\n').slice(-count).join('\n');
    } finally {
      closeSync(fd);
    }
  } catch {
    return '';
  }
}
