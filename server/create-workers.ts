/** Composition root of the activities: what one host's worker process is made of. */
import { type NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { HUB_QUEUE, hostQueue } from '../workflows/contracts/wire-names';
import type { Deps } from '../activities/context';
import { answerActivities } from '../activities/confirmations/answer';
import { notifyActivities } from '../activities/confirmations/notify';
import { confirmRecordActivities } from '../activities/confirmations/state';
import { deliveryActivities } from '../activities/prompts/deliver';
import { githubActivities } from '../activities/github';
import { healthActivities } from '../activities/health';
import { improvementActivities } from '../activities/improvements';
import { milestoneActivities } from '../activities/milestones';
import { maintenanceActivities } from '../activities/maintenance';
import { outboxActivities } from '../activities/outbox';
import { sheetsActivities } from '../activities/sheets';
import { smsActivities } from '../activities/sms';
import { secretReminderActivities } from '../activities/notifications/secret-reminders';
import { planActivities } from '../activities/plans';
import { planDraftActivities } from '../activities/plans/draft';
import { factsAtTyping } from '../activities/plans/typing';
import { worktreeActivities } from '../activities/plans/worktrees';
import { pullRequests } from '../activities/plans/worktrees/pull-requests';
import { recurringActivities } from '../activities/recurring';
import { recordActivities } from '../activities/prompts/state';
import { repairActivities } from '../activities/reconcile';
import { sweepOutputs } from '../terminal/shell-output/pipe';
import { sessionCommandActivities } from '../activities/sessions/commands';
import { taskActivities } from '../activities/tasks';
import { taskRecordActivities } from '../activities/tasks/state';
import { turnActivities } from '../activities/prompts/turn';
import type { Tracing } from '../telemetry/tracing';
import { aroundActivities } from './origin';
import { traceSinks } from './tracing';

export interface WorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly workflowBundle: WorkflowBundleOption;
  readonly tracing: Tracing;
}

/** Prompts followed at once: one for each session of a host. */
const MAX_HOST_ACTIVITIES = 1_000;
/** After a killed worker its workflows wait so long for it before another takes them; the default is 10 s. */
const STICKY_TIMEOUT_MS = 2_000;
/** An activity learns of its cancellation with a heartbeat: so long does a person wait for an agent to be stopped. */
const HEARTBEAT_MS = 1_000;
/** Work in progress is given up to this long to end at a shutdown; deliveries take milliseconds. */
const SHUTDOWN_GRACE_MS = 500;
const SHUTDOWN_FORCE_MS = 10_000;

/**
 * The hub's worker (workflows and their writes to the record) and the host's (its terminal).
 * @throws where the engine can't be reached or the namespace doesn't exist
 */
export async function createWorkers(deps: Deps, options: WorkerOptions): Promise<Worker[]> {
  const { logs } = deps;
  const shared = {
    connection: options.connection,
    namespace: options.namespace,
    maxHeartbeatThrottleInterval: HEARTBEAT_MS,
    shutdownGraceTime: SHUTDOWN_GRACE_MS,
    shutdownForceTime: SHUTDOWN_FORCE_MS,
    interceptors: { activity: [aroundActivities(options.tracing)] },
    ...(options.tracing.isOn && { sinks: traceSinks(options.tracing) }),
  };
  const terminal = {
    ...deliveryActivities(deps, factsAtTyping(deps)),
    ...turnActivities(deps),
    ...sessionCommandActivities(deps),
    ...answerActivities({ ...deps, log: logs.dialogs }),
  };
  // Left by a server that was stopped in the middle of it.
  await sweepOutputs(deps);
  const plans = { ...deps, log: logs.orchestrator, tasksDir: deps.tasks.dir };
  const hub = Worker.create({
    ...shared,
    taskQueue: HUB_QUEUE,
    workflowBundle: options.workflowBundle,
    stickyQueueScheduleToStartTimeout: STICKY_TIMEOUT_MS,
    activities: {
      ...terminal,
      ...recordActivities(deps),
      ...repairActivities(deps),
      ...confirmRecordActivities(deps),
      ...notifyActivities(deps),
      ...taskRecordActivities(deps),
      ...taskActivities(deps),
      ...milestoneActivities(deps),
      ...githubActivities(deps),
      ...maintenanceActivities(deps),
      ...healthActivities({ ...deps, log: logs.health }),
      ...improvementActivities({ ...deps, log: logs.improvements }),
      ...outboxActivities(deps),
      ...recurringActivities(deps),
      ...planActivities(plans),
      ...planDraftActivities(plans),
      ...worktreeActivities({ ...plans, ...pullRequests(deps) }),
      ...secretReminderActivities(deps),
      ...smsActivities({ ...deps, log: logs.updates }),
      ...sheetsActivities({ ...deps, settings: deps.sheets }),
    },
    maxConcurrentActivityTaskExecutions: MAX_HOST_ACTIVITIES,
  });
  const host = Worker.create({
    ...shared,
    taskQueue: hostQueue(deps.host),
    activities: terminal,
    maxConcurrentActivityTaskExecutions: MAX_HOST_ACTIVITIES,
  });
  return Promise.all([hub, host]);
}
