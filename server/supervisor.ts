/**
 * The process that keeps the server running, and starts it again where it ends. It lives while no server does, so it
 * writes down itself that it is there, however it was started.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config';
import { identify, isRunning, type ProcessId } from '../processes/identity';
import { workersOf } from './worker/registry';

type Place = Pick<Config, 'dataDir'>;

/** Of one that was started in the background: it stays where that died, so that this can be told. */
const pidFileOf = ({ dataDir }: Place): string => join(dataDir, 'deploy.pid');
/** Of any, while it lives. */
const noteOf = ({ dataDir }: Place): string => join(dataDir, 'supervisor.json');

/**
 * Notes that this process keeps the server running.
 * @param workers how many worker processes beside it
 * @returns what takes that back
 */
export async function noteSupervisor(place: Place, workers = 0): Promise<() => void> {
  const self = await identify(process.pid);
  // A second one ends soon, because the first one's server has the data directory.
  if (!self || (await supervisorOf(place, self))) return () => undefined;
  try {
    mkdirSync(place.dataDir, { recursive: true, mode: 0o700 });
    write(noteOf(place), { ...self, workers });
  } catch {
    // The server says what is wrong with the data directory.
  }
  return () => {
    if (read(noteOf(place))?.pid === self.pid) rmSync(noteOf(place), { force: true });
  };
}

/** The one that lives. @param but another one than this */
export async function supervisorOf(place: Place, but?: ProcessId): Promise<ProcessId | undefined> {
  for (const file of [pidFileOf(place), noteOf(place)]) {
    const id = read(file);
    if (id && id.pid !== but?.pid && (await isRunning(id))) return id;
  }
  return undefined;
}

/** How many worker processes there are, with those that wait until they are started again. */
export async function workersKept(place: Place): Promise<number> {
  const note = read(noteOf(place));
  const kept = note?.workers !== undefined && (await isRunning(note)) ? note.workers : 0;
  return Math.max(kept, workersOf(place.dataDir).length);
}

/** The process that was started in the background, whether it lives or not. */
export const keptProcess = (place: Place): ProcessId | undefined => read(pidFileOf(place));

export function keep(place: Place, id: ProcessId): void {
  mkdirSync(place.dataDir, { recursive: true, mode: 0o700 });
  write(pidFileOf(place), id);
}

/** @param id only where it is that one: another start may have put its own there; undefined = whichever */
export function forgetKept(place: Place, id?: ProcessId): void {
  if (id === undefined || read(pidFileOf(place))?.pid === id.pid) rmSync(pidFileOf(place), { force: true });
}

interface Note extends ProcessId {
  /** Unset in those of older releases. */
  readonly workers?: number;
}

const write = (file: string, note: Note): void =>
  writeFileSync(file, `${JSON.stringify(note)}\n`, { mode: 0o600 });

function read(file: string): Note | undefined {
  try {
    const { pid, started, workers } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Note>;
    if (typeof pid !== 'number' || typeof started !== 'string') return undefined;
    return { pid, started, ...(typeof workers === 'number' && { workers }) };
  } catch {
    return undefined;
  }
}
