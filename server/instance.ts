/**
 * One server a data directory. Whoever works on it alone holds the lock of `server.lock`; `server.json` beside it tells
 * commands where the server listens, and people whose process it is. It proves nothing: it outlives its server.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import writeFileAtomic from 'write-file-atomic';
import { identify, isRunning } from '../processes/identity';
import { statOnLinux } from '../processes/stat';
import { hold } from '../store/db/hold';
import { servedCertificateOf, send } from './http-client';
import { type WorkerProcess, workingIn } from './worker/registry';

export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';
}

type Role = 'server' | 'restore' | 'stop';

/** `api`: workflows are carried out by worker processes. */
export type ServerMode = 'all' | 'api';

export interface Note {
  readonly pid: number;
  /** Of the process, as `identify` tells it: in a container or on another machine its number is another one's. */
  readonly started?: string | undefined;
  /** Unset in those of older releases, which were servers. */
  readonly role?: Role;
  /** Of a server. Unset in those of older releases, which carry out everything themselves. */
  readonly mode?: ServerMode;
  /** What the machine of its sessions is called. */
  readonly host?: string;
  /** Somebody starts it again when it ends. */
  readonly kept?: boolean;
  /** It waits until no worker process has the databases open, to migrate them. */
  readonly alone?: boolean;
  /** Once it listens. */
  readonly url?: string;
  readonly since?: string;
  readonly version?: string;
  /** It was asked to stop, and will leave. */
  readonly ending?: boolean;
}

/** Who works on a data directory now. */
export type Standing =
  | { readonly state: 'free' }
  /** Its process isn't known, or is no server. */
  | { readonly state: 'held' }
  /** As by Ctrl-Z or SIGSTOP. */
  | (Holder & { readonly state: 'stopped'; readonly url: string | undefined })
  /** It starts, ends or hangs. */
  | (Holder & { readonly state: 'silent'; readonly url: string | undefined })
  | (Holder & {
      readonly state: 'serving';
      readonly url: string;
      /** When it was started, as ISO 8601. */
      readonly since: string;
      readonly version: string;
      readonly mode: ServerMode;
      readonly kept: boolean;
      /** What is wrong with it by its own account; empty = it is healthy. */
      readonly trouble: readonly string[];
    });

type Holder = Pick<Note, 'pid' | 'started'>;

export interface Place {
  /** Tells commands where the server listens, and people since when. */
  announce(what: Required<Pick<Note, 'url' | 'since' | 'version' | 'mode' | 'host'>>): void;
  /** Asks the worker processes to leave the databases to it, or says that they may come back. */
  wantsAlone(alone: boolean): void;
  /** Tells the next one that it is worth waiting. */
  ending(): void;
  leave(): void;
}

/** A busy machine takes its time. */
const HEALTH_TIMEOUT_MS = 5_000;
/** As long as a server may take to stop. */
const ENDING_TIMEOUT_MS = 30_000;
const ENDING_LOOK_MS = 200;
/** Of several that start at once each takes locks for a moment before one has it: for so long nobody gives up. */
const BUSY_TIMEOUT_MS = 500;

/**
 * Takes the data directory for this process, until it leaves or dies.
 * @param orElse what can be done beside stopping a server that runs, as the end of a sentence
 * @throws AlreadyRunningError where another process has it; StoreError where the directory can't be used
 */
export async function takePlace(dataDir: string, orElse = '', role: Role = 'server'): Promise<Place> {
  const self = await identify(process.pid);
  const release = await holdOnce(dataDir);
  if (!release) throw new AlreadyRunningError(await holderOf(dataDir, orElse));
  let noted: Partial<Note> = {};
  const write = (note: Partial<Note>): void => {
    const kept = process.send !== undefined;
    const text = JSON.stringify({ ...note, pid: process.pid, started: self?.started, role, kept });
    writeFileAtomic.sync(noteOf(dataDir), `${text}\n`, { mode: 0o600 });
    noted = note;
  };
  const leave = (): void => {
    if (read(dataDir)?.pid === process.pid) rmSync(noteOf(dataDir), { force: true });
    release();
  };
  try {
    // At once, so that it can be said whose process it is while it starts.
    write({});
  } catch (error) {
    leave();
    throw error;
  }
  const working = role === 'restore' ? workingIn(dataDir) : [];
  if (working.length > 0) {
    leave();
    throw new AlreadyRunningError(worked(dataDir, working));
  }
  return {
    announce: (what) => write(what),
    wantsAlone: (alone) => write({ ...noted, alone }),
    ending() {
      try {
        write({ ...noted, ending: true });
      } catch {
        // As on a full disk: it ends all the same, and the next one is told that it is still here.
      }
    },
    leave,
  };
}

const worked = (dataDir: string, working: readonly WorkerProcess[]): string =>
  `Worker processes of the data directory ${dataDir} are running (${working.map(({ pid }) => pid).join(', ')}): stop them first, with "architect stop".`;

