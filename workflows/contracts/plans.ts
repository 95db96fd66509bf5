/** Phase plans: words and shapes. The glossary says what a plan, a phase, a plan task, a plan attempt and a gate are. */
import type { Cancellable } from './broken-run';
import type { Provider } from './glossary';
import type { WorktreeInput, WorktreeStep } from './worktrees';

/** `draft`: nothing is sent before a person approves it. `failed`: some task can't be done as things are; retry goes on. */
export const PLAN_STATUSES = ['draft', 'running', 'paused', 'completed', 'failed', 'cancelled'] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];
export const hasEnded = (status: PlanStatus): boolean =>
  status === 'completed' || status === 'failed' || status === 'cancelled';

/** What is kept of a task. Whether one that waits is ready or blocked follows from the others each time it is asked. */
export const KEPT_TASK_STATUSES = [
  'waiting',
  'running',
  'checking',
  'needs_person',
  'completed',
  'failed',
  'skipped',
  'cancelled',
] as const;
export type KeptTaskStatus = (typeof KEPT_TASK_STATUSES)[number];

/**
 * `pending`: waits for other tasks. `ready`: waits for its turn. `blocked`: a task before it failed, was cancelled or is
 * blocked itself. `checking`: its gates run. `needs_person`: nothing goes on without a decision.
 */
export const PLAN_TASK_STATUSES = [
  'pending',
  'ready',
  'blocked',
  'running',
  'checking',
  'waiting_approval',
  'needs_person',
  'completed',
  'failed',
  'skipped',
  'cancelled',
] as const;
export type PlanTaskStatus = (typeof PLAN_TASK_STATUSES)[number];

export const PHASE_STATUSES = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const;
export type PhaseStatus = (typeof PHASE_STATUSES)[number];

export const GATE_TYPES = ['command', 'approval', 'judgement'] as const;
export type GateType = (typeof GATE_TYPES)[number];

/** `unknown`: it can't be told; that is not passed. `overridden`: a person let this one attempt through. */
export const GATE_STATUSES = [
  'pending',
  'running',
  'waiting',
  'passed',
  'failed',
  'unknown',
  'overridden',
] as const;
export type GateStatus = (typeof GATE_STATUSES)[number];

/** Unless a task says so: the longest that a command of a gate may take. */
export const GATE_TIMEOUT_SECONDS = 600;

/** What becomes of an approval when files change after it. */
export const ON_CHANGE = ['ask', 'keep'] as const;

export type Gate =
  /** Run by us in the task's directory; exit code 0 passes. */
  | { readonly type: 'command'; readonly command: string; readonly timeout_seconds?: number }
  /** A person says so. Asked again when files change afterwards, unless it is to be kept. */
  | { readonly type: 'approval'; readonly note?: string; readonly on_change?: (typeof ON_CHANGE)[number] }
  /** A model answers, with what it saw. */
  | { readonly type: 'judgement'; readonly question: string };

/** `derived`: an attempt counts only if it changed something or ran something. `none`: an answer alone is a result. */
export const EVIDENCE_KINDS = ['derived', 'none'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export interface PlanTaskInput {
  readonly key: string;
  readonly prompt: string;
  readonly target_session?: string | null;
  readonly provider?: Provider | null;
  readonly specialty?: string | null;
  readonly priority?: number;
  /** Keys of tasks that must be done before. */
  readonly after?: readonly string[];
  /** Files that it may change; two tasks whose globs overlap never run at once. */
  readonly touches?: readonly string[];
  readonly gates?: readonly Gate[];
  readonly timeout_minutes?: number;
  readonly max_retries?: number;
  readonly evidence?: EvidenceKind;
  /** A directory of its own, with a branch; false: the plan's directory, whatever the plan says. */
  readonly worktree?: WorktreeInput | false | null;
}

export interface PhaseInput {
  readonly name: string;
  readonly tasks: readonly PlanTaskInput[];
}

export interface Budget {
  readonly usd?: number;
  readonly tokens?: number;
}

export interface PlanInput {
  readonly name: string;
  readonly project_id?: number | null;
  readonly working_dir?: string | null;
  readonly budget?: Budget | null;
  /** Most prompts of the plan under way at once. */
  readonly parallel?: number;
  /** Tries in a row without progress before one diagnosing prompt, and then a person. */
  readonly stuck_after?: number;
  /** Each task works in a git worktree of its own, which is merged when its gates have passed. */
  readonly worktree?: WorktreeInput | null;
  readonly phases: readonly PhaseInput[];
}

/** The tag (ETag, If-Match) of what a plan says is to be done, not of how far that is. */
export const planTag = ({ id, revision }: { readonly id: number; readonly revision: number }): string =>
  `"plan-${id}-${revision}"`;

export const PLAN_DEFAULTS = { parallel: 20, stuck_after: 2 } as const;
export const PLAN_TASK_DEFAULTS = { priority: 0, timeout_minutes: 30, max_retries: 2 } as const;
export const MAX_PLAN_TASKS = 2_000;

/** Why a prompt was sent. `diagnosis`: tries without progress, the agent is to find out why. */
export const PROMPT_PURPOSES = ['work', 'diagnosis'] as const;
export type PromptPurpose = (typeof PROMPT_PURPOSES)[number];

/** Where the working tree of a directory is; null = it can't be told. */
export interface TreeState {
  readonly head: string | null;
  /** Git's hash of all files that it doesn't ignore, committed or not. */
  readonly tree: string | null;
}

export interface PlanDurations {
  /** How often a plan is looked at that could go on and is held back by something that nobody reports. */
  readonly cycleMs: number;
  /** The same while all it waits for is reported. */
  readonly idleCycleMs: number;
  /** One look, with its gates started and its directories read. */
  readonly advanceTimeoutMs: number;
  readonly heartbeatTimeoutMs: number;
  /** One step of a worktree, with what git fetches or pushes; unset: as a look. */
  readonly worktreeTimeoutMs?: number;
}

export interface PhasePlanInput extends Cancellable {
  readonly planId: number;
  readonly durations: PlanDurations;
  /** A history with more begins anew; the engine's own limit is far above. */
  readonly mostEvents: number;
}

/** What is left to do for a plan now. */
export interface PlanOutlook {
  /** Nothing of it is left to drive. */
  readonly ended: boolean;
  /** Something can be done at once. */
  readonly due: boolean;
  /** Prompts or gates of it are under way. */
  readonly active: boolean;
  /** What is to be done about its worktrees, each beside the looks. */
  readonly worktrees?: readonly WorktreeStep[];
  /** It is to be looked at again then, if that is before its cycle. */
  readonly againInMs?: number;
}

/** What the plan's workflow answers to the query `status`. */
export interface PlanWorkflowStatus {
  readonly step: 'looking' | 'waiting' | 'over';
  readonly planId: number;
  /** How many were made in this run. */
  readonly looks: number;
  readonly outlook: PlanOutlook | null;
}

export interface PlanActivities {
  /** Does all that can be done for the plan now. May be repeated: each attempt has one prompt, each gate one command. */
  advancePlan(input: { planId: number }): Promise<PlanOutlook>;
}

/** Short reads and writes: local activities of the hub. Each may be repeated. */
export interface PlanStateActivities {
  planOutlook(input: { planId: number }): Promise<PlanOutlook>;
  /** Cancels it with what runs; nothing where it has ended. */
  cancelPlan(input: { planId: number; reason: string }): Promise<void>;
}
