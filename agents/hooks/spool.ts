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
  readonly onReport: (report: HookReport) => Promise<void> | void;
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

  async function drainOnce(): Promise<void> {
    const names = (await readdir(dir)).filter((name) => name.endsWith('.json'));
    const files = await Promise.all(
      names.map(async (name) => {
        const file = join(dir, name);
        const { mtimeMs, size, uid } = await stat(file);
        return { file, atMs: mtimeMs, size, own: process.getuid === undefined || uid === process.getuid() };
      }),
    );
    files.sort((a, b) => a.atMs - b.atMs);
    for (const { file, atMs, size, own } of files) {
      const ageMs = Date.now() - atMs;
      const text = own && size <= MAX_BYTES && ageMs < maxAgeMs ? await readFile(file, 'utf8') : NOTHING;
      // What is written to it later tells of itself.
      if (!isWhole(text) && ageMs < WRITTEN_WITHIN_MS) continue;
      await rm(file, { force: true });
      const report = parseReport(text, atMs);
      if (report) await onReport(report);
    }
  }

  function drain(): Promise<void> {
    again = true;
    draining ??= (async () => {
      while (again && !stopped) {
        again = false;
        await drainOnce().catch((error: unknown) =>
          log.warn({ err: error }, 'reports of hooks could not be read'),
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
