/** One run of a task's program, with every way it can end: by itself, by its time limit, by a person. */
import { CancellationScope, condition, isCancellation, patched, sleep } from '@temporalio/workflow';
import type {
  BackgroundTaskInput,
  EndRunInput,
  EndRunResult,
  RunEnd,
  SlotGrant,
  TaskRequest,
} from '../contracts/tasks';
import { record, running, stopping } from './proxies';

type Stopped = NonNullable<EndRunInput['stopped']>;

export async function runInSlot(
  { taskId, durations }: BackgroundTaskInput,
  { run, timeoutMs }: SlotGrant,
  request: () => TaskRequest | undefined,
): Promise<EndRunResult> {
  const task = { taskId, run };
  const { end, stopped } = await follow();
  const last = end ?? (await stopping(durations).stopTask(task));
  return record.endTaskRun({ ...task, end: last, stopped });

  /** `end` null: the program has to be stopped first. */
  async function follow(): Promise<{ end: RunEnd | null; stopped: Stopped | null }> {
    const scope = new CancellationScope();
    try {
      return await scope.run(async () => {
        const ended = running(durations).runTask(task);
        const stop = Promise.race([timeIsUp(), personCancels()]);
        const first = await Promise.race([ended, stop]);
        if ('kind' in first) return { end: first, stopped: null };
        // Ends the following only; a program that ends at this very moment has ended, not been stopped.
        scope.cancel();
        return await ended.then(
          (end) => ({ end, stopped: null }),
          (error: unknown) => {
            if (isCancellation(error)) return { end: null, stopped: first };
            throw error;
          },
        );
      });
    } finally {
      scope.cancel();
    }
  }

  async function timeIsUp(): Promise<Stopped> {
    const startedMs = Date.now();
    for (let leftMs = timeoutMs; leftMs > 0;) {
      await sleep(leftMs);
      // On a machine that slept the timer fires as late as that, and the program has worked for less.
      if (!patched('slept-time')) break;
      const sleptMs = await record.sleptMs({ sinceMs: startedMs });
      leftMs = timeoutMs + sleptMs - (Date.now() - startedMs);
    }
    return { by: 'time_limit' };
  }

  async function personCancels(): Promise<Stopped> {
    await condition(() => request() !== undefined);
    return { by: 'cancel', reason: request()?.reason ?? '' };
  }
}
