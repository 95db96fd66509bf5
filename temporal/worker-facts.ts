/** Who works on the engine's queues: every worker asks its queue for work, also one of another process. */
import { temporal } from '@temporalio/proto';
import type { WorkerFacts } from '../workflows/contracts/health';
import { HUB_QUEUE, hostQueue, WORK_QUEUE } from '../workflows/contracts/wire-names';
import { EngineUnavailableError } from './errors';
import type { WithDeadline } from './workflow-calls';

/** A person waits for the answer. */
const LOOK_TIMEOUT_MS = 2_000;
/** A worker without work asks once a minute. */
const SILENT_AFTER_MS = 90_000;
const MS_A_SECOND = 1_000;
const NS_A_MS = 1_000_000;

const { TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY } = temporal.api.enums.v1.TaskQueueType;

export function workerFacts(withDeadline: WithDeadline, host: string) {
  const queues = [
    { kind: 'hub', queue: HUB_QUEUE, types: [TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY] },
    { kind: 'work', queue: WORK_QUEUE, types: [TASK_QUEUE_TYPE_ACTIVITY] },
    { kind: 'host', queue: hostQueue(host), types: [TASK_QUEUE_TYPE_ACTIVITY] },
  ] as const;
  return {
    /** The newest sign of each worker; a queue without any has one row that says so. */
    async workerFacts(nowMs: number): Promise<WorkerFacts[]> {
      try {
        return await withDeadline(LOOK_TIMEOUT_MS, async ({ workflowService, options: { namespace } }) => {
          const facts = queues.map(async ({ kind, queue, types }) => {
            const looks = await Promise.all(
              types.map((taskQueueType) =>
                workflowService.describeTaskQueue({ namespace, taskQueue: { name: queue }, taskQueueType }),
              ),
            );
            return rowsOf(kind, looks.flatMap(({ pollers }) => pollers).map(seen), nowMs);
          });
          return (await Promise.all(facts)).flat();
        });
      } catch (error) {
        if (!(error instanceof EngineUnavailableError)) throw error;
        return queues.map(({ kind }) => ({ kind, process: null, state: 'unknown', last_seen: null }));
      }
    },
  };
}

interface Seen {
  readonly process: string;
  readonly atMs: number;
}

function seen({ identity, lastAccessTime }: temporal.api.taskqueue.v1.IPollerInfo): Seen {
  const { seconds, nanos } = lastAccessTime ?? {};
  return {
    process: identity ?? '',
    atMs: Number(seconds ?? 0) * MS_A_SECOND + Math.floor((nanos ?? 0) / NS_A_MS),
  };
}

function rowsOf(kind: WorkerFacts['kind'], pollers: readonly Seen[], nowMs: number): WorkerFacts[] {
  const newest = new Map<string, number>();
  for (const { process, atMs } of pollers) newest.set(process, Math.max(newest.get(process) ?? 0, atMs));
  if (newest.size === 0) return [{ kind, process: null, state: 'away', last_seen: null }];
  return [...newest].map(([process, atMs]) => ({
    kind,
    process,
    state: nowMs - atMs > SILENT_AFTER_MS ? 'silent' : 'running',
    last_seen: new Date(atMs).toISOString(),
  }));
}
