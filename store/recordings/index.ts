/**
 * Recordings of screens: files in a directory that only our account reads, apart from the databases. A session is known by
 * its uid, which it keeps under any name. Frames are handed in without waiting, and written one after the other.
 */
import { rm, statfs } from 'node:fs/promises';
import type { FrameSink, NotRecorded } from '../../workflows/contracts/recording';
import type { Db } from '../db/open';
import type { Clock } from '../db/time';
import { keepWithin, type RecordingLimits } from './bounds';
import { recordingReader } from './reader';
import { recordingRows } from './rows';
import { sessionDir } from './segments';
import { sessionWriter, type SessionWriter } from './writer';

export type { RecordingLimits } from './bounds';
export type { Mark } from './rows';

/** After a crash the frames of so long are missing. */
const FLUSH_MS = 5_000;
const PRUNE_MS = 60_000;
/** After a fault of the disk it is tried again. */
const REST_MS = 60_000;
const MIB = 1024 * 1024;

export interface RecordingOptions extends RecordingLimits {
  readonly dir: string;
  /** Screens are recorded, unless a session's are switched off. */
  readonly isOn: boolean;
  /** With less room on the disk nothing is recorded. */
  readonly leastFreeBytes: number;
  readonly freeBytes?: (dir: string) => Promise<number>;
}

export const DEFAULT_RECORDING: Omit<RecordingOptions, 'dir'> = {
  ...{ isOn: false, hours: 24, sessionBytes: 64 * MIB, allBytes: 1024 * MIB, leastFreeBytes: 1024 * MIB },
};

export type Recordings = ReturnType<typeof recordingFiles>;

export function recordingFiles(db: Db, clock: Clock, options: RecordingOptions) {
  const { dir, freeBytes = freeBytesOf } = options;
  const rows = recordingRows(db, clock);
  const reader = recordingReader(dir);
  const writers = new Map<number, SessionWriter>();
  const listeners = new Set<(reason: NotRecorded | undefined, error?: unknown) => void>();
  /** `untilMs` by a clock that never goes back. */
  let obstacle: { readonly reason: NotRecorded; readonly untilMs: number } | undefined;
  let told: NotRecorded | undefined;
  let isBlind = false;
  let work: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let prunedMs = -Infinity;

  /** What is done with the files is done one after the other. */
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = work.then(task);
    work = done.catch(() => undefined);
    return done;
  }

  function tell(reason: NotRecorded | undefined, error?: unknown): void {
    if (told === reason) return;
    told = reason;
    for (const listener of listeners) listener(reason, error);
  }

  function rest(reason: NotRecorded, error?: unknown): void {
    obstacle = { reason, untilMs: performance.now() + REST_MS };
    for (const writer of writers.values()) writer.forget();
    tell(reason, error);
  }

  async function flush(isEnd: boolean): Promise<void> {
    if (obstacle && performance.now() >= obstacle.untilMs) obstacle = undefined;
    if (writers.size === 0 || obstacle) return;
    try {
      if ((await freeBytes(dir)) < options.leastFreeBytes) {
        rest('disk');
        return;
      }
      let written = 0;
      for (const writer of writers.values()) written += await writer.flush(isEnd).catch(ifTakenAway);
      if (written > 0) tell(undefined);
    } catch (error) {
      rest(isFull(error) ? 'disk' : 'failed', error);
    }
  }

  function prune(): Promise<number> {
    const open = new Set([...writers.values()].flatMap((writer) => writer.file() ?? []));
    return keepWithin(dir, { ...options, open, isKnown: rows.isKnown, nowMs: clock().getTime() });
  }

  async function pruneIfDue(): Promise<void> {
    if (performance.now() - prunedMs < PRUNE_MS) return;
    prunedMs = performance.now();
    await prune();
    for (const uid of [...writers.keys()].filter((one) => !rows.isKnown(one))) writers.delete(uid);
  }

  const round = (): void => {
    timer = undefined;
    const done = (): void => {
      if (writers.size > 0 || obstacle) start();
    };
    inTurn(async () => {
      await flush(false);
      await pruneIfDue();
    }).then(done, (error: unknown) => {
      rest('failed', error);
      done();
    });
  };
  function start(): void {
    timer ??= setTimeout(round, FLUSH_MS).unref();
  }

  /** undefined: nothing may be written now. */
  function writerOf(uid: number): SessionWriter | undefined {
    if (obstacle) return undefined;
    let writer = writers.get(uid);
    if (!writer) writers.set(uid, (writer = sessionWriter(sessionDir(dir, uid))));
    start();
    return writer;
  }

  const sink: FrameSink = {
    take: (uid, screen, atMs) => writerOf(uid)?.take(screen, atMs),
    // While nothing can be written there is no need for it.
    still: (uid, atMs) => obstacle !== undefined || (writers.get(uid)?.still(atMs) ?? false),
  };

  return {
    sink,
    targets: rows.targets,
    keptText: rows.keptText,
    setRecorded: rows.setRecorded,
    session: rows.session,
    isOn: options.isOn,
    hours: options.hours,
    /** Why nothing is written now. */
    obstacle: (): NotRecorded | undefined => (isBlind ? 'vault' : obstacle?.reason),
    /** A secret can't be read, so that it can't be left out. */
    blind: (is: boolean): void => void (isBlind = is),
    /** Told when writing has to stop, and, without a reason, when it goes on. */
    onObstacle(listener: (reason: NotRecorded | undefined, error?: unknown) => void): void {
      listeners.add(listener);
    },
    marks: (uid: number) => rows.marks(uid, options.hours),
    ofPrompt: (id: number) => rows.ofPrompt(id, options.hours),
    /** With what was handed in up to now. */
    async index(uid: number) {
      await inTurn(() => flush(false));
      return reader.index(uid);
    },
    frames: (uid: number, wanted: Parameters<typeof reader.frames>[1]) => reader.frames(uid, wanted),
    /** Takes the recording of a session away; what it shows from now on is recorded anew. */
    remove: (uid: number): Promise<void> =>
      inTurn(async () => {
        writers.get(uid)?.forget();
        await rm(sessionDir(dir, uid), { recursive: true, force: true });
      }),
    /** Lets go what is too old or too much. @returns how many files */
    prune: (): Promise<number> => inTurn(prune),
    /** Writes what is left. */
    async stop(): Promise<void> {
      clearTimeout(timer);
      await inTurn(() => flush(true));
      clearTimeout(timer);
      writers.clear();
    },
  };
}

const isFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');

/** Another process has cleaned up, or a person: what comes next begins a file. */
function ifTakenAway(error: NodeJS.ErrnoException): number {
  if (error.code === 'ENOENT') return 0;
  throw error;
}

async function freeBytesOf(dir: string): Promise<number> {
  const found = await statfs(dir).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  // It is made with its first file; and some network file systems don't report it.
  return !found || found.blocks === 0 ? Infinity : found.bavail * found.bsize;
}
