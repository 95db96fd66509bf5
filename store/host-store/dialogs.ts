/** Dialogs, for the host that sees and answers them. */
import type { Question, Reply } from '../../workflows/contracts/confirmation';
import type {
  DialogAnswer,
  DialogOptionSeen,
  HostDialogs,
  KnownDialog,
} from '../../workflows/contracts/host-store';
import type { Store } from '..';
import { replyWords } from '../confirmations';
import type { ConfirmationRow } from '../confirmations/rows';
import { timeMs } from '../db/time';

export function hostDialogs(store: Store): HostDialogs {
  const { confirmations, receipts, sessions } = store;

  return {
    standingDialogs: async () => confirmations.standing(),
    async lastDialogs(names) {
      return names.flatMap((name) => {
        const row = confirmations.lastOf(name);
        return row ? [knownDialog(row)] : [];
      });
    },
    async openDialog({ seenAtMs, ...seen }) {
      const { id, ended } = confirmations.open({ ...seen, seenAt: new Date(seenAtMs) });
      return { id: id ?? null, ended: ended ?? null };
    },
    learnQuestions: async (id, fingerprint, questions) => confirmations.learn(id, fingerprint, questions),
    learnUses: async (id, uses) => confirmations.learnUses(id, uses),
    dialogGone: async (session, resolution) => confirmations.gone(session, resolution),

    async dialogToAnswer(id, replyId) {
      const row = confirmations.get(id);
      if (!row) return null;
      const session = sessions.get(row.session_name);
      const { pane_id: paneId = null, pane_pid: pid = null, tmux_server: server = null } = session ?? {};
      return {
        dialog: knownDialog(row),
        terminal: paneId === null ? null : { server, paneId, pid },
        replies: (replyId === undefined ? undefined : confirmations.replyOf(id, replyId)) ?? null,
      };
    },
    dialogDecided: async (id, answer) => confirmations.decided(id, answer),
    async dialogPressing(id, presses, answer) {
      if (confirmations.pressing(id, presses, answer)) return 'noted';
      return confirmations.get(id)?.status === 'pending' ? 'late' : 'over';
    },
    async dialogNotAnswered(id, presses, by, reason) {
      // A person may try again; the policy would do the same for ever.
      if (by === 'policy') confirmations.hold(id, presses, reason);
      else confirmations.withdraw(id, presses);
    },
    async dialogAnswered(id, { by, answer, reply, who }, resolution) {
      const status = answer === 'deny' ? 'denied' : 'approved';
      confirmations.end(id, { status, decidedBy: by, who, resolution, answer, reply });
      const row = confirmations.get(id);
      if (by === 'person' && row && row.prompt_id !== null)
        receipts.note(row.prompt_id, remarkOn(row), { session: row.session_name, evidence: row.title });
    },
    async dialogLeft(id, resolution, isUnknown) {
      confirmations.end(id, { status: 'expired', decidedBy: isUnknown ? null : 'terminal', resolution });
    },
  };
}

/** The line of the prompt's receipt. */
function remarkOn({ status, reply, decided_by_name: who }: ConfirmationRow): string {
  return `${status === 'denied' ? 'denied' : 'answered'} by ${who ?? 'a person'} in the inbox: ${replyWords(reply)}`;
}

/** Whose answer it got, or is about to get. */
export function decidedIn({
  decided_by: by,
  decided_by_name: who,
  answer,
  reply,
}: ConfirmationRow): DialogAnswer | null {
  if (by === null || by === 'terminal' || answer === null || reply === null) return null;
  return { by, answer, reply: JSON.parse(reply) as Reply, ...(who !== null && { who }) };
}

function knownDialog(row: ConfirmationRow): KnownDialog {
  const { id, agent, kind, status, fingerprint, resolution } = row;
  return {
    ...{ id, agent, kind, status, fingerprint, resolution, session: row.session_name },
    options: JSON.parse(row.options) as DialogOptionSeen[],
    questions: row.questions === null ? null : (JSON.parse(row.questions) as Question[]),
    uses: row.uses === null ? null : (JSON.parse(row.uses) as string[]),
    isStanding: row.standing === 1,
    createdAtMs: timeMs(row.created_at),
    createdAt: row.created_at,
    presses: row.presses,
    pressedAtMs: row.pressed_at === null ? null : timeMs(row.pressed_at),
    decided: decidedIn(row),
  };
}
