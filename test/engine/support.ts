/** A place for an engine of a test's own, and what is needed to look at it from outside. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import pino from 'pino';
import { loadConfig } from '../../config';
import type { Engine, EngineOptions } from '../../engine';
import { isAlive } from '../../processes/stat';
import { type EngineRecord, readRecord } from '../../engine/state-file';

const { temporal, cacheDir } = loadConfig();
export const ENGINE_BINARY = temporal.cliPath ?? join(cacheDir, 'temporal-v1.5.1', 'temporal');

export interface Site {
  readonly directory: string;
  readonly options: EngineOptions;
  readonly record: () => EngineRecord;
  /** Every engine started here is ended, the directory removed. */
  readonly cleanUp: () => Promise<void>;
}

export function makeSite(settings: Partial<EngineOptions['temporal']> = {}): Site {
  const directory = mkdtempSync(join(tmpdir(), 'architect-engine-'));
  const dataDir = join(directory, 'data');
  const recordFile = join(dataDir, 'engine', 'engine.json');
  const record = (): EngineRecord => {
    const found = readRecord(recordFile);
    if (!found) throw new Error(`no record in ${recordFile}`);
    return found;
  };
  return {
    directory,
    record,
    options: {
      dataDir,
      logDir: join(directory, 'logs'),
      log: pino({ level: 'silent' }),
      temporal: {
        ...temporal,
        address: undefined,
        port: 0,
        uiPort: 0,
        namespace: 'default',
        cliPath: ENGINE_BINARY,
        ...settings,
      },
    },
    cleanUp: async () => {
      const pid = readRecord(recordFile)?.pid;
      if (pid !== undefined && isAlive(pid)) {
        process.kill(pid, 'SIGKILL');
        await until(() => !isAlive(pid));
      }
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export async function until(condition: () => boolean, timeoutMs = 15_000): Promise<void> {
  const startMs = performance.now();
  while (!condition()) {
    if (performance.now() - startMs > timeoutMs)
      throw new Error(`not within ${timeoutMs} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function nextState(engine: Engine, wanted: 'up' | 'down'): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = engine.onState((state) => {
      if (state !== wanted) return;
      unsubscribe();
      resolve();
    });
  });
}

export async function withConnection<T>(
  address: string,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

/** Starts an engine at `site` in a process of its own and kills that process with SIGKILL as soon as it answers. */
export async function startInParentThatIsKilled(site: Site): Promise<void> {
  const { dataDir, logDir, temporal: settings } = site.options;
  const parent: ChildProcess = fork(join(__dirname, 'killed-parent.cjs'), {
    env: { HOME: site.directory, ENGINE_OPTIONS: JSON.stringify({ dataDir, logDir, temporal: settings }) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [message] = await Promise.race([once(parent, 'message'), once(parent, 'exit')]);
  if (message !== 'up') throw new Error(`the parent did not start an engine: ${String(message)}`);
  const exited = once(parent, 'exit');
  parent.kill('SIGKILL');
  await exited;
}
