/** What a host asks of the store about the prompts that it types and follows. Times are Unix milliseconds. */
import type { Grant } from './assignment';
import type { Stage, TurnResult } from './glossary';
import type { TerminalRef } from './host-sessions';
import type { WorkChanges } from './work-changes';

/** One lease, told from a later one of the same prompt. */
export interface LeaseRef {
  readonly promptId: number;
  readonly grantedAt: string;
}

/** One attempt to type under a lease: the keys of earlier ones are refused. */
export interface AttemptRef extends LeaseRef {
  readonly attempt: number;
}

export interface HeldLease extends AttemptRef {
  readonly session: string;
  readonly terminal: TerminalRef;
  readonly grantedAtMs: number;
  /** What the pane showed before typing, as the host wrote it; null = nothing was typed yet. */
  readonly baseline: string | null;
}

export interface AssignedPrompt {
  readonly id: number;
  readonly content: string;
  readonly stage: Stage;
  /** Agent the target session had when the prompt was queued. */
  readonly expectedProvider: string | null;
  readonly targetProvider: string | null;
  /** The project whose directory it is held to; null = any. */
  readonly withinProject: number | null;
}

export interface Assignment {
  readonly prompt: AssignedPrompt | null;
  /** null where the lease was given up since, and perhaps another one granted in its place. */
  readonly lease: HeldLease | null;
}

export interface PromptStep {
  readonly promptId: number;
  readonly stage: Stage;
  readonly session: string;
  readonly reason: string;
  readonly evidence?: string | undefined;
}

/** Who writes: an attempt must be the newest of its lease, a mere lease must still be held. */
export type Writer = LeaseRef | AttemptRef;

/** What the model's answers of one turn took, as the agent counted it. Tokens. */
export interface TurnUsage {
  readonly model: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  /** US dollars; null where the agent doesn't say. */
  readonly costUsd: number | null;
}

export interface KeptTurn {
  readonly promptId: number;
  readonly response: string | null;
  readonly usage: TurnUsage | null;
  /** Tools that the agent used; null or unset: not known. */
  readonly toolCalls?: number | null;
  readonly result: TurnResult;
  /** What the agent asks back. */
  readonly question: string | null;
}

/** A dialog that was refused. */
export interface Denied {
  readonly title: string;
  readonly by: 'policy' | 'person' | 'terminal' | null;
  readonly reason: string | null;
  /** The person, where that is known. */
  readonly who: string | null;
  /** What refused it: the words of the option, or that it was closed. */
  readonly words: string;
}

export interface HostPrompts {
  /** The prompt of the grant, and its lease. */
  assignment(grant: Grant): Promise<Assignment>;
  /** Leases that these prompts hold now. */
  leasesOf(promptIds: readonly number[]): Promise<readonly HeldLease[]>;
  isHeld(lease: LeaseRef): Promise<boolean>;
  /** Why a session in that directory is no place for the project's work; null where it is. */
  misplaced(work: { projectId: number; session: string; workingDir: string }): Promise<string | null>;
  /**
   * Begins to type: the next attempt, with what the pane shows now. null where somebody else has begun one, the lease is
   * held no more, or a person has given the prompt to another session.
   */
  beginTyping(before: AttemptRef, baseline: string): Promise<number | 'paused' | 'taken_over' | null>;
  /** Begins the next attempt without typing; null as above. */
  nextAttempt(before: AttemptRef): Promise<number | null>;
  isNewest(attempt: AttemptRef): Promise<boolean>;
  /** Adds a step to the receipt. False where the writer was superseded: nothing was written. */
  step(step: PromptStep, writer?: Writer): Promise<boolean>;
  /** Nothing more is typed into the session before what was pasted has shown up. False as above. */
  suspect(session: string, reason: string, writer: Writer): Promise<boolean>;
  /** Keeps the answer and what it took. */
  keepTurn(turn: KeptTurn): Promise<void>;
  /** Keeps what changed in the directory of an attempt, or that it has begun to work there. */
  keepChanges(changes: WorkChanges): Promise<void>;
  /** The last dialog of an interrupted turn, if it was refused. */
  deniedDialog(turn: { promptId: number; sinceMs: number }): Promise<Denied | null>;
  /** The prompt that has this terminal now; null where none has. */
  promptIn(terminal: {
    paneId: string;
    pid: number;
  }): Promise<{ content: string; grantedAtMs: number } | null>;
}
