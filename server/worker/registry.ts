/**
 * The worker processes of a data directory. Each holds a lock of its own in `workers/`, which can't be wrong, with a note
 * beside it of what it is and does. A note whose lock is free is that of a process that died, and goes.
 */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { identify } from '../../processes/identity';
import { hold } from '../../store/db/hold';

/**
 * `waiting`: for the server; it has nothing open. `running`: it asks for work. `connecting`: the engine is away.
 * `leaving`: it ends what it has, and takes nothing new.
 */
const STATES = ['waiting', 'connecting', 'running', 'leaving'] as const;
export type WorkerState = (typeof STATES)[number];

const note = z.object({
  pid: z.number().int().positive(),
  /** As `identify` tells it. */
  started: z.string().optional(),
  version: z.string(),
  /** ISO 8601 */
  since: z.string(),
  state: z.enum(STATES),
  /** Somebody starts it again when it ends. */
  kept: z.boolean(),
});
type Note = z.infer<typeof note>;

export interface WorkerProcess extends Note {
  readonly id: string;
  /** When it last gave a sign of life, as Unix milliseconds. */
  readonly seenMs: number;
}

export interface Registration {
  readonly id: string;
  /** @throws where it can't be noted that it will open the databases */
  is(state: WorkerState): void;
  /** A sign of life. */
  beat(): void;
  leave(): void;
}

/** A note is as old as this before it is said that its process hangs; it beats each second. */
export const SILENT_AFTER_MS = 10_000;
const BUSY_TIMEOUT_MS = 500;
const NOTE = '.json';

const dirOf = (dataDir: string): string => join(dataDir, 'workers');
const filesOf = (dataDir: string, id: string) => ({
  note: join(dirOf(dataDir), `${id}${NOTE}`),
  lock: join(dirOf(dataDir), `${id}.lock`),
});

/** @throws StoreError where the directory can't be used */
export async function registerWorker(
  dataDir: string,
  { version, kept }: Pick<Note, 'version' | 'kept'>,
): Promise<Registration> {
  const { pid } = process;
  const started = (await identify(pid))?.started;
  const id = `${pid}-${randomBytes(3).toString('hex')}`;
  const files = filesOf(dataDir, id);
  // Nobody else knows of it before its note is there.
  const release = hold(files.lock, BUSY_TIMEOUT_MS);
  const since = new Date().toISOString();
  let wanted: WorkerState = 'waiting';
  let noted: WorkerState | undefined;
  const write = (): void => {
    const text = JSON.stringify({ pid, started, version, since, state: wanted, kept });
    writeFileAtomic.sync(files.note, text, { mode: 0o600 });
    noted = wanted;
  };
  const is = (state: WorkerState): void => {
    // One that leaves doesn't change its mind, whatever becomes of its connection.
    if (wanted === 'leaving' || wanted === state) return;
    wanted = state;
    try {
      write();
    } catch (error) {
      // That it has the databases open must stand there before it has; the rest is noted with a later sign of life.
      if (noted === 'waiting' && state !== 'leaving') throw error;
    }
  };
  write();
  return {
    id,
    is,
    beat() {
      const now = new Date();
      try {
        if (noted === wanted) utimesSync(files.note, now, now);
        else write();
      } catch {
        // It is a help only: its lock says that this process lives.
      }
    },
    leave() {
      rmSync(files.note, { force: true });
      release?.();
      forgetLock(files.lock);
    },
  };
}

/** With what SQLite keeps beside it. */
function forgetLock(file: string): void {
  for (const each of [file, `${file}-journal`]) rmSync(each, { force: true });
}

/** Those that live, the oldest first. */
export function workersOf(dataDir: string): WorkerProcess[] {
  return idsIn(dataDir)
    .flatMap((id) => living(dataDir, id) ?? [])
    .sort((a, b) => a.since.localeCompare(b.since));
}

/** Those that have the databases open, or are about to. */
export const workingIn = (dataDir: string): WorkerProcess[] =>
  workersOf(dataDir).filter(({ state }) => state !== 'waiting');

function idsIn(dataDir: string): string[] {
  try {
    return readdirSync(dirOf(dataDir)).flatMap((name) =>
      name.endsWith(NOTE) ? [name.slice(0, -NOTE.length)] : [],
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function living(dataDir: string, id: string): WorkerProcess | undefined {
  const files = filesOf(dataDir, id);
  const release = hold(files.lock, 0);
  if (release) {
    rmSync(files.note, { force: true });
    release();
    forgetLock(files.lock);
    return undefined;
  }
  try {
    const known = note.parse(JSON.parse(readFileSync(files.note, 'utf8')));
    return { ...known, id, seenMs: statSync(files.note).mtimeMs };
  } catch {
    // It has just left.
    return undefined;
  }
}
