/**
 * One server a data directory. Whoever works on it alone holds the lock of `server.lock`; `server.json` beside it tells
 * commands where the server listens, and people whose process it is. It proves nothing: it outlives its server.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hold } from '../../store/hold';

export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
}

interface Note {
  readonly pid: number;
  /** Once it listens. */
  readonly url?: string;
}

export interface Place {
  /** Tells commands where the server listens. */
  announce(url: string): void;
  leave(): void;
}

const HEALTH_TIMEOUT_MS = 2_000;
/** Of several that start at once each takes locks for a moment before one has it: for so long nobody gives up. */
const PATIENCE_MS = 500;

/**
 * Takes the data directory for this process, until it leaves or dies.
 * @param orElse what can be done beside stopping a server that runs, as the end of a sentence
 * @throws AlreadyRunning where another process has it; StoreError where the directory can't be used
 */
export async function takePlace(dataDir: string, orElse = ''): Promise<Place> {
  const release = hold(join(dataDir, 'server.lock'), PATIENCE_MS);
  if (!release) throw new AlreadyRunning(await holderOf(dataDir, orElse));
  const write = (note: Note): void =>
    writeFileSync(noteOf(dataDir), `${JSON.stringify(note)}\n`, { mode: 0o600 });
  const leave = (): void => {
    if (read(dataDir)?.pid === process.pid) rmSync(noteOf(dataDir), { force: true });
    release();
  };
  try {
    // At once, so that it can be said whose process it is while it starts.
    write({ pid: process.pid });
  } catch (error) {
    leave();
    throw error;
  }
  return { announce: (url) => write({ pid: process.pid, url }), leave };
}

/** What a person can do about the process that holds the data directory. */
async function holderOf(dataDir: string, orElse: string): Promise<string> {
  const { pid, url } = read(dataDir) ?? {};
  const at = url === undefined ? '' : ` at ${url}`;
  if (pid === undefined)
    return `Another process holds the data directory ${dataDir}, a server or a restore: stop it, or wait until it has ended.`;
  if (isStopped(pid))
    return `The dashboard with the data directory ${dataDir}${at} (process ${pid}) is stopped, as by Ctrl-Z or SIGSTOP, and goes on with its work when it is woken: wake it with "kill -CONT ${pid}", or end it with "kill -KILL ${pid}" and start again.`;
  if (url === undefined || !(await answers(url)))
    return `A dashboard with the data directory ${dataDir}${at} (process ${pid}) doesn't answer, but holds it: it starts, ends or hangs. Try again in a moment, or stop it first.`;
  return `A dashboard with the data directory ${dataDir} is running already${at} (process ${pid}): stop it first${orElse}.`;
}

function noteOf(dataDir: string): string {
  return join(dataDir, 'server.json');
}

function read(dataDir: string): Note | undefined {
  try {
    return JSON.parse(readFileSync(noteOf(dataDir), 'utf8')) as Note;
  } catch {
    return undefined;
  }
}

/** Known on Linux only; elsewhere it counts as one that doesn't answer. */
function isStopped(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return /^[Tt]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
    return response.ok;
  } catch {
    return false;
  }
}
