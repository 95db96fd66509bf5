/** Whether the record can be used now: its files are where they were opened, can be read, and have room to grow. */
import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { Databases } from './databases';
import { DATABASE_NAMES } from './databases';
import { openDatabase } from './open';

/** Less room counts as none: a backup, or the logs of the databases, may want so much at once. */
export const MIN_FREE_MIB = 32;
const BYTES_A_MIB = 1024 * 1024;
/** Anyone may ask, as often as they like. */
const KEEP_MS = 5_000;
/** A look holds up the whole process: rather no answer than a wait. */
const BUSY_TIMEOUT_MS = 20;

export interface ConditionOptions {
  readonly dataDir: string;
  readonly nowMs?: () => number;
  readonly freeBytes?: (dir: string) => Promise<number>;
}

/** Answers what is wrong, for the log; undefined where nothing is. Looks every few seconds at most. */
export function storeCondition(
  databases: Databases,
  { dataDir, nowMs = () => performance.now(), freeBytes = freeBytesOf }: ConditionOptions,
): () => Promise<string | undefined> {
  const opened = DATABASE_NAMES.map((name) => databases[name].name).map((file) => ({
    file,
    inode: statSync(file).ino,
  }));
  const look = async (): Promise<string | undefined> => {
    try {
      for (const { file, inode } of opened) read(file, inode);
      const free = await freeBytes(dataDir);
      return free < MIN_FREE_MIB * BYTES_A_MIB
        ? `${dataDir} has ${Math.floor(free / BYTES_A_MIB)} MiB of room left`
        : undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };
  let last: { readonly atMs: number; readonly fault: Promise<string | undefined> } | undefined;
  return () => {
    if (!last || nowMs() - last.atMs >= KEEP_MS) last = { atMs: nowMs(), fault: look() };
    return last.fault;
  };
}

/** By a handle of its own: one that is open answers from its memory. @throws where it can't be read */
function read(file: string, inode: number): void {
  // Opening another file by that name would also take away the locks that this process has on its log.
  if (statSync(file).ino !== inode) throw new Error(`${file} is another file than the one that is open`);
  const db = openDatabase(file, { readonly: true });
  try {
    db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    db.prepare('SELECT count(*) FROM schema_migrations').get();
  } finally {
    db.close();
  }
}

async function freeBytesOf(dir: string): Promise<number> {
  const { bavail, bsize, blocks } = await statfs(dir);
  // Some file systems of networks don't tell.
  return blocks === 0 ? Infinity : bavail * bsize;
}
