/** A process that is registered as a worker, and does nothing else. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { WorkerState } from '../../../server/worker/registry';

/** @param how `deaf`: SIGTERM doesn't end it */
export async function startRegistered(
  dataDir: string,
  state: WorkerState,
  how: 'ends' | 'deaf' = 'ends',
  version = '3.0.0',
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(__dirname, 'registered.cjs'), dataDir, state, how, version], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // It says one thing.
  await once(child.stdout, 'data');
  return child;
}

/** With its exit code. */
export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}
