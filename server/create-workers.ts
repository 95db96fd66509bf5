/** Composition root of the activities: which process carries out what. */
import { Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { HUB_QUEUE, WORK_QUEUE } from '../workflows/contracts/wire-names';
import type { Deps, WorkDeps } from '../activities/context';
import { healthActivities } from '../activities/health';
import { factsAtTyping } from '../activities/plans/typing';
import { sweepOutputs } from '../terminal/shell-output/pipe';
import { allOrNone } from './sdk-runtime';
import { WORKER_DRAIN_MS, WORKER_FORCE_MS } from './durations';
import {
  createTerminalWorker,
  terminalActivities,
  type WorkerConnection,
  workerPace,
} from './terminal-worker';
import { workActivities } from './work-activities';

export interface WorkerOptions extends WorkerConnection {
  readonly workflowBundle: WorkflowBundleOption;
}

/** After a killed worker its workflows wait so long for it before another takes them; the default is 10 s. */
const STICKY_TIMEOUT_MS = 2_000;

/**
 * Of the process that has the terminals. An activity of the hub's queue comes to no other one: it may need a terminal.
 * @param isAlone it carries out the workflows and the work for any worker as well
 * @throws where the engine can't be reached or the namespace doesn't exist
 */
export async function createHubWorkers(
  deps: Deps,
  options: WorkerOptions,
  isAlone: boolean,
): Promise<Worker[]> {
  const { logs } = deps;
  const shared = workerPace(options);
  const terminal = terminalActivities(deps, logs.dialogs, factsAtTyping(deps));
  // Left by a server that was stopped in the middle of it.
  await Promise.all([sweepOutputs(deps), deps.changes?.sweep()]);
  const work = workActivities(deps);
  const hub = Worker.create({
    ...shared,
    taskQueue: HUB_QUEUE,
    ...(isAlone && workflowsOf(options)),
    // Those for any worker too: workflows that a release before this one took on ask for them here.
    activities: { ...terminal, ...work, ...healthActivities({ ...deps, log: logs.health }) },
  });
  const anybody = isAlone ? [Worker.create({ ...shared, taskQueue: WORK_QUEUE, activities: work })] : [];
  return allOrNone([hub, ...anybody, createTerminalWorker(terminal, deps.host, options)]);
}

/**
 * Of a worker process: workflows with their writes to the record, and the work for any worker.
 * @throws as `createHubWorkers`
 */
export function createWorkProcess(deps: WorkDeps, options: WorkerOptions): Promise<Worker[]> {
  const shared = {
    ...workerPace(options),
    shutdownGraceTime: WORKER_DRAIN_MS,
    shutdownForceTime: WORKER_FORCE_MS,
  };
  const activities = workActivities(deps);
  return allOrNone([
    Worker.create({
      ...shared,
      ...workflowsOf(options),
      taskQueue: HUB_QUEUE,
      activities,
      // Only the local ones: the others of this queue are for the process with the terminals.
      enableNonLocalActivities: false,
    }),
    Worker.create({ ...shared, taskQueue: WORK_QUEUE, activities }),
  ]);
}

const workflowsOf = ({ workflowBundle }: WorkerOptions) => ({
  workflowBundle,
  stickyQueueScheduleToStartTimeout: STICKY_TIMEOUT_MS,
});
