/**
 * What a run leaves on the disk, as `<dir>/<task>.<run>-<birth>.*`, so that any worker can take it up: `claim` lets its program
 * be started once, `process.json` names its processes, `end.json` says how it ended. The output of all runs of a task is
 * in `<dir>/<task>.log`.
 */
import { lstatSync, readFileSync, readlinkSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TaskRow } from '../../store/rows';
import type { ProcessId } from '../../processes/identity';

export interface RunProcesses {
  readonly supervisor: ProcessId;
  readonly program: ProcessId;
}

export interface RunExit {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Why it could not be started, where it couldn't. */
  readonly startError: string | null;
}

/**
 * Path of the run's files up to the last dot. The birth of the task is part of it: after a restored backup another
 * task may have the same number, and must not take the files of this one for its own.
 */
export const runBase = (dir: string, { id, run, created_at: born }: TaskRow): string =>
  join(dir, `${id}.${run}-${born.replace(/\D/g, '')}`);
export const logFile = (dir: string, taskId: number): string => join(dir, `${taskId}.log`);

/** The files of one run. `base` is their path up to the last dot. */
export function runFiles(base: string) {
  return {
    /**
     * True for the first caller only, of all processes. Whose it is stands in the link itself, which takes no room: who
     * finds the disk full can name its processes only later.
     * @param supervisor undefined where the program is not to be started at all
     */
    claim(supervisor?: ProcessId): boolean {
      try {
        symlinkSync(supervisor ? `${supervisor.pid} ${supervisor.started}` : NOBODY, `${base}.claim`);
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
        throw error;
      }
    },
    isClaimed: (): boolean => lstatSync(`${base}.claim`, { throwIfNoEntry: false }) !== undefined,
    /** Who starts the program, or has started it; undefined: nobody, or not known. */
    claimant: (): ProcessId | undefined => claimantOf(`${base}.claim`),
    processes: () => read(`${base}.process.json`) as RunProcesses | undefined,
    keepProcesses: (processes: RunProcesses) => writeWhenThereIsRoom(`${base}.process.json`, processes),
    exit: () => read(`${base}.end.json`) as RunExit | undefined,
    keepExit: (exit: RunExit) => writeWhenThereIsRoom(`${base}.end.json`, exit),
  };
}
const NOBODY = 'nobody';

function claimantOf(link: string): ProcessId | undefined {
  // Of older releases it is a file.
  if (!lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) return undefined;
  const [, pid, started] = /^(\d+) (.*)$/s.exec(readlinkSync(link)) ?? [];
  return pid === undefined || started === undefined ? undefined : { pid: Number(pid), started };
}

export type RunFiles = ReturnType<typeof runFiles>;

function read(file: string): unknown {
  try {
    return JSON.parse(readText(file) ?? 'null') ?? undefined;
  } catch (error) {
    // A machine that lost its power may leave a file of which nothing got to the disk: it says as much as none.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** They pass: somebody frees room, or closes files. */
const PASSING: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE']);
const ROOM_PAUSE_MS = 250;

/** What isn't written nobody knows, and the task would be lost: a full disk is waited for. */
async function writeWhenThereIsRoom(file: string, value: unknown): Promise<void> {
  for (;;) {
    try {
      write(file, value);
      return;
    } catch (error) {
      if (!PASSING.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
    await pause(ROOM_PAUSE_MS);
  }
}

/** Whole or not at all: a reader never sees half of it. */
function write(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, JSON.stringify(value), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
