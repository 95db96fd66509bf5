/** What passes between the prompt's workflow and its activities. Ids only: no prompt text, no screens. */
import type { Cancellable } from './broken-run';
import type { Stage } from './glossary';

/** A lease just given: this prompt, this session. */
export interface Grant {
  readonly promptId: number;
  readonly session: string;
  readonly paneId: string;
  readonly host: string;
  readonly provider: string | null;
  /** When it was given: tells this lease from a later one of the same prompt. Unset in those of older releases. */
  readonly grantedAt?: string;
}

/** Durations of a prompt's workflow; tests shorten them. */
export interface PromptDurations {
  /** How long a delivery may take before the worker that does it is held for dead. */
  readonly deliverTimeoutMs: number;
  /** Sign of life expected from a host's activities; also the time to notice a killed worker. */
  readonly heartbeatTimeoutMs: number;
  /** Longest wait for one interrupted turn to end. */
  readonly interruptTimeoutMs: number;
}

export interface PromptInput extends Cancellable {
  readonly promptId: number;
  /** Set where the prompt got a session in the moment it was queued: then nothing is asked of the record first. */
  readonly leased?: PromptState;
  readonly durations: PromptDurations;
  /** Host of the worker that runs the workflows. */
  readonly hubHost: string;
  /** The cluster knows our search attributes. */
  readonly searchable: boolean;
  /** With more events in its history it goes on in a new run; default: when the engine suggests it. */
  readonly mostEvents?: number;
}

/** Where the record says a prompt is, as its workflow finds it at its start or after a change. */
export interface PromptState {
  readonly stage: Stage;
  /** Nothing is to be done: it has ended, or waits for others. */
  readonly settled: boolean;
  readonly timeoutMs: number;
  readonly priority: number;
  readonly project: string | null;
  /** Set while a session is held for it. */
  readonly lease: Grant | null;
}

/** Work of a host for one lease. */
export interface HostInput {
  readonly grant: Grant;
}

export interface InterruptInput extends HostInput {
  readonly reason: string;
  readonly timeoutMs: number;
}

export interface Interrupted {
  /** The session waits for input again. */
  readonly ready: boolean;
  /** Why no key was pressed: the agent works on. */
  readonly leftAlone?: string;
}

/**
 * How a delivery ended.
 * `taken`: the agent has it. `not_typed`: nothing was typed, the session can't take it now.
 * `gone`: the pane ended before Enter. `lost`: it ended after Enter.
 * `indeterminate`: it can't be told whether the agent has it.
 */
export interface Delivery {
  /** `refused`: this program can't take the text, however often it is tried. */
  readonly outcome: 'taken' | 'not_typed' | 'refused' | 'gone' | 'lost' | 'indeterminate';
  readonly reason: string;
}

/**
 * How a turn ended. The answer itself is in the record.
 * `interrupted`: a person stopped it in the terminal. `limited`: the usage limit of the account is reached.
 * `gone`: the program ended.
 */
export interface TurnEnd {
  /** `elsewhere`: the agent left the terminal, and its work goes on in a daemon or in the background. */
  readonly outcome: 'completed' | 'gone' | 'elsewhere' | 'interrupted' | 'refused' | 'failed' | 'limited';
  readonly reason: string;
  /** Of `failed`: another try may heal it. */
  readonly mayRetry?: boolean;
  /** Of `limited`: when the account may go on, Unix milliseconds. */
  readonly limitedUntilMs?: number;
}

export type Outcome = 'completed' | 'failed' | 'cancelled' | 'indeterminate';

export interface SettleInput {
  readonly promptId: number;
  readonly outcome: Outcome;
  readonly reason: string;
}

export interface RequeueInput {
  readonly promptId: number;
  /** The lease that is given up, by the time it was granted; unset in runs of older releases. */
  readonly grantedAt?: string;
  readonly reason: string;
  /** Counts as one of max_retries. */
  readonly countsAsRetry: boolean;
  /** The session must not get it again. */
  readonly excludeSession: boolean;
  /** Nothing was typed: it waits a little before the next try, longer each time, and not without end. */
  readonly pauses?: boolean;
  /** The account of its session is at its usage limit until then (Unix milliseconds): its sessions sleep. */
  readonly limitedUntilMs?: number;
}

/** `requeued` false: no retry is left or no other session fits; the prompt still holds its session, settle it. */
export interface RequeueResult {
  readonly requeued: boolean;
  readonly reason: string;
  readonly grants: readonly Grant[];
  /** It is given to no session before; milliseconds from now. */
  readonly pauseMs?: number;
}

/** What a person asks of a prompt under way. The new target or priority is in the record already. */
export interface ControlRequest {
  /** `abandon`: the machine of its session is away, and is waited for no longer. */
  readonly kind: 'cancel' | 'restart' | 'reconsider' | 'abandon';
  readonly reason: string;
  /** Of `abandon`: a person wants it cancelled, whatever became of it there. */
  readonly cancels?: boolean;
  /**
   * Of `abandon` and `restart`: the lease that is meant, by the time it was granted, '' for none; one that was granted
   * since is left alone.
   */
  readonly grantedAt?: string;
}

/** A prompt is taken from a session whose machine is away: nothing can be asked or stopped there. */
export interface AbandonInput {
  readonly promptId: number;
  readonly reason: string;
  readonly cancels: boolean;
  /** The lease that is meant; one that was granted since is left alone. Without it, whichever there is. */
  readonly grantedAt?: string;
}

/** `outcome` null: nothing had been typed, and it is queued again. */
export interface AbandonResult {
  readonly outcome: Outcome | null;
  readonly grants: readonly Grant[];
}
