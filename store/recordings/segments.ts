/** The files of recordings: a directory a session, in it a file for each stretch of time, named after its beginning. */
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { recordsIn, type RecordHead, type StoredRecord } from './records';

const UID = /^\d{1,12}$/;
const NAME = /^(\d{1,15})\.rec$/;

export interface SegmentFile {
  readonly path: string;
  readonly startMs: number;
}
export interface MeasuredFile extends SegmentFile {
  readonly uid: number;
  readonly bytes: number;
  /** It was written last. */
  readonly writtenMs: number;
}

export const segmentName = (startMs: number): string => `${Math.floor(startMs)}.rec`;

/** In the order of their time. Empty where there is no such directory. */
export async function segmentsOf(dir: string): Promise<SegmentFile[]> {
  const names = await readdir(dir).catch(ifMissing((): string[] => []));
  const found = names.flatMap((name) => {
    const startMs = NAME.exec(name)?.[1];
    return startMs === undefined ? [] : [{ path: join(dir, name), startMs: Number(startMs) }];
  });
  return found.sort((a, b) => a.startMs - b.startMs);
}

/** Sessions that have something there. */
export const recordedUids = async (dir: string): Promise<number[]> =>
  (await readdir(dir).catch(ifMissing((): string[] => []))).filter((name) => UID.test(name)).map(Number);

export const sessionDir = (dir: string, uid: number): string => join(dir, String(uid));

/** All files of a session, with their sizes. */
export async function measuredFiles(dir: string, uid: number): Promise<MeasuredFile[]> {
  const files = await Promise.all(
    (await segmentsOf(sessionDir(dir, uid))).map(async (file): Promise<MeasuredFile | undefined> => {
      const about = await stat(file.path).catch(ifMissing(() => undefined));
      return about && { ...file, uid, bytes: about.size, writtenMs: about.mtimeMs };
    }),
  );
  return files.filter((file) => file !== undefined);
}

/** Empty for one that is gone. */
export const recordsOf = async (path: string): Promise<StoredRecord[]> =>
  recordsIn(await readFile(path).catch(ifMissing(() => Buffer.alloc(0))));

export const removeFile = (path: string): Promise<void> => rm(path, { force: true });

/** Sessions whose heads are kept: those that people look at. */
const MOST_KEPT = 20;

/** What the records of a session's files are about, without their frames: read anew for files that have grown since. */
export function headReader() {
  type Entry = { readonly bytes: number; readonly heads: readonly RecordHead[] };
  const known = new Map<number, ReadonlyMap<string, Entry>>();
  return async (uid: number, files: readonly MeasuredFile[]): Promise<RecordHead[]> => {
    const before = known.get(uid);
    const entries = new Map<string, Entry>();
    for (const { path, bytes } of files) {
      const entry = before?.get(path);
      const heads = entry?.bytes === bytes ? entry.heads : headsOf(await recordsOf(path));
      entries.set(path, { bytes, heads });
    }
    known.delete(uid);
    known.set(uid, entries);
    const [oldest] = known.keys();
    if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
    return [...entries.values()].flatMap(({ heads }) => heads);
  };
}

const headsOf = (records: readonly StoredRecord[]): RecordHead[] =>
  records.map(({ body: _body, ...head }) => head);

function ifMissing<T>(instead: () => T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return instead();
    throw error;
  };
}
