/** What decisions about a plan are made from. Plain values; nothing here reads a database or a clock. */
import type {
  EvidenceKind,
  GateStatus,
  GateType,
  KeptTaskStatus,
  PlanStatus,
  PromptPurpose,
  TreeState,
} from '../../../workflows/contracts/plans';

/** What of a task says when it may run. */
export interface GraphTask {
  readonly key: string;
  /** Which phase it is in, counted from 0. */
  readonly phase: number;
  readonly after: readonly string[];
}

export interface DecidedTask extends GraphTask {
  readonly id: number;
  readonly status: KeptTaskStatus;
  readonly priority: number;
  readonly touches: readonly string[];
  readonly target: string | null;
  /** Its gates wait for a person and nothing else. */
  readonly waitsForApproval: boolean;
  /** Its pull request waits for people to merge it. */
  readonly waitsForMerge?: boolean;
  /** A person is asked whether its prompt was done: an agent may be at work on it. */
  readonly uncertain?: boolean;
}

export interface DecidedPlan {
  readonly status: PlanStatus;
  readonly parallel: number;
  /** In the order of the plan. */
  readonly tasks: readonly DecidedTask[];
  /** Globs of what other plans are at work on in the same directory. */
  readonly elsewhere: readonly (readonly string[])[];
}

/** One try of a task that has ended, as far as progress shows in it. */
export interface EndedTry {
  readonly purpose: PromptPurpose;
  readonly before: TreeState;
  readonly after: TreeState;
  /** Status and exit code of each gate. */
  readonly gates: readonly string[];
}

/** What was found out about an attempt whose prompt has ended well. */
export interface AttemptFacts {
  /** Files or HEAD differ from before; null = it can't be told. */
  readonly changed: boolean | null;
  /** It used a tool, or is a command itself. */
  readonly ran: boolean | null;
  /** Files that differ, are outside of its `touches`, and can't be another task's doing. */
  readonly outside: readonly string[];
  readonly evidence: EvidenceKind;
}

export interface GateState {
  readonly type: GateType;
  /** It stays passed whatever becomes of the files. */
  readonly holds: boolean;
  readonly status: GateStatus;
  /** The files that it was asked of; null = they can't be told. */
  readonly tree: string | null;
  readonly reason: string | null;
}

/** What becomes of an attempt. */
export interface Verdict {
  readonly outcome: 'passed' | 'failed' | 'needs_person';
  readonly reason: string;
}
