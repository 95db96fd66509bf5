/** Reads recordings: over which times there are frames, and the frames of a time. */
import type { RecordedFrame, RecordedRange, Screen } from '../../workflows/contracts/recording';
import { framesOf, shownAfter, wholeFrame } from './frames';
import { plainOf, type RecordHead } from './records';
import { headReader, measuredFiles, recordsOf, type SegmentFile, segmentsOf, sessionDir } from './segments';

/** Activity is told by the minute. */
export const ACTIVITY_MS = 60_000;
/** A pause that is no gap: one file ended, and another one began. */
const SEAM_MS = 2_000;
/** Of a page, in characters; it has one frame at least. */
const MOST_PAGE_CHARS = 2 * 1024 * 1024;
/** Files that stay unpacked: who looks goes to and fro. */
const MOST_UNPACKED = 3;

export interface RecordingIndex {
  readonly bytes: number;
  readonly ranges: readonly RecordedRange[];
  /** Minutes in which the screen changed: their beginning, and how often that was seen. */
  readonly activity: readonly { readonly atMs: number; readonly frames: number }[];
}

export interface WantedFrames {
  readonly fromMs: number;
  readonly toMs: number;
  readonly limit: number;
}

export interface FramePage {
  /**
   * In order. The first one is whole: of what was shown at `fromMs`, with the time since which that was so; without a
   * recording of that moment, of the first after it.
   */
  readonly frames: readonly RecordedFrame[];
  /** Where the next page begins; null: there is none. */
  readonly nextMs: number | null;
}

export function recordingReader(dir: string) {
  const headsOf = headReader();
  const unpacked = new Map<string, { readonly bytes: number; readonly frames: readonly RecordedFrame[] }>();

  async function unpack({ path }: SegmentFile): Promise<readonly RecordedFrame[]> {
    const records = await recordsOf(path);
    const bytes = records.reduce((sum, { body }) => sum + body.length, 0);
    const known = unpacked.get(path);
    unpacked.delete(path);
    const entry = known?.bytes === bytes ? known : { bytes, frames: await readFrames(records) };
    unpacked.set(path, entry);
    const [oldest] = unpacked.keys();
    if (unpacked.size > MOST_UNPACKED && oldest !== undefined) unpacked.delete(oldest);
    return entry.frames;
  }

  return {
    async index(uid: number): Promise<RecordingIndex> {
      const files = await measuredFiles(dir, uid);
      const heads = await headsOf(uid, files);
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      return { bytes, ranges: rangesOf(heads), activity: activityOf(heads) };
    },

    async frames(uid: number, { fromMs, toMs, limit }: WantedFrames): Promise<FramePage> {
      const files = await segmentsOf(sessionDir(dir, uid));
      const first = files.findLastIndex(({ startMs }) => startMs <= fromMs);
      const page = pageOf(fromMs, limit);
      for (const file of files.slice(Math.max(0, first))) {
        if (file.startMs > toMs) break;
        for (const frame of await unpack(file)) {
          if (frame.atMs > toMs) return page.end(null);
          if (!page.add(frame)) return page.end(frame.atMs);
        }
      }
      return page.end(null);
    },
  };
}

/** Those before `fromMs` become one. */
function pageOf(fromMs: number, limit: number) {
  let before: { screen: Screen; atMs: number } | undefined;
  const frames: RecordedFrame[] = [];
  let chars = 0;
  const put = (frame: RecordedFrame): void => {
    frames.push(frame);
    chars += frame.changed.reduce((sum, [, text]) => sum + text.length, 0);
  };
  const begin = (): void => {
    if (before && frames.length === 0) put(wholeFrame(before.screen, before.atMs));
  };
  return {
    /** False: there is no room for it. */
    add(frame: RecordedFrame): boolean {
      if (frame.atMs <= fromMs) {
        before = { screen: shownAfter(before?.screen, frame), atMs: frame.atMs };
        return true;
      }
      begin();
      if (frames.length > 0 && (frames.length >= limit || chars >= MOST_PAGE_CHARS)) return false;
      put(frame);
      return true;
    },
    end(nextMs: number | null): FramePage {
      begin();
      return { frames, nextMs };
    },
  };
}

/** What can't be read ends it: what stands before is good. */
async function readFrames(records: Parameters<typeof plainOf>[0]): Promise<RecordedFrame[]> {
  const frames: RecordedFrame[] = [];
  try {
    for await (const lines of plainOf(records)) frames.push(...framesOf(lines));
  } catch {
    return frames;
  }
  return frames;
}

function rangesOf(heads: readonly RecordHead[]): RecordedRange[] {
  const ranges: { fromMs: number; toMs: number }[] = [];
  for (const { firstMs, lastMs } of [...heads].sort((a, b) => a.firstMs - b.firstMs)) {
    const last = ranges.at(-1);
    if (last && firstMs <= last.toMs + SEAM_MS) last.toMs = Math.max(last.toMs, lastMs);
    else ranges.push({ fromMs: firstMs, toMs: lastMs });
  }
  return ranges;
}

/** A record is about some seconds. */
function activityOf(heads: readonly RecordHead[]): { atMs: number; frames: number }[] {
  const minutes = new Map<number, number>();
  for (const { lastMs, frames } of heads) {
    const atMs = Math.floor(lastMs / ACTIVITY_MS) * ACTIVITY_MS;
    if (frames > 0) minutes.set(atMs, (minutes.get(atMs) ?? 0) + frames);
  }
  return [...minutes].sort(([a], [b]) => a - b).map(([atMs, frames]) => ({ atMs, frames }));
}
