/**
 * Writes the recording of one session: what is handed in is put aside, as differences, and written in one go now and then.
 * What finds no room, or can't be written, is dropped; the next frame then begins a file of its own.
 */
import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordedFrame, Screen } from '../../workflows/contracts/recording';
import { frameOf, lineOf, wholeFrame } from './frames';
import { dictionaryAfter, encodeRecord, FILE_MARK } from './records';
import { segmentName } from './segments';

/** A change after so long begins another file; one in which nothing changes is longer. */
const SEGMENT_MS = 600_000;
const STILL_SEGMENT_MS = 3_600_000;
/** Unpacked: who looks at a moment reads its file from the beginning. */
const SEGMENT_PLAIN_BYTES = 8 * 1024 * 1024;
/** That nothing has changed is written so often. */
const STILL_MS = 60_000;
/** Looks come each second: after a longer pause nobody was looking. */
const GAP_MS = 10_000;
const MOST_PENDING_BYTES = 512 * 1024;

interface Batch {
  /** Begins a file, which is named after that moment; undefined: goes on with the one before. */
  readonly fileMs: number | undefined;
  readonly firstMs: number;
  /** Until then it was watched. */
  lastMs: number;
  readonly lines: string[];
}
interface Segment {
  readonly path: string;
  readonly dictionary: Buffer;
}

export type SessionWriter = ReturnType<typeof sessionWriter>;

/** @param dir of this session alone; made when there is something to write */
export function sessionWriter(dir: string) {
  let shown: Screen | undefined;
  let batches: Batch[] = [];
  let pendingBytes = 0;
  /** What was handed in last found no room: another screen is shown than the one that is known. */
  let isBehind = false;
  let segment: Segment | undefined;
  /** Of the file that what is handed in now goes to. */
  let begun = { atMs: 0, bytes: 0 };
  /** When it was looked at last, and until when that is written or about to be. */
  let seenMs = -Infinity;
  let coveredMs = -Infinity;

  function forget(): void {
    [shown, batches, pendingBytes, segment] = [undefined, [], 0, undefined];
    isBehind = false;
    [seenMs, coveredMs] = [-Infinity, -Infinity];
  }

  /** Nothing has changed since what is covered. */
  function cover(): void {
    const last = batches.at(-1);
    if (last) last.lastMs = seenMs;
    else batches.push({ fileMs: undefined, firstMs: coveredMs, lastMs: seenMs, lines: [] });
    coveredMs = seenMs;
  }

  const isWatched = (atMs: number): boolean => atMs >= seenMs && atMs - seenMs < GAP_MS;

  function add(frame: RecordedFrame, beginsFile: boolean): void {
    const { atMs } = frame;
    const goesOn = isWatched(atMs);
    if (!goesOn && seenMs > coveredMs) cover();
    if (beginsFile) begun = { atMs, bytes: 0 };
    const line = lineOf(frame);
    const last = batches.at(-1);
    if (last && goesOn && !beginsFile) {
      last.lines.push(line);
      last.lastMs = atMs;
    } else {
      const firstMs = goesOn ? coveredMs : atMs;
      batches.push({ fileMs: beginsFile ? atMs : undefined, firstMs, lastMs: atMs, lines: [line] });
    }
    pendingBytes += line.length;
    begun.bytes += line.length;
    [seenMs, coveredMs] = [atMs, atMs];
  }

  /** @throws what the file system says */
  async function write({ fileMs, firstMs, lastMs, lines }: Batch): Promise<number> {
    const plain = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    const before = fileMs === undefined ? segment : undefined;
    const dictionary = before?.dictionary ?? Buffer.alloc(0);
    const record = await encodeRecord({ firstMs, lastMs, frames: lines.length }, plain, dictionary);
    const path = before?.path ?? (await newFile(dir, fileMs ?? firstMs));
    const { O_WRONLY, O_APPEND } = constants;
    // Not made anew where somebody took it away: it would begin in its middle.
    const file = await open(path, O_WRONLY | O_APPEND);
    try {
      await file.appendFile(record);
    } finally {
      await file.close();
    }
    segment = { path, dictionary: dictionaryAfter(dictionary, plain) };
    return record.length;
  }

  /** False: what is shown isn't known. */
  function still(nowMs: number): boolean {
    if (shown === undefined || isBehind) return false;
    if (!isWatched(nowMs) || nowMs - begun.atMs >= STILL_SEGMENT_MS) add(wholeFrame(shown, nowMs), true);
    else seenMs = nowMs;
    return true;
  }

  return {
    still,

    take(screen: Screen, nowMs: number): void {
      isBehind = pendingBytes > MOST_PENDING_BYTES;
      if (isBehind) return;
      // A clock that was put back by a moment stands still.
      const atMs = nowMs < seenMs && seenMs - nowMs < GAP_MS ? seenMs : nowMs;
      const isFull = atMs - begun.atMs >= SEGMENT_MS || begun.bytes >= SEGMENT_PLAIN_BYTES;
      const beginsFile = isFull || atMs < seenMs;
      const frame = frameOf(shown, screen, atMs);
      if (!frame) {
        still(atMs);
        return;
      }
      const isFirst = shown === undefined;
      shown = screen;
      if (beginsFile || isFirst) add(wholeFrame(screen, atMs), true);
      else add(frame, false);
    },

    /**
     * Writes what there is. @returns how many bytes that was
     * @throws what the file system says: what was to be written is dropped
     */
    async flush(isEnd = false): Promise<number> {
      if (seenMs > coveredMs && (isEnd || batches.length > 0 || seenMs - coveredMs >= STILL_MS)) cover();
      const due = batches;
      [batches, pendingBytes] = [[], 0];
      let written = 0;
      try {
        for (const batch of due) written += await write(batch);
      } catch (error) {
        forget();
        throw error;
      }
      return written;
    },

    /** What was handed in is dropped, and what comes next begins a file. */
    forget,
    /** The file that is written. */
    file: (): string | undefined => segment?.path,
  };
}

/** A clock that was put back may lead to a name that there is. */
async function newFile(dir: string, atMs: number): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  for (let startMs = atMs; ; startMs += 1) {
    const path = join(dir, segmentName(startMs));
    const made = await open(path, 'wx', 0o600).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return undefined;
    });
    if (!made) continue;
    try {
      await made.writeFile(FILE_MARK);
    } finally {
      await made.close();
    }
    return path;
  }
}
