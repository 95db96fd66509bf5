/** Prompts, leases and receipts, for the host that types. */
import type { HeldLease, HostPrompts, LeaseRef, Writer } from '../../workflows/contracts/host-store';
import type { Store } from '..';
import { timeMs } from '../db/time';
import type { LeaseRow } from '../rows';

export function hostPrompts(store: Store): HostPrompts {
  const { leases, prompts, receipts, lifecycle } = store;
  const idOf = ({ promptId, grantedAt }: LeaseRef) => ({ prompt_id: promptId, granted_at: grantedAt });
  const mayWrite = (writer: Writer): boolean => {
    const attempt = leases.attempt(idOf(writer));
    return 'attempt' in writer ? attempt === writer.attempt : attempt !== undefined;
  };

  return {
    async assignment(grant) {
      const lease = leases.held(grant);
      const row = prompts.get(grant.promptId);
      const prompt = row && {
        ...{ id: row.id, content: row.content, stage: row.stage },
        expectedProvider: row.expected_provider,
        targetProvider: row.target_provider,
        withinProject: row.within_project,
      };
      return { prompt: prompt ?? null, lease: lease ? heldLease(lease) : null };
    },
    async leasesOf(promptIds) {
      return promptIds.flatMap((id) => {
        const lease = leases.get(id);
        return lease ? [heldLease(lease)] : [];
      });
    },
    isHeld: async (lease) => mayWrite({ promptId: lease.promptId, grantedAt: lease.grantedAt }),
    misplaced: async ({ projectId, session, workingDir }) =>
      store.work.elsewhere(projectId, session, workingDir) ?? null,
    beginTyping: async (before, baseline) =>
      lifecycle.beginTyping({ ...idOf(before), attempt: before.attempt }, baseline) ?? null,
    nextAttempt: async (before) => leases.nextAttempt({ ...idOf(before), attempt: before.attempt }) ?? null,
    isNewest: async (attempt) => mayWrite(attempt),
    async step({ promptId, stage, session, reason, evidence }, writer) {
      if (writer && !mayWrite(writer)) return false;
      receipts.step(promptId, stage, session, reason, evidence ?? null);
      return true;
    },
    async suspect(session, reason, writer) {
      if (!mayWrite(writer)) return false;
      store.sessions.suspect(session, reason);
      return true;
    },
    keepTurn: async (turn) => prompts.keepTurn(turn),
    keepChanges: async (changes) => store.workChanges.keep(changes),
    async deniedDialog({ promptId, sinceMs }) {
      // A dialog stood there to the end.
      const asked = prompts.get(promptId)?.stage === 'needs_confirmation';
      return store.confirmations.deniedFor(promptId, sinceMs, asked) ?? null;
    },
    async promptIn({ paneId, pid }) {
      const prompt = leases.inTerminal({ paneId, pid, host: null });
      return prompt ? { content: prompt.content, grantedAtMs: timeMs(prompt.granted_at) } : null;
    },
  };
}

function heldLease(lease: LeaseRow): HeldLease {
  const { pane_id: paneId, pane_pid: pid, tmux_server: server, granted_at: grantedAt } = lease;
  return {
    ...{ promptId: lease.prompt_id, attempt: lease.attempt, session: lease.session_name },
    ...{ grantedAt, grantedAtMs: timeMs(grantedAt), baseline: lease.baseline },
    terminal: { server, paneId, pid },
  };
}
