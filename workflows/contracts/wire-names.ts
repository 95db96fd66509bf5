/** Names on the wire: workflow types, ids, task queues, messages. Changing one breaks workflows under way. */

/**
 * Task queue of the hub: workflows, which any worker process takes on, and the activities of the one process that has
 * the terminals of the hub, the language models and what must not run beside itself.
 */
export const HUB_QUEUE = 'architect-hub-v1';

/** Task queue of the activities that any worker process carries out, and that another one may take up again. */
export const WORK_QUEUE = 'architect-work-v1';

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
  followUp: 'followUp',
  confirmation: 'confirmation',
  backgroundTask: 'backgroundTask',
  milestoneScan: 'milestoneScan',
  githubSync: 'githubSync',
  githubPullRequest: 'githubPullRequest',
  maintenance: 'maintenance',
  healthCheck: 'healthCheck',
  phasePlan: 'phasePlan',
  planDraft: 'planDraft',
  smsUpdate: 'smsUpdate',
  sheetsSync: 'sheetsSync',
  improvementCycle: 'improvementCycle',
  recurringPrompt: 'recurringPrompt',
} as const;

export const promptWorkflowId = (promptId: number): string => `prompt-${promptId}`;
export const confirmationWorkflowId = (confirmationId: number): string => `confirmation-${confirmationId}`;
export const commandWorkflowId = (commandId: number): string => `session-command-${commandId}`;
export const taskWorkflowId = (taskId: number): string => `task-${taskId}`;

export const planWorkflowId = (planId: number): string => `plan-${planId}`;
export const planDraftWorkflowId = (draftId: number): string => `plan-draft-${draftId}`;

/** A row of the outbox; each kind has rows in one database only. */
export const followUpWorkflowId = ({ kind, id }: { kind: string; id: number }): string =>
  `follow-up-${kind}-${id}`;

/** A run that a person asked for; those of the schedule are named after it and their time. */
export const maintenanceWorkflowId = (runId: number): string => `maintenance-run-${runId}`;

export const RECONCILER_SCHEDULE = 'reconciler';
export const MAINTENANCE_SCHEDULE = 'maintenance';
export const HEALTH_SCHEDULE = 'health-check';
export const SMS_SCHEDULE = 'sms-update';
/** The message that a person asked for; one at a time. */
export const SMS_ONCE_WORKFLOW = 'sms-once';
/** What a person asks for is a run of it, too: so there is never more than one. */
export const SHEETS_SCHEDULE = 'sheets-sync';
export const IMPROVEMENT_SCHEDULE = 'improvement-cycle';
/** The cycle that a person asked for: one at a time. */
export const IMPROVEMENT_RUN_ID = 'improvement-cycle-run';

const RECURRING_PREFIX = 'recurring-prompt-';
export const recurringScheduleId = (recurringId: number): string => `${RECURRING_PREFIX}${recurringId}`;
export const isRecurringSchedule = (scheduleId: string): boolean => scheduleId.startsWith(RECURRING_PREFIX);
/** The recurring prompt of a schedule; undefined: it is another one's. */
export const recurringIdOf = (scheduleId: string): number | undefined =>
  isRecurringSchedule(scheduleId) ? Number(scheduleId.slice(RECURRING_PREFIX.length)) : undefined;

/** One scan of a project at a time; null: the scan of all that a person asked for. */
export const scanWorkflowId = (projectId: number | null): string =>
  projectId === null ? 'milestone-scan-all' : `milestone-scan-${projectId}`;
export const githubSyncWorkflowId = (projectId: number): string => `github-sync-${projectId}`;
export const pullRequestWorkflowId = (featureId: number): string => `github-pull-request-${featureId}`;
export const MILESTONE_SCHEDULE = 'milestone-scan';

/** Signal to a prompt's workflow: a session has been given to it. Argument: Grant. */
export const LEASE_SIGNAL = 'leaseGranted';
/** Update of a prompt's workflow: a person wants something. Argument: ControlRequest. */
export const CONTROL_UPDATE = 'control';

/** Update of a dialog's workflow: a person answers. Argument: PersonDecision, result: AnswerResult. */
export const DECIDE_UPDATE = 'decide';
/** Signal to a dialog's workflow: it is no longer on the screen. */
export const DIALOG_GONE_SIGNAL = 'dialogGone';
/** Signal to a dialog's workflow: a mode, a rule or a setting changed. */
export const RECONSIDER_SIGNAL = 'reconsider';
/** Signal to a task's workflow: a slot has been given to it. Argument: SlotGrant. */
export const SLOT_SIGNAL = 'slotGranted';
/** Signal to a plan's workflow: something of it changed. */
export const WAKE_SIGNAL = 'wake';
/** Update of a plan's workflow: it is looked at now. */
export const LOOK_UPDATE = 'look';
/** Header of workflows and activities: where they come from. Value: Origin. */
export const ORIGIN_HEADER = 'architect-origin';
/** Query of a workflow: how far it is. */
export const STATUS_QUERY = 'status';
/** Update of a task's workflow: a person wants something. Argument: TaskRequest. */
export const TASK_CONTROL_UPDATE = 'taskControl';
