/** What the engine says of itself: its queues with what waits in them, and its schedules. */
import { temporal } from '@temporalio/proto';
import type { QueueFacts, ScheduleFacts } from '../workflows/contracts/health';
import { HUB_QUEUE, hostQueue, WORK_QUEUE } from '../workflows/contracts/wire-names';
import type { WithDeadline } from './workflow-calls';

/** A busy engine takes its time, and nobody waits for this. */
const LOOK_TIMEOUT_MS = 8_000;

const { TaskQueueType } = temporal.api.enums.v1;
const KINDS = [
  ['workflow', TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW],
  ['activity', TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY],
] as const;

export function healthFacts(withDeadline: WithDeadline, host: string) {
  return {
    /** @throws EngineUnavailableError */
    queueFacts: (): Promise<QueueFacts[]> =>
      withDeadline(LOOK_TIMEOUT_MS, ({ workflowService, options: { namespace } }) =>
        Promise.all(
          [HUB_QUEUE, WORK_QUEUE, hostQueue(host)]
            .flatMap((queue) => KINDS.map(([kind, type]) => ({ queue, kind, type })))
            // Workflows are asked for of the hub's queue only.
            .filter(({ queue, kind }) => queue === HUB_QUEUE || kind === 'activity')
            .map(async ({ queue, kind, type }): Promise<QueueFacts> => {
              const { pollers, stats } = await workflowService.describeTaskQueue({
                ...{ namespace, taskQueue: { name: queue }, taskQueueType: type },
                reportStats: true,
              });
              const backlog = stats?.approximateBacklogCount;
              return {
                queue,
                kind,
                pollers: pollers.length,
                backlog: backlog == null ? null : Number(backlog),
              };
            }),
        ),
      ),

    /** @throws EngineUnavailableError */
    scheduleFacts: (): Promise<ScheduleFacts[]> =>
      withDeadline(LOOK_TIMEOUT_MS, async ({ schedule }) => {
        const ids: string[] = [];
        for await (const { scheduleId: id } of schedule.list()) ids.push(id);
        return Promise.all(
          ids.map(async (id): Promise<ScheduleFacts> => {
            const { state, info } = await schedule.getHandle(id).describe();
            return {
              id,
              paused: state.paused,
              changedMs: (info.lastUpdatedAt ?? info.createdAt).getTime(),
              lastMs: info.recentActions.at(-1)?.scheduledAt.getTime() ?? null,
              nextMs: info.nextActionTimes.map((at) => at.getTime()),
            };
          }),
        );
      }),
  };
}
