/** Names on the wire: workflow types, ids, task queues, messages. Changing one breaks workflows under way. */

/** Task queue of the hub: workflows and everything that writes the record. */
export const HUB_QUEUE = 'architect-hub-v1';

/** Task queue of one host's terminal work. */
export const hostQueue = (host: string): string => `tmux-${host}`;

/**
 * Where a lease's terminal work is done. The hub's own sessions are served from the hub's queue: the worker that runs
 * the workflow then gets the activity with the answer to its workflow task, without a trip to another queue.
 */
export const queueOf = ({ host }: { host: string }, hubHost: string): string =>
  host === hubHost ? HUB_QUEUE : hostQueue(host);

export const WORKFLOW = {
  promptAssignment: 'promptAssignment',
  sessionCommand: 'sessionCommand',
  reconciler: 'reconciler',
  maintenance: 'maintenance',
} as const;

export const promptWorkflowId = (promptId: number): string => `prompt-${promptId}`;
export const commandWorkflowId = (commandId: number): string => `session-command-${commandId}`;

/** A run that a person asked for; those of the schedule are named after it and their time. */
export const maintenanceWorkflowId = (runId: number): string => `maintenance-run-${runId}`;

export const RECONCILER_SCHEDULE = 'reconciler';
export const MAINTENANCE_SCHEDULE = 'maintenance';

/** Signal to a prompt's workflow: a session has been given to it. Argument: Grant. */
export const LEASE_SIGNAL = 'leaseGranted';
/** Update of a prompt's workflow: a person wants something. Argument: ControlRequest. */
export const CONTROL_UPDATE = 'control';
