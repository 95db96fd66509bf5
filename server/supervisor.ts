/**
 * The process that keeps the server running, and starts it again where it ends. It lives while no server does, so it
 * writes down itself that it is there, however it was started.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config';
import { identify, isRunning, type ProcessId } from '../processes/identity';

type Place = Pick<Config, 'dataDir'>;

/** Of one that was started in the background: it stays where that died, so that this can be told. */
const pidFileOf = ({ dataDir }: Place): string => join(dataDir, 'deploy.pid');
/** Of any, while it lives. */
const noteOf = ({ dataDir }: Place): string => join(dataDir, 'supervisor.json');

/** Notes that this process keeps the server running. @returns what takes that back */
export async function noteSupervisor(place: Place): Promise<() => void> {
  const self = await identify(process.pid);
  // A second one ends soon, because the first one's server has the data directory.
  if (!self || (await supervisorOf(place, self))) return () => undefined;
  try {
    mkdirSync(place.dataDir, { recursive: true, mode: 0o700 });
    write(noteOf(place), self);
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

const write = (file: string, id: ProcessId): void =>
  writeFileSync(file, `${JSON.stringify(id)}\n`, { mode: 0o600 });

function read(file: string): ProcessId | undefined {
  try {
    const { pid, started } = JSON.parse(readFileSync(file, 'utf8')) as Partial<ProcessId>;
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
}
