/** The activities as the workflows see them. */
import type {
  AbandonInput,
  AbandonResult,
  Delivery,
  Grant,
  HostInput,
  InterruptInput,
  Interrupted,
  PromptState,
  RequeueInput,
  RequeueResult,
  SettleInput,
  TurnEnd,
} from './assignment';
import type { AnswerInput, AnswerResult, ConfirmationPlan, NotifyInput } from './confirmation';
import type { EndRunInput, EndRunResult, RunEnd, SlotGrant, TaskRun } from './tasks';
import type {
  EndImportInput,
  ImportPage,
  ImportPageInput,
  ImportRange,
  PullRequestInput,
  PullRequestResult,
} from './github';
import type { ProjectScan, ScanProjectInput } from './milestones';

/** Short writes to the record: local activities of the hub. Each may be repeated. */
export interface RecordActivities {
  /** Takes the prompt up and gives out free sessions; null where there is no such prompt. */
  enterQueue(input: { promptId: number }): Promise<{ state: PromptState; grants: readonly Grant[] } | null>;
  settlePrompt(input: SettleInput): Promise<readonly Grant[]>;
  requeuePrompt(input: RequeueInput): Promise<RequeueResult>;
  /** Takes the prompt from a session whose machine is away. */
  abandonPrompt(input: AbandonInput): Promise<AbandonResult>;
  /** Gives out free sessions to waiting prompts; with the lease that this prompt has already, if it has one. */
  giveOut(input: { promptId: number }): Promise<readonly Grant[]>;
  /** How long the prompt has waited for a person or wasn't watched since it was taken, in milliseconds. */
  personWaitMs(input: { promptId: number }): Promise<number>;
}

/** The same for dialogs. */
export interface ConfirmRecordActivities {
  /**
   * Judges the dialog with the rules, modes and settings of this moment; null where it isn't pending any more.
   * `random` (0 to 1) chooses the pause before the policy's answer, which is kept.
   */
  judgeConfirmation(input: { confirmationId: number; random: number }): Promise<ConfirmationPlan | null>;
  /** The dialog is gone from the screen. */
  endConfirmation(input: { confirmationId: number }): Promise<void>;
  /** The dialog is left to the terminal. `because` unset: nobody answered in time. */
  expireConfirmation(input: { confirmationId: number; because?: string }): Promise<void>;
  /** Shows in the record that a person is waited for. */
  markNotified(input: NotifyInput): Promise<void>;
}

/** What leaves this machine. Each may be repeated. */
export interface NotifyActivities {
  sendNotification(input: NotifyInput): Promise<void>;
}

/** Terminal work on one host. */
export interface HostActivities {
  /** Types and submits the prompt. Never retried: a failure is followed by `recoverDelivery`. */
  deliverPrompt(input: HostInput): Promise<Delivery>;
  /** Finds out, from the record and the screen, how a broken delivery ended; goes on without typing again. */
  recoverDelivery(input: HostInput): Promise<Delivery>;
  /** Waits for the end of the turn and keeps the answer. May be repeated. */
  followTurn(input: HostInput): Promise<TurnEnd>;
  /** Stops the work in progress and waits until the session is ready. */
  interruptTurn(input: InterruptInput): Promise<Interrupted>;
  /** Presses the answer of a dialog if the same dialog still stands, and sees it go. May be repeated. */
  answerDialog(input: AnswerInput): Promise<AnswerResult>;
  /** Carries out one row of `session_commands`. Never retried. */
  runSessionCommand(input: { commandId: number }): Promise<{ error: string | null }>;
}

export type { MaintenanceActivities } from './maintenance';
export type { OutboxActivities, OutboxStateActivities } from './outbox';
export type { PlanDraftActivities, PlanDraftStateActivities } from './plan-drafts';
export type { PlanActivities, PlanStateActivities } from './plans';
export type { WorktreeActivities } from './worktrees';

/** Tells a person about the vault. */
export interface SecretReminderActivities {
  /** Sends one message about all secrets that are due; none where none is. Not to be repeated once it was taken. */
  remindOfSecrets(): Promise<{ due: number }>;
}

/** Repairs what crashes and lost messages left behind. */
export interface RepairActivities {
  reconcile(): Promise<{ started: number; signalled: number }>;
}

/** Short writes to the record of tasks: local activities of the hub. Each may be repeated. */
export interface TaskRecordActivities {
  /** The task waits for a slot from now on; `held` is the slot it has already. null where there is nothing to do. */
  enterTask(input: {
    taskId: number;
  }): Promise<{ held: SlotGrant | null; grants: readonly SlotGrant[] } | null>;
  /** How much of the time since then the machine slept, in milliseconds. */
  sleptMs(input: { sinceMs: number }): Promise<number>;
  /** Ends the run: the task is settled or, where a retry is left, waits again. The slot is given out. */
  endTaskRun(input: EndRunInput): Promise<EndRunResult>;
  /** Settles a task whose program was not started; a slot that was just given to it is given on. */
  cancelWaitingTask(input: { taskId: number; reason: string }): Promise<readonly SlotGrant[]>;
}

/** The programs of tasks. */
export interface TaskActivities {
  /** Starts the run's program, or finds the one that was started, and follows it to its end. May be repeated. */
  runTask(input: TaskRun): Promise<RunEnd>;
  /** Ends the run's program and everything in its process group. May be repeated. */
  stopTask(input: TaskRun): Promise<RunEnd>;
}

/** Reads of the record for scans: local activities of the hub. */
export interface MilestoneRecordActivities {
  /** The one project, or every active one that has a directory. */
  projectsToScan(input: { projectId: number | null }): Promise<{ projectIds: readonly number[] }>;
}

/** Scans of projects' files. */
export interface MilestoneActivities {
  /** Reads the files, merges what is found into the record and writes the reports. May be repeated. */
  scanProject(input: ScanProjectInput): Promise<ProjectScan>;
}

/** Writes about GitHub to the record: local activities of the hub. Each may be repeated. */
export interface GithubRecordActivities {
  endImport(input: EndImportInput): Promise<void>;
  /** No pull request is made for the feature before a person asks for it. */
  giveUpPullRequest(input: { featureId: number; reason: string }): Promise<void>;
}

/** Talks with GitHub. Each may be repeated: what is there already is found, not made again. */
export interface GithubActivities {
  /** Finds the repository and the token, and marks the import as begun. */
  beginImport(input: { projectId: number; full: boolean }): Promise<ImportRange>;
  /** One page of issues becomes features and bugs. */
  importIssues(input: ImportPageInput): Promise<ImportPage>;
  openPullRequest(input: PullRequestInput): Promise<PullRequestResult>;
}
