/** Takes the reports of hooks out of the spool, in the order in which they were made. */
import { type FSWatcher, watch as watchFiles } from 'node:fs';
import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type HookReport, isWhole, parseReport } from './event';

export interface Spool {
  /** Takes out what lies there now. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

export interface SpoolOptions {
  readonly dir: string;
  readonly log: Logger;
  /**
   * Takes it in; then its file goes. It stays where this rejects, or gives false: it can't be judged yet. Those of other
   * terminals don't wait for it.
   */
  readonly onReport: (report: HookReport) => Promise<boolean> | boolean;
  /** Reports that nobody took out for longer are old news. */
  readonly maxAgeMs?: number;
  /** The directory is looked at so often even where the system tells of no change. */
  readonly sweepMs?: number;
}

const MAX_AGE_MS = 24 * 3_600_000;
const SWEEP_MS = 2_000;
/** Prompts and tool calls; nothing of an agent's is longer. */
const MAX_BYTES = 8 * 1024 * 1024;

/** A report that is older and not whole never will be: what wrote it was killed. */
const WRITTEN_WITHIN_MS = 10_000;
/** In the place of what isn't read. */
const NOTHING = 'no report';

interface SpoolFile {
  readonly path: string;
  readonly atMs: number;
  /** It is ours, no longer than a report can be, and not old. */
  readonly isReadable: boolean;
}

/** @throws where `dir` can't be read */
export function watchSpool({
  dir,
  log,
  onReport,
  maxAgeMs = MAX_AGE_MS,
  sweepMs = SWEEP_MS,
}: SpoolOptions): Spool {
  let draining: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  /** Files that were taken in, as long as they can't be removed: nothing is taken in twice. */
  const taken = new Set<string>();

  /** What went wrong on the way stands in `faults`; what could not be taken in stays, with what its terminal reported later. */
  async function takeIn(file: SpoolFile, waiting: Set<string>, faults: unknown[]): Promise<void> {
    const { path, atMs, isReadable } = file;
    const mark = `${path} ${atMs}`;
    try {
      if (!taken.has(mark)) {
        const text = isReadable ? await readFile(path, 'utf8') : NOTHING;
        // What is written to it later tells of itself.
        if (!isWhole(text) && Date.now() - atMs < WRITTEN_WITHIN_MS) return;
        const report = parseReport(text, atMs);
        if (report) {
          if (waiting.has(report.paneId)) return;
          waiting.add(report.paneId);
          if (!(await onReport(report))) return;
          waiting.delete(report.paneId);
        }
        taken.add(mark);
      }
      await rm(path, { force: true });
      taken.delete(mark);
    } catch (error) {
      faults.push(error);
    }
  }

  async function drainOnce(): Promise<void> {
    const names = (await readdir(dir)).filter((name) => name.endsWith('.json'));
    const files = await Promise.all(
      names.map(async (name) => {
        const path = join(dir, name);
        const { mtimeMs: atMs, size, uid } = await stat(path);
        const isOwn = process.getuid === undefined || uid === process.getuid();
        return { path, atMs, isReadable: isOwn && size <= MAX_BYTES && Date.now() - atMs < maxAgeMs };
      }),
    );
    files.sort((a, b) => a.atMs - b.atMs);
    const waiting = new Set<string>();
    const faults: unknown[] = [];
    for (const file of files) await takeIn(file, waiting, faults);
    if (faults.length > 0) throw faults[0];
  }

  function drain(): Promise<void> {
    again = true;
    draining ??= (async () => {
      while (again && !stopped) {
        again = false;
        await drainOnce().catch((error: unknown) =>
          log.warn({ err: error }, 'reports of hooks could not be taken in; tried again'),
        );
      }
      draining = undefined;
    })();
    return draining;
  }

  const watcher: FSWatcher = watchFiles(dir, () => void drain());
  watcher.on('error', (error) => log.warn({ err: error }, 'the spool of hooks is no longer watched'));
  const sweep = setInterval(() => void drain(), sweepMs);
  void drain();

  return {
    drain,
    async stop() {
      stopped = true;
      watcher.close();
      clearInterval(sweep);
      await draining;
    },
  };
}
