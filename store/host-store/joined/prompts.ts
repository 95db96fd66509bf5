/** Prompts, leases and receipts, for one host: those that its sessions have, or had. */
import type { HeldLease, HostPrompts, LeaseRef } from '../../../workflows/contracts/host-store';
import { timeMs } from '../../db/time';
import { type JoinedDeps, NotYoursError } from './place';

export function joinedPrompts({ store, local, place }: JoinedDeps): HostPrompts {
  const { leases, hosts } = store;
  const ownLease = (lease: HeldLease | null): HeldLease | null => {
    const session = lease === null ? undefined : place.there(lease.session);
    return lease === null || session === undefined ? null : { ...lease, session };
  };
  /** The prompt is at work on another host, or waits for one: what this one has to say of it comes too late. */
  const isHere = (promptId: number): boolean => {
    const session = leases.get(promptId)?.session_name;
    return session !== undefined && place.there(session) !== undefined;
  };
  const holds = ({ promptId }: LeaseRef): boolean => isHere(promptId);
  const had = (promptId: number): void => {
    if (!hosts.hadPrompt(promptId, place.host))
      throw new NotYoursError(`prompt ${promptId} is none of host '${place.host}'`);
  };

  return {
    async assignment(grant) {
      had(grant.promptId);
      const { prompt, lease } = await local.assignment(grant);
      return { prompt, lease: ownLease(lease) };
    },
    async leasesOf(promptIds) {
      const held = await local.leasesOf(promptIds);
      return held.flatMap((lease) => ownLease(lease) ?? []);
    },
    isHeld: async (lease) => holds(lease) && local.isHeld(lease),
    misplaced: ({ session, ...work }) => local.misplaced({ ...work, session: place.here(session) }),
    beginTyping: async (before, baseline) => (holds(before) ? local.beginTyping(before, baseline) : null),
    nextAttempt: async (before) => (holds(before) ? local.nextAttempt(before) : null),
    isNewest: async (attempt) => holds(attempt) && local.isNewest(attempt),
    async step(step, writer) {
      had(step.promptId);
      // Of a lease that was given up since, only the end of a turn is written, by the workflow.
      if (!isHere(step.promptId)) return false;
      return local.step({ ...step, session: place.here(step.session) }, writer);
    },
    suspect: async (session, reason, writer) =>
      holds(writer) && local.suspect(place.here(session), reason, writer),
    async keepTurn(turn) {
      had(turn.promptId);
      if (isHere(turn.promptId)) await local.keepTurn(turn);
    },
    async keepChanges(changes) {
      had(changes.promptId);
      // Of a lease that was given up since, too: what was done was done.
      store.workChanges.keep({ ...changes, session: place.here(changes.session) }, place.host);
    },
    async deniedDialog(turn) {
      had(turn.promptId);
      return local.deniedDialog(turn);
    },
    async promptIn(terminal) {
      const prompt = leases.inTerminal({ ...terminal, host: place.host });
      return prompt ? { content: prompt.content, grantedAtMs: timeMs(prompt.granted_at) } : null;
    },
  };
}
