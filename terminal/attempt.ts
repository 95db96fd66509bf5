/**
 * One prompt on one session: what the store says of both, read once when the work begins and handed down. What may change
 * meanwhile, whose turn it is, is asked of the store and of tmux at each step.
 */
import type { AgentProgram } from '../agents/types';
import type {
  AssignedPrompt,
  HeldLease,
  HostStore,
  LeaseRef,
  TerminalRef,
} from '../workflows/contracts/host-store';
import { type KeptBaseline, leasedTerminal, parseBaseline } from './delivery/baseline';
import { type Fence, superseded } from './fence';
import { storedMs } from './stored-time';
import type { ProcessId } from '../processes/identity';

export interface Attempt {
  readonly prompt: AssignedPrompt;
  /** null where it was given up since: a turn is followed to its end all the same. */
  readonly lease: HeldLease | null;
  /** What is typed. */
  readonly text: string;
  readonly terminal: TerminalRef;
  /** What the session was called when it was given. */
  readonly session: string;
  readonly agent: AgentProgram;
  /** What the pane showed before anything was typed; undefined where nothing was. */
  readonly baseline: KeptBaseline | undefined;
  /** The agent's process: the turn is its, and ends with it. Undefined where it can't be told. */
  readonly program: ProcessId | undefined;
  /** The session was given to the prompt then: what was told of the same text before is not about this one. */
  readonly sinceMs: number;
}

export type LeasedAttempt = Attempt & { readonly lease: HeldLease };

/** An attempt that types. */
export interface TypingAttempt extends LeasedAttempt {
  readonly baseline: KeptBaseline;
  readonly fence: Fence;
  readonly signal: AbortSignal;
  /** The screen before anything was typed; undefined where that is not known any more. */
  readonly before?: string;
}

export function leasedAttempt(prompt: AssignedPrompt, lease: HeldLease, agent: AgentProgram): LeasedAttempt {
  const baseline = lease.baseline === null ? undefined : parseBaseline(lease.baseline);
  return {
    ...{ prompt, lease, agent, baseline },
    text: typedText(prompt),
    terminal: leasedTerminal(lease),
    session: lease.session,
    program: baseline?.program,
    sinceMs: lease.grantedAtMs,
  };
}

/** Of a lease that was given up since. Only the pane is known. */
export function formerAttempt(
  prompt: AssignedPrompt,
  agent: AgentProgram,
  { paneId, session }: { readonly paneId: string; readonly session: string },
): Attempt {
  return {
    ...{ prompt, agent, session, lease: null, baseline: undefined, program: undefined, sinceMs: 0 },
    text: typedText(prompt),
    terminal: { server: null, paneId, pid: null },
  };
}

/** A line end at the end would stand in the input box instead of submitting it; Enter does that. */
export function typedText({ content }: Pick<AssignedPrompt, 'content'>): string {
  return content.replace(/\n+$/, '');
}

/** Whoever holds the lease, whichever attempt it is. */
export function leaseRef({ promptId, grantedAt }: LeaseRef): LeaseRef {
  return { promptId, grantedAt };
}

/**
 * How the tokens of all attempts of that lease begin. A prompt that was queued again has another lease: what was typed for
 * the one before is still noted on the pane.
 */
export function leaseToken({ promptId, grantedAt }: LeaseRef): string {
  return `prompt-${promptId}-${storedMs(grantedAt)}.`;
}

/** The keys of the newest attempt of the lease are accepted, until it is cancelled. */
export function promptFence(
  hostStore: Pick<HostStore, 'isNewest'>,
  lease: HeldLease,
  signal: AbortSignal,
): Fence {
  return {
    token: `${leaseToken(lease)}${lease.attempt}`,
    async check() {
      signal.throwIfAborted();
      if (!(await hostStore.isNewest(lease))) throw superseded();
      signal.throwIfAborted();
    },
  };
}
