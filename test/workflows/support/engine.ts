/** A namespace of its own on the shared engine, with our workflows on it and activities that each test sets. */
import { Context } from '@temporalio/activity';
import { Client, ScheduleNotFoundError } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { msToTs } from '@temporalio/common/lib/time';
import { randomUUID } from 'node:crypto';
import { ensureSearchAttributes } from '../../../engine/search-attributes';
import * as wireNames from '../../../workflows/contracts/wire-names';
import type { HealthActivities } from '../../../workflows/contracts/health';
import type { ImprovementActivities } from '../../../workflows/contracts/improvements';
import type { WorktreeActivities } from '../../../workflows/contracts/worktrees';
import type { MaintenanceActivities } from '../../../workflows/contracts/maintenance';
import type {
  ConfirmRecordActivities,
  GithubActivities,
  GithubRecordActivities,
  HostActivities,
  MilestoneActivities,
  MilestoneRecordActivities,
  NotifyActivities,
  OutboxActivities,
  OutboxStateActivities,
  PlanActivities,
  PlanDraftActivities,
  PlanDraftStateActivities,
  PlanStateActivities,
  RecordActivities,
  RepairActivities,
  SecretReminderActivities,
  TaskActivities,
  TaskRecordActivities,
} from '../../../workflows/contracts/activities';
import type { RecurringActivities } from '../../../workflows/contracts/recurring';
import type { SheetsActivities, SheetsRecordActivities } from '../../../workflows/contracts/sheets';
import type { SmsActivities, SmsRecordActivities } from '../../../workflows/contracts/sms';
import { sharedEngine } from '../../support/shared-engine';
import { bundleWorkflows } from './bundle';

/** The host of the hub; its terminal work goes to the hub's own worker. */
export const HOST = 'box';
/** A host beside it, with a worker of its own. */
export const FAR_HOST = 'far';

export interface Activities {
  readonly hub: Partial<
    RecordActivities &
      RepairActivities &
      ConfirmRecordActivities &
      NotifyActivities &
      OutboxActivities &
      OutboxStateActivities &
      PlanActivities &
      PlanStateActivities &
      PlanDraftActivities &
      PlanDraftStateActivities &
      TaskRecordActivities &
      TaskActivities &
      MilestoneRecordActivities &
      MilestoneActivities &
      GithubRecordActivities &
      GithubActivities &
      MaintenanceActivities &
      HealthActivities &
      SecretReminderActivities &
      SheetsActivities &
      SheetsRecordActivities &
      SmsActivities &
      SmsRecordActivities &
      RecurringActivities &
      ImprovementActivities &
      WorktreeActivities
  >;
  readonly host: Partial<HostActivities>;
}

/** All that the product may make, those of the first recurring prompts too. */
const SCHEDULES = [
  ...Object.entries(wireNames).flatMap(([name, id]) =>
    name.endsWith('_SCHEDULE') && typeof id === 'string' ? [id] : [],
  ),
  ...[1, 2, 3].map(wireNames.recurringScheduleId),
];
function unlessThereIsNone(error: unknown): void {
  if (!(error instanceof ScheduleNotFoundError)) throw error;
}

type Activity = (...args: unknown[]) => unknown;

export interface TestEngine {
  readonly client: Client;
  /** Activities from now on; a call that is under way keeps the ones it began with. */
  use(activities: Activities): void;
  /** The schedules that a test made are gone, for the next one. */
  removeSchedules(): Promise<void>;
  /** Replays every run so far. Resolves with how many there were; rejects at the first that does not repeat itself. */
  replayAll(): Promise<number>;
  stop(): Promise<void>;
}

/** Faults that a test makes on purpose would fill the terminal. */
export function quietly(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
  });
}

/** @param namespace a new one */
export async function startTestEngine(namespace = `test-${randomUUID()}`): Promise<TestEngine> {
  quietly();
  const [connection, workflowBundle] = await Promise.all([connect(namespace), bundleWorkflows()]);
  let current: Activities | undefined;
  /** The worker calls `default` for each activity that it doesn't have by name. */
  const forward = (...sides: readonly (keyof Activities)[]) => ({
    async default(...args: unknown[]): Promise<unknown> {
      const name = Context.current().info.activityType;
      const named = sides.map((side) => current?.[side] as Record<string, Activity> | undefined);
      const activity = named.find((activities) => activities?.[name])?.[name];
      if (!activity) throw new Error(`The test sets no activity '${name}'.`);
      return activity(...args);
    },
  });
  const shared = { connection, namespace, shutdownForceTime: 10_000 };
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: wireNames.HUB_QUEUE,
      workflowBundle,
      activities: forward('hub', 'host'),
      // A cancellation reaches an activity with the answer to its next heartbeat.
      maxHeartbeatThrottleInterval: 50,
    }),
    Worker.create({
      ...shared,
      taskQueue: wireNames.WORK_QUEUE,
      activities: forward('hub'),
      maxHeartbeatThrottleInterval: 50,
    }),
    Worker.create({
      ...shared,
      taskQueue: wireNames.hostQueue(FAR_HOST),
      activities: forward('host'),
    }),
  ]);
  const runs = workers.map((worker) => worker.run());
  const client = new Client({ connection, namespace });
  return {
    client,
    use: (activities) => void (current = activities),
    async removeSchedules() {
      for (const id of SCHEDULES) await client.schedule.getHandle(id).delete().catch(unlessThereIsNone);
    },
    async replayAll() {
      const histories = client.workflow.list().intoHistories();
      let count = 0;
      for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
        if (error) throw new Error(`${workflowId} does not repeat itself`, { cause: error });
        count += 1;
      }
      return count;
    },
    async stop() {
      for (const worker of workers) worker.shutdown();
      await Promise.all(runs);
      await connection.close();
    },
  };
}

/** To the shared engine, in which the namespace is made. */
async function connect(namespace: string): Promise<NativeConnection> {
  const connection = await NativeConnection.connect({ address: await sharedEngine() });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  await ensureSearchAttributes(connection, namespace);
  return connection;
}