/** What the server noted that holds the data directory; undefined where none does, or it is none. */
export function serverOf(dataDir: string): Note | undefined {
  const release = existsSync(lockOf(dataDir)) ? hold(lockOf(dataDir), 0) : () => undefined;
  release?.();
  const note = release ? undefined : read(dataDir);
  return (note?.role ?? 'server') === 'server' ? note : undefined;
}

/** Where the server listens, as far as it was noted. */
export const addressOf = (dataDir: string): string | undefined => read(dataDir)?.url;

/** Whether the server that is there wants the databases for itself. */
export const wantsAlone = (dataDir: string): boolean => read(dataDir)?.alone === true;

/** One that is ending is waited for: systemd, or a person, starts the next one before it is gone. */
async function holdOnce(dataDir: string): Promise<(() => void) | undefined> {
  const deadlineMs = performance.now() + ENDING_TIMEOUT_MS;
  for (;;) {
    const release = hold(lockOf(dataDir), BUSY_TIMEOUT_MS);
    if (release || read(dataDir)?.ending !== true || performance.now() > deadlineMs) return release;
    await pause(ENDING_LOOK_MS);
  }
}

/** Asks the lock, which can't be wrong, and then whoever holds it. */
export async function standingOf(dataDir: string): Promise<Standing> {
  const release = existsSync(lockOf(dataDir)) ? hold(lockOf(dataDir), BUSY_TIMEOUT_MS) : () => undefined;
  if (release) {
    release();
    return { state: 'free' };
  }
  return holder(dataDir);
}

async function holder(dataDir: string): Promise<Exclude<Standing, { state: 'free' }>> {
  const note: Partial<Note> = read(dataDir) ?? {};
  const { pid, started, url, since = '', version = '', role = 'server', mode = 'all', kept = false } = note;
  if (pid === undefined || role !== 'server') return { state: 'held' };
  const known = { pid, ...(started !== undefined && { started }) };
  if (isStopped(pid) && (await isHere(known))) return { state: 'stopped', ...known, url };
  const trouble = url === undefined ? undefined : await troubleOf(dataDir, url);
  return url === undefined || !trouble
    ? { state: 'silent', ...known, url }
    : { state: 'serving', ...known, url, since, version, mode, kept, trouble };
}

/** False where its number is another one's here, or nobody's, as where it runs in a container: that must get no signal. */
export async function isHere({ pid, started }: Holder): Promise<boolean> {
  return started === undefined || (await isRunning({ pid, started }));
}

/** What a person can do about the process that holds the data directory. */
async function holderOf(dataDir: string, orElse: string): Promise<string> {
  const found = await holder(dataDir);
  return found.state === 'serving'
    ? `A dashboard with the data directory ${dataDir} is running already at ${found.url} (process ${found.pid}): stop it first${orElse}.`
    : unserved(dataDir, found);
}

/** Why nobody is served though the data directory is held. */
export function unserved(dataDir: string, found: Exclude<Standing, { state: 'free' | 'serving' }>): string {
  if (found.state === 'held')
    return `Another process holds the data directory ${dataDir}, a server, a restore or a stop: stop it, or wait until it has ended.`;
  const at = found.url === undefined ? '' : ` at ${found.url}`;
  const { pid } = found;
  return found.state === 'stopped'
    ? `The dashboard with the data directory ${dataDir}${at} (process ${pid}) is stopped, as by Ctrl-Z or SIGSTOP, and goes on with its work when it is woken: wake it with "kill -CONT ${pid}", or end it with "kill -KILL ${pid}" and start again.`
    : `A dashboard with the data directory ${dataDir}${at} (process ${pid}) doesn't answer, but holds it: it starts, ends or hangs. Try again in a moment, or stop it first.`;
}

function lockOf(dataDir: string): string {
  return join(dataDir, 'server.lock');
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
  return /^[Tt]/.test(statOnLinux(pid)?.state ?? '');
}

interface Health {
  readonly status: string;
  readonly checks: Readonly<Record<string, string>>;
  readonly trouble: readonly string[];
}

/** undefined where it doesn't answer. */
async function troubleOf(dataDir: string, url: string): Promise<readonly string[] | undefined> {
  try {
    const response = await send(`${url}/health`, {
      method: 'GET',
      headers: {},
      signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS),
      certificate: servedCertificateOf(dataDir),
    });
    if (!response.ok) return undefined;
    const { status, checks, trouble } = JSON.parse(await response.text()) as Health;
    if (status === 'healthy') return [];
    const down = ['engine', 'store', 'worker'].filter((part) => checks[part] === 'down');
    return [...trouble, ...(down.length > 0 ? [`Down: ${down.join(', ')}.`] : [])];
  } catch {
    return undefined;
  }
}
