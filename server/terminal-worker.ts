/** The worker of one host's terminals, on the hub's own machine and on those that join. */
import { type NativeConnection, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { answerActivities } from '../activities/confirmations/answer';
import { deliveryActivities } from '../activities/prompts/deliver';
import { turnActivities } from '../activities/prompts/turn';
import { sessionCommandActivities } from '../activities/sessions/commands';
import type { HostDeps } from '../terminal/context';
import type { Tracing } from '../telemetry/tracing';
import { aroundActivities } from './origin';
import { traceSinks } from './tracing';
import { hostQueue } from '../workflows/contracts/wire-names';

/** Prompts followed at once: one for each session of a host. */
const MAX_HOST_ACTIVITIES = 1_000;
/** An activity learns of its cancellation with a heartbeat: so long does a person wait for an agent to be stopped. */
const HEARTBEAT_MS = 1_000;
/** Work in progress is given up to this long to end at a shutdown; deliveries take milliseconds. */
const SHUTDOWN_GRACE_MS = 500;
const SHUTDOWN_FORCE_MS = 10_000;

/** What all workers of a process share. */
export interface WorkerConnection {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly tracing: Tracing;
}

export const workerPace = ({ connection, namespace, tracing }: WorkerConnection) => ({
  connection,
  namespace,
  maxHeartbeatThrottleInterval: HEARTBEAT_MS,
  shutdownGraceTime: SHUTDOWN_GRACE_MS,
  shutdownForceTime: SHUTDOWN_FORCE_MS,
  maxConcurrentActivityTaskExecutions: MAX_HOST_ACTIVITIES,
  interceptors: { activity: [aroundActivities(tracing)] },
  ...(tracing.isOn && { sinks: traceSinks(tracing) }),
});

/** @param beforeTyping see `deliveryActivities` */
export function terminalActivities(
  deps: HostDeps,
  dialogLog: Logger,
  beforeTyping?: Parameters<typeof deliveryActivities>[1],
) {
  return {
    ...deliveryActivities(deps, beforeTyping),
    ...turnActivities(deps),
    ...sessionCommandActivities(deps),
    ...answerActivities({ ...deps, log: dialogLog }),
  };
}

export function createTerminalWorker(
  activities: ReturnType<typeof terminalActivities>,
  host: string,
  options: WorkerConnection,
): Promise<Worker> {
  return Worker.create({ ...workerPace(options), taskQueue: hostQueue(host), activities });
}
