/** Composition root of the activities: what one host's worker process is made of. */
import { Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { HUB_QUEUE } from '../workflows/contracts/wire-names';
import type { Deps } from '../activities/context';
import { notifyActivities } from '../activities/confirmations/notify';
import { confirmRecordActivities } from '../activities/confirmations/state';
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
import { taskActivities } from '../activities/tasks';
import { taskRecordActivities } from '../activities/tasks/state';
import {
  createTerminalWorker,
  terminalActivities,
  type WorkerConnection,
  workerPace,
} from './terminal-worker';

export interface WorkerOptions extends WorkerConnection {
  readonly workflowBundle: WorkflowBundleOption;
}

/** After a killed worker its workflows wait so long for it before another takes them; the default is 10 s. */
const STICKY_TIMEOUT_MS = 2_000;
/**
 * The hub's worker (workflows and their writes to the record) and the host's (its terminal).
 * @throws where the engine can't be reached or the namespace doesn't exist
 */
export async function createWorkers(deps: Deps, options: WorkerOptions): Promise<Worker[]> {
  const { logs } = deps;
  const shared = workerPace(options);
  const terminal = terminalActivities(deps, logs.dialogs, factsAtTyping(deps));
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
  });
  const host = createTerminalWorker(terminal, deps.host, options);
  return Promise.all([hub, host]);
}
