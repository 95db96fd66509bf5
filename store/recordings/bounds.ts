/** What of recordings goes: what is too old, too much, or of sessions that are gone. */
import { rm } from 'node:fs/promises';
import { measuredFiles, type MeasuredFile, recordedUids, removeFile, sessionDir } from './segments';

const MS_AN_HOUR = 3_600_000;

export interface RecordingLimits {
  readonly hours: number;
  readonly sessionBytes: number;
  /** Of all sessions. */
  readonly allBytes: number;
}

export interface Bounds extends RecordingLimits {
  readonly nowMs: number;
  /** Files that are written: they stay. */
  readonly open: ReadonlySet<string>;
  readonly isKnown: (uid: number) => boolean;
}

/** @returns how many files went */
export async function keepWithin(dir: string, bounds: Bounds): Promise<number> {
  const kept: MeasuredFile[] = [];
  const gone: MeasuredFile[] = [];
  for (const uid of await recordedUids(dir)) {
    const files = await measuredFiles(dir, uid);
    if (bounds.isKnown(uid)) {
      const { go, stay } = tooMuch(files.filter(isYoung(files, bounds)), bounds.sessionBytes, bounds.open);
      gone.push(...files.filter((file) => !stay.includes(file) && !go.includes(file)), ...go);
      kept.push(...stay);
    } else {
      await rm(sessionDir(dir, uid), { recursive: true, force: true });
      gone.push(...files);
    }
  }
  gone.push(...tooMuch(kept, bounds.allBytes, bounds.open).go);
  for (const { path } of gone) await removeFile(path);
  return gone.length;
}

/** It holds something of the time that is kept. */
function isYoung(files: readonly MeasuredFile[], { nowMs, hours, open }: Bounds) {
  const beforeMs = nowMs - hours * MS_AN_HOUR;
  return (file: MeasuredFile): boolean => {
    const next = files[files.indexOf(file) + 1];
    return open.has(file.path) || (next?.startMs ?? file.writtenMs) > beforeMs;
  };
}

/** The oldest go. */
function tooMuch(files: readonly MeasuredFile[], mostBytes: number, open: ReadonlySet<string>) {
  const go: MeasuredFile[] = [];
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  for (const file of [...files].sort((a, b) => a.startMs - b.startMs)) {
    if (bytes <= mostBytes) break;
    if (open.has(file.path)) continue;
    bytes -= file.bytes;
    go.push(file);
  }
  return { go, stay: files.filter((file) => !go.includes(file)) };
}
