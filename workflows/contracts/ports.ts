/** The activities as the workflows see them. */
import type {
  Delivery,
  Grant,
  HostInput,
  InterruptInput,
  PromptState,
  RequeueInput,
  RequeueResult,
  SettleInput,
  TurnEnd,
} from './assignment';

/** Short writes to the record: local activities of the hub. Each may be repeated. */
export interface RecordActivities {
  /** Takes the prompt up and gives out free sessions; null where there is no such prompt. */
  enterQueue(input: { promptId: number }): Promise<{ state: PromptState; grants: readonly Grant[] } | null>;
  settlePrompt(input: SettleInput): Promise<readonly Grant[]>;
  requeuePrompt(input: RequeueInput): Promise<RequeueResult>;
  /** Gives out free sessions to waiting prompts. */
  giveOut(): Promise<readonly Grant[]>;
  /** How long the prompt has waited for a person since it was taken, in milliseconds. */
  personWaitMs(input: { promptId: number }): Promise<number>;
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
  interruptTurn(input: InterruptInput): Promise<{ ready: boolean }>;
  /** Carries out one row of `session_commands`. Never retried. */
  runSessionCommand(input: { commandId: number }): Promise<{ error: string | null }>;
}

export type { MaintenanceActivities } from './maintenance';

/** Repairs what crashes and lost messages left behind. */
export interface RepairActivities {
  reconcile(): Promise<{ started: number; signalled: number }>;
}
