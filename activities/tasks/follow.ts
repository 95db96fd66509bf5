/** Waits for the end of a run that any worker may have started. */
import { watch } from 'node:fs';
import { dirname, basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CancelledFailure } from '@temporalio/activity';
import type { RunEnd } from '../../workflows/contracts/tasks';
import { endGroup } from '../../processes/groups';
import { isRunning } from '../../processes/identity';
import { type RunExit, type RunFiles, type RunProcesses, runFiles } from './run-files';

/** The files tell by themselves; a supervisor that was killed says nothing. */
const LOOK_EVERY_MS = 500;
/** A supervisor names its processes as soon as it has started the program. */
const START_PATIENCE_MS = 15_000;

export interface FollowOptions {
  /** Path of the run's files up to the last dot. */
  readonly base: string;
  readonly graceMs: number;
  readonly onStarted: (processes: RunProcesses) => void;
  readonly signal: AbortSignal;
}

/** @throws where the supervisor didn't come up: nothing was started, so it may be tried again */
export async function follow({ base, graceMs, onStarted, signal }: FollowOptions): Promise<RunEnd> {
  const files = runFiles(base);
  const changes = changesOf(base);
  // Not by the time of day: a clock that is set would call a task lost that has just begun.
  const deadline = performance.now() + START_PATIENCE_MS;
  let known: RunProcesses | undefined;
  try {
    for (;;) {
      if (signal.aborted) throw new CancelledFailure('no longer followed');
      // In this order: how it ended is written before the supervisor is gone.
      const alive = known && (await isRunning(known.supervisor));
      const exit = files.exit();
      if (exit) return endOf(exit);
      if (known && !alive) return await abandoned(known, graceMs);
      if (!known) {
        known = files.processes();
        if (known) onStarted(known);
        else if (performance.now() > deadline && !(await isAtWork(files))) return late(files);
      }
      await changes.next(signal);
    }
  } finally {
    changes.close();
  }
}

export function endOf({ exitCode, signal, startError }: RunExit): RunEnd {
  if (startError !== null) return { kind: 'refused', reason: `it could not be started: ${startError}` };
  return { kind: 'ended', exitCode, signal };
}

/** The supervisor is gone without a word: killed, or the machine was restarted. */
async function abandoned({ program }: RunProcesses, graceMs: number): Promise<RunEnd> {
  const lives = await isRunning(program);
  if (lives) await endGroup(program.pid, graceMs);
  const reason = lives
    ? 'its supervisor was killed, so the program was ended'
    : 'it was ended together with its supervisor, as by a restart of the machine: how far it got is not known';
  return { kind: 'lost', reason };
}

/** While the disk is full it can't name its processes, nor say how the program ended. */
async function isAtWork(files: RunFiles): Promise<boolean> {
  const supervisor = files.claimant();
  return supervisor !== undefined && (await isRunning(supervisor));
}

function late(files: RunFiles): RunEnd {
  // Its last words may have been written since they were looked for.
  const exit = files.exit();
  if (exit) return endOf(exit);
  if (!files.isClaimed()) throw new Error('The supervisor of the task did not start.');
  return { kind: 'lost', reason: 'its supervisor was ended before it could say whether the program started' };
}

/** Tells when one of the run's files changes, and at least every LOOK_EVERY_MS. */
function changesOf(base: string): { next(signal: AbortSignal): Promise<void>; close(): void } {
  let wake = (): void => undefined;
  const prefix = `${basename(base)}.`;
  const watcher = watch(dirname(base), (_event, name) => {
    if (name?.startsWith(prefix)) wake();
  });
  watcher.on('error', () => undefined);
  return {
    async next(signal) {
      const awake = new AbortController();
      wake = () => awake.abort();
      await pause(LOOK_EVERY_MS, undefined, { signal: AbortSignal.any([signal, awake.signal]) }).catch(
        () => undefined,
      );
    },
    close: () => watcher.close(),
  };
}
