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
