/** One run of a task's program, with every way it can end: by itself, by its time limit, by a person. */
import { condition } from '@temporalio/workflow';
import type {
  BackgroundTaskInput,
  EndRunInput,
  EndRunResult,
  SlotGrant,
  TaskRequest,
} from '../contracts/tasks';
import { untilStopped } from '../dispatch/until-stopped';
import { workingTime } from '../dispatch/working-time';
import { record, running, stopping } from './proxies';

type Stopped = NonNullable<EndRunInput['stopped']>;

export async function runInSlot(
  { taskId, durations }: BackgroundTaskInput,
  { run, timeoutMs }: SlotGrant,
  request: () => TaskRequest | undefined,
): Promise<EndRunResult> {
  const task = { taskId, run };
  const timeIsUp = async (): Promise<Stopped> => {
    await workingTime({
      limitMs: timeoutMs,
      uncountedMs: (sinceMs) => record.sleptMs({ sinceMs }),
      patch: 'slept-time',
      leftBefore: async () => 0,
    });
    return { by: 'time_limit' };
  };
  const personCancels = async (): Promise<Stopped> => {
    await condition(() => request() !== undefined);
    return { by: 'cancel', reason: request()?.reason ?? '' };
  };
  const first = await untilStopped(() => running(durations).runTask(task), [timeIsUp, personCancels]);
  if ('ended' in first) return record.endTaskRun({ ...task, end: first.ended, stopped: null });
  const end = await stopping(durations).stopTask(task);
  return record.endTaskRun({ ...task, end, stopped: first.stoppedBy });
}
