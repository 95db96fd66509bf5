/** Who else has locks on a database, so that a person can end it. Known on Linux only. */
import { readFileSync, statSync } from 'node:fs';

/** Bytes of the `-shm` file that are locked by a writer, and by readers of a moment (sqlite.org/walformat.html). */
const WRITER = { from: 120, to: 120 };
const READERS = { from: 123, to: 127 };

/** Ids of other processes that write to `file`, or have begun to and not ended. */
export const writersOf = (file: string): number[] => holders(file, WRITER);
/** Ids of other processes that read `file` as it was at some moment. */
export const readersOf = (file: string): number[] => holders(file, READERS);

/** ` (process 7)`, ` (processes 7 and 8)`, or nothing. */
export function inBrackets(pids: readonly number[]): string {
  if (pids.length === 0) return '';
  return ` (${pids.length === 1 ? 'process' : 'processes'} ${pids.join(' and ')})`;
}

function holders(file: string, { from, to }: typeof WRITER): number[] {
  let locks: string;
  let inode: number;
  try {
    locks = readFileSync('/proc/locks', 'utf8');
    inode = statSync(`${file}-shm`).ino;
  } catch {
    return [];
  }
  // 1: POSIX  ADVISORY  WRITE 4711 fe:01:1234 120 120
  const held = [...locks.matchAll(/ (\d+) [0-9a-f]+:[0-9a-f]+:(\d+) (\d+) (\d+)$/gm)]
    .map((match) => match.slice(1).map(Number) as [pid: number, inode: number, from: number, to: number])
    .filter(
      ([pid, of, start, end]) => of === inode && pid > 0 && pid !== process.pid && start <= to && end >= from,
    )
    .map(([pid]) => pid);
  return [...new Set(held)];
}
