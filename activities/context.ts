/** What every activity is made from; the composition root (worker.ts) fills it. */
import type { Logger } from 'pino';
import type { Store } from '../store';
import type { QueueFacts, ScheduleFacts } from '../workflows/contracts/health';
import type { Keep } from '../workflows/contracts/maintenance';
import type { BrokenRun, Cancellable, Termination } from '../workflows/contracts/broken-run';
import type { FollowUp } from '../workflows/contracts/outbox';
import type { ControlRequest, Grant } from '../workflows/contracts/assignment';
import type { OpenDialog } from '../workflows/contracts/confirmation';
import type { Abandoned, HostLostPolicy } from '../workflows/contracts/hosts';
import type { Models } from '../workflows/contracts/models';
import type { SlotGrant, TaskRequest } from '../workflows/contracts/tasks';
import type { Notifier } from './notifications/send-alert';
import type { SheetsSettings } from './sheets/account';
import type { SmsSettings } from './sms/settings';
import type { SecretValues } from './secret-values';
import type { HostDeps } from '../terminal/context';
import type { HealthSettings } from './health/settings';
import type { ImprovementSettings } from './improvements/settings';
import type { TaskSettings } from './tasks/context';
import type { DraftActivityDeps } from './plans/draft';
import type { Judge } from './plans/judge';
import type { WorktreePlaces } from './plans/worktrees/places';

export interface Deps extends HostDeps {
  readonly store: Store;
  /** Directory of the milestones' reports. */
  readonly milestonesDir: string;
  readonly githubApiUrl: string;
  readonly engine: EngineClient;
  readonly notifier: Notifier;
  readonly sms: SmsSettings;
  readonly sheets: SheetsSettings;
  /** Logs with a file of their own. */
  readonly logs: {
    readonly updates: Logger;
    readonly orchestrator: Logger;
    readonly improvements: Logger;
    readonly dialogs: Logger;
    readonly health: Logger;
  };
  /** What is wrong now, as sentences for anyone. */
  readonly healthReasons: () => Promise<readonly string[]>;
  readonly tasks: TaskSettings;
  readonly secretValues: SecretValues;
  /** What prompts do whose machine stays away. */
  readonly lostHosts: { readonly policy: HostLostPolicy; readonly afterMs: number };
  readonly maintenance: MaintenanceSettings;
  readonly models: Models;
  readonly health: HealthSettings;
  readonly plansDir: string;
  readonly worktrees: WorktreePlaces;
  readonly judge: Judge;
  /** Of plans that models draft. */
  readonly draftForm: DraftActivityDeps['draftForm'];
  readonly improvements: ImprovementSettings;
}

/** Of a process without terminals: the watch, and what the health check asks it, are another one's. */
export type WorkDeps = Omit<Deps, Exclude<keyof HostDeps, 'log' | 'host'> | 'health'>;

/** Where the record and its backups are, and what the clean-up keeps of them. */
export interface MaintenanceSettings {
  readonly dataDir: string;
  readonly backupDir: string;
  readonly keep: Keep & { readonly backups: number };
}

/** What activities need of the engine besides being run by it. */
export interface EngineClient {
  /** Those that ended since then (Unix milliseconds), the newest of each id. */
  brokenRuns(sinceMs: number): Promise<Map<string, BrokenRun>>;
  /** How an operator ended the newest run of that workflow by force; undefined: nobody did. */
  terminationOf(workflowId: string): Promise<Termination | undefined>;
  /** Starts the prompt's workflow; false where it runs already. `cancel`: why it is cancelled at once. */
  startPrompt(promptId: number, cancellable?: Cancellable): Promise<boolean>;
  /** Ids of the prompts whose workflow is running. */
  runningPrompts(): Promise<Set<number>>;
  /** Starts the dialog's workflow; false where it runs already. */
  startConfirmation(dialog: OpenDialog & Cancellable): Promise<boolean>;
  /** Ids of the dialogs whose workflow is running. */
  runningConfirmations(): Promise<Set<number>>;
  /** Tells the dialog's workflow that it is no longer on the screen; nothing where none runs. */
  dialogGone(confirmationId: number): Promise<void>;
  /** Tells prompts that a session is theirs. Failures are logged: the reconciler comes back to them. */
  announce(grants: readonly Grant[]): Promise<void>;
  /** As the three above, for background tasks. */
  startTask(taskId: number, cancellable?: Cancellable): Promise<boolean>;
  runningTasks(): Promise<Set<number>>;
  /** Ids of the workflows that carry out a row of the outbox now. */
  runningFollowUps(): Promise<ReadonlySet<string>>;
  /** Starts carrying out rows of the outbox; returns how many weren't being carried out already. */
  startFollowUps(due: readonly (FollowUp & Cancellable)[]): Promise<number>;
  /** What waits in the engine's queues, and how its schedules stand. */
  queueFacts(): Promise<readonly QueueFacts[]>;
  scheduleFacts(): Promise<readonly ScheduleFacts[]>;
  announceSlots(grants: readonly SlotGrant[]): Promise<void>;
  /** As those for prompts, for plans. */
  startPlan(planId: number, cancellable?: Cancellable): Promise<boolean>;
  runningPlans(): Promise<Set<number>>;
  /** The same for those that models draft. */
  startPlanDraft(draftId: number, cancellable?: Cancellable): Promise<boolean>;
  runningPlanDrafts(): Promise<Set<number>>;
  /** Something of the plan changed; nothing where no workflow runs. */
  wakePlan(planId: number): Promise<void>;
  /** The schedule of a recurring prompt is as the prompt is now. */
  followRecurring(recurringId: number): Promise<void>;
  /** Asks the prompt's workflow for something and waits until it is done. False where none runs. */
  control(promptId: number, request: ControlRequest): Promise<boolean>;
  /** Takes prompts back from machines that are away; returns of how many it can't be done yet. */
  abandon(leases: readonly Abandoned[]): Promise<number>;
  controlTask(taskId: number, request: TaskRequest): Promise<boolean>;
  /** Has the host carry out a row of `session_commands`; what it was refused with, or null. */
  runCommand(commandId: number): Promise<{ error: string | null }>;
}
