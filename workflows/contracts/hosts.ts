/** Machines that join a dashboard, the hub, and lend it their terminals. */
import type { OpenDialog } from './confirmation';
import type { HostStore } from './host-store';

/** new: it never joined. up: it is there. lost: nothing is heard of it. left: it was stopped in order. */
export const HOST_STATES = ['new', 'up', 'lost', 'left'] as const;
export type HostState = (typeof HOST_STATES)[number];

/** What the prompts of a lost host do once it has been away for long enough. */
export const HOST_LOST_POLICIES = ['wait', 'settle'] as const;
export type HostLostPolicy = (typeof HOST_LOST_POLICIES)[number];

/** A prompt that is taken back from a machine that is away, or was removed. */
export interface Abandoned {
  readonly promptId: number;
  /** The lease that is meant, by the time it was granted. */
  readonly grantedAt: string;
  /** A clause. */
  readonly reason: string;
}

/** Grows with every change of what hub and host say to each other. They understand each other if it differs by one. */
export const HOST_PROTOCOL = 2;
/** From this one on a hub keeps what changed in a directory. */
export const KEEPS_CHANGES = 2;

/** A name in front of those of its sessions: `build-1/reviewer`. */
export const HOST_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

export const sessionOn = (host: string, session: string): string => `${host}/${session}`;

/** The host and its own name of a session that is called so on the hub; undefined: it is one of the hub's own. */
export function hostOf(session: string): { host: string; name: string } | undefined {
  const at = session.indexOf('/');
  if (at <= 0) return undefined;
  const host = session.slice(0, at);
  return HOST_NAME.test(host) ? { host, name: session.slice(at + 1) } : undefined;
}

/** Headers of all that a host asks. */
export const HOST_HEADERS = { run: 'x-architect-run', protocol: 'x-architect-protocol' } as const;

/** All that a host asks of the hub while it works. */
export interface HubCalls extends HostStore {
  /** A session has become ready: prompts may wait for it. */
  sessionFreed(): Promise<void>;
  /** Has a dialog's workflow started; false where it runs already. */
  startConfirmation(dialog: OpenDialog): Promise<boolean>;
  /** The dialog is no longer on the screen. */
  confirmationGone(confirmationId: number): Promise<void>;
}

/** How the machine is. */
export interface HostMachine {
  readonly memoryFreeMib: number;
  readonly memoryTotalMib: number;
  /** Programs that wanted to run, on average over the last minute. */
  readonly load: number;
  readonly cpus: number;
}

/** What a host is told when it joins. */
export interface HostWelcome {
  readonly name: string;
  readonly protocol: number;
  readonly version: string;
  readonly namespace: string;
  readonly submitDelayMs: number;
  readonly silentTimeoutMs: number;
  readonly answerMaxBytes: number;
  readonly ownerTimeoutMs: number;
  /** How often it is to say that it is there. */
  readonly beatMs: number;
  /** The hub's clock, Unix milliseconds. */
  readonly nowMs: number;
}
