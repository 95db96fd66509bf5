/**
 * Worker processes that ended because a person has to change something first: each leaves a note in `workers/`, which the
 * server tells of while nobody has tried again with success.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const SUFFIX = '.refused';
/** Who keeps workers running tries again each minute: what is older is of one that nobody tries any more. */
const FRESH_MS = 150_000;

export interface Refusal {
  readonly pid: number;
  /** A sentence for anyone, with what to do. */
  readonly reason: string;
  readonly atMs: number;
}

const dirOf = (dataDir: string): string => join(dataDir, 'workers');

/** Leaves it for the server, if that can be done: the process itself says it as well. */
export function noteRefusal(dataDir: string, reason: string): void {
  try {
    mkdirSync(dirOf(dataDir), { recursive: true, mode: 0o700 });
    writeFileSync(join(dirOf(dataDir), `${process.pid}${SUFFIX}`), reason, { mode: 0o600 });
  } catch {
    // It is a help only.
  }
}

/** Those of late, the newest of each reason: a worker that is tried again is another process each time. Older ones are forgotten. */
export function refusalsOf(dataDir: string): Refusal[] {
  const all = namesIn(dataDir)
    .flatMap((name) => read(join(dirOf(dataDir), name)) ?? [])
    .sort((a, b) => a.atMs - b.atMs);
  return [...new Map(all.map((one) => [one.reason, one])).values()];
}

/** A worker could begin: what kept the others from it was changed, or they will say it again. */
export function forgetRefusals(dataDir: string): void {
  for (const name of namesIn(dataDir)) rmSync(join(dirOf(dataDir), name), { force: true });
}

function namesIn(dataDir: string): string[] {
  try {
    return readdirSync(dirOf(dataDir)).filter((name) => name.endsWith(SUFFIX));
  } catch {
    return [];
  }
}

function read(file: string): Refusal | undefined {
  try {
    const atMs = statSync(file).mtimeMs;
    if (Date.now() - atMs <= FRESH_MS)
      return { pid: Number.parseInt(basename(file), 10), reason: readFileSync(file, 'utf8'), atMs };
    rmSync(file, { force: true });
  } catch {
    // Another process has just forgotten it.
  }
  return undefined;
}
