/**
 * All that a host asks of the databases while it delivers, follows, watches, answers dialogs and carries out session
 * commands. One asynchronous port: the store answers it on the hub's own machine, and the hub over the network on one
 * that has joined (contracts/hosts.ts).
 */
import type { HostDialogs } from './host-dialogs';
import type { HostPrompts } from './host-prompts';
import type { HostSessions } from './host-sessions';

export type * from './host-dialogs';
export type * from './host-prompts';
export type * from './host-sessions';

export interface HostStore extends HostPrompts, HostDialogs, HostSessions {}

/** The store refuses what a person asked for; the message is for that person. */
export class HostStoreRefusedError extends Error {
  override readonly name = 'HostStoreRefusedError';
  readonly code = 'host_store_refusal';
}
