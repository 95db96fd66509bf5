/** One server a data directory: `server.json` tells commands where it listens, and a second start that there is one. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
}

interface Instance {
  readonly url: string;
  readonly pid: number;
}

const HEALTH_TIMEOUT_MS = 2_000;

/** @throws AlreadyRunning where the server of this data directory answers */
export async function requireNoOther(dataDir: string): Promise<void> {
  const other = read(dataDir);
  if (!other || other.pid === process.pid || !(await answers(other.url))) return;
  throw new AlreadyRunning(
    `A dashboard with the data directory ${dataDir} is running already at ${other.url} (process ${other.pid}): stop it first, or set ARCHITECT_DATA_DIR, PORT, MONITOR_PORT, TEMPORAL_PORT and TEMPORAL_UI_PORT for a second one.`,
  );
}

/** Why nothing may be put in the place of the record: its server runs, or may do so. Undefined where it is stopped. */
export async function runningServer(dataDir: string): Promise<string | undefined> {
  const server = read(dataDir);
  if (!server) return undefined;
  if (await answers(server.url))
    return `The dashboard with the data directory ${dataDir} is running at ${server.url} (process ${server.pid}): stop it first.`;
  if (!lives(server.pid)) return undefined;
  return `The dashboard with the data directory ${dataDir} doesn't answer, but its process ${server.pid} lives: stop it first. If that process is another program, remove ${join(dataDir, 'server.json')}.`;
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export function announceInstance(dataDir: string, url: string): () => void {
  const file = join(dataDir, 'server.json');
  const instance: Instance = { url, pid: process.pid };
  writeFileSync(file, `${JSON.stringify(instance)}\n`, { mode: 0o600 });
  return () => {
    if (read(dataDir)?.pid === process.pid) rmSync(file, { force: true });
  };
}

function read(dataDir: string): Instance | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as Instance;
  } catch {
    return undefined;
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
