/** Worktrees of plan tasks: words and shapes. The glossary says what a worktree and its turn are. */

/** How the work gets into the base branch when the gates have passed. */
export const MERGE_KINDS = ['fast_forward', 'merge_commit', 'pull_request'] as const;
export type MergeKind = (typeof MERGE_KINDS)[number];

/**
 * `setting_up`: its commands run, then its session is made. `merging`: its gates passed; it waits for its turn or has it.
 * `pull_request`: others are to merge it.
 * `kept`: it holds what is nowhere else, so that a person decides. `closing`: its tear-down commands run.
 */
export const WORKTREE_STATES = [
  'opening',
  'setting_up',
  'ready',
  'merging',
  'merged',
  'pull_request',
  'kept',
  'closing',
  'closed',
] as const;
export type WorktreeState = (typeof WORKTREE_STATES)[number];

/** As people write it, for a plan or for one of its tasks, which has what it says before what the plan says. */
export interface WorktreeInput {
  /** The branch that it begins at and is merged into; unset: the one checked out in the plan's directory. */
  readonly base?: string;
  /** `{plan}` is the plan's number, `{task}` the task's key. */
  readonly branch?: string;
  /** Commands, run in the worktree before its first prompt. */
  readonly setup?: readonly string[];
  /** Commands, run in it before it is removed. */
  readonly teardown?: readonly string[];
  /** Files that git ignores, copied from the plan's directory: paths relative to the top of the repository. */
  readonly copy?: readonly string[];
  readonly merge?: MergeKind;
  /** What the agent left uncommitted is committed when the gates have passed; else the attempt fails. */
  readonly commit?: boolean;
  /** Program and arguments of the session that is made for the task; unset: as its agent is usually started. */
  readonly launch?: readonly string[];
  /** For its commands, its gates and the session that is made for it. */
  readonly env?: Readonly<Record<string, string>>;
  /** Names of secrets that come into that environment. */
  readonly secrets?: readonly string[];
  /** Longest that one of its commands may take. */
  readonly timeout_seconds?: number;
}

export type WorktreeSettings = Required<Omit<WorktreeInput, 'base' | 'launch'>> &
  Pick<WorktreeInput, 'base' | 'launch'>;

export const WORKTREE_DEFAULTS: WorktreeSettings = {
  branch: 'plan-{plan}/{task}',
  setup: [],
  teardown: [],
  copy: [],
  merge: 'fast_forward',
  commit: true,
  env: {},
  secrets: [],
  timeout_seconds: 600,
};

/** What is to be done about a worktree now: an activity of its own. */
export const WORKTREE_STEPS = ['open', 'merge', 'follow', 'close'] as const;
export interface WorktreeStep {
  readonly worktreeId: number;
  readonly step: (typeof WORKTREE_STEPS)[number];
}

export interface WorktreeRef {
  readonly worktreeId: number;
}

/** Each looks at what git says before it does anything, and may be repeated. */
export interface WorktreeActivities {
  /** Makes it, copies its files, has its set-up commands run and its session made. */
  openWorktree(input: WorktreeRef): Promise<void>;
  /** Rebases it on the tip of its base branch, has the gates asked again, then merges it: one a repository at a time. */
  mergeWorktree(input: WorktreeRef): Promise<void>;
  /** Finds out whether its pull request was merged or closed. */
  followWorktree(input: WorktreeRef): Promise<void>;
  /** Takes it down, unless anything in it is unmerged, unpushed or dirty. */
  closeWorktree(input: WorktreeRef): Promise<void>;
}
