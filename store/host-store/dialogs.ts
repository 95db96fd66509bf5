/** Dialogs, for the host that sees and answers them. */
import type { Question } from '../../workflows/contracts/confirmation';
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
import { answeredWords, answerHere, decidedIn, SOMEBODY_IN_TEMPORAL } from './whose-answer';

export function hostDialogs(store: Store): HostDialogs {
  const { confirmations, receipts, sessions } = store;
  const answered = store.outbox.transition.assigner(
    (id: number, given: DialogAnswer, words: string): void => {
      const open = confirmations.get(id);
      if (open?.status !== 'pending') return;
      const decision = answerHere(store, open, given);
      const { by, answer, reply, who } = decision;
      const status = answer === 'deny' ? 'denied' : 'approved';
      const resolution = answeredWords(decision, words);
      confirmations.end(id, { status, decidedBy: by, who, resolution, answer, reply });
      const row = confirmations.get(id);
      if (by === 'person' && row && row.prompt_id !== null)
        receipts.note(row.prompt_id, remarkOn(row), { session: row.session_name, evidence: row.title });
    },
  );

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
    async dialogDecided(id, given) {
      const row = confirmations.get(id);
      if (row) confirmations.decided(id, answerHere(store, row, given));
    },
    async dialogPressing(id, presses, given) {
      const row = confirmations.get(id);
      if (row?.status !== 'pending') return 'over';
      return confirmations.pressing(id, presses, answerHere(store, row, given)) ? 'noted' : 'late';
    },
    async dialogNotAnswered(id, presses, by, reason) {
      // A person may try again; the policy would do the same for ever.
      if (by === 'policy') confirmations.hold(id, presses, reason);
      else confirmations.withdraw(id, presses);
    },
    dialogAnswered: async (id, given, words) => answered(id, given, words),
    async dialogLeft(id, resolution, isUnknown) {
      confirmations.end(id, { status: 'expired', decidedBy: isUnknown ? null : 'terminal', resolution });
    },
  };
}

/** The line of the prompt's receipt. */
function remarkOn({ status, reply, decided_by_name: who }: ConfirmationRow): string {
  const where = who === SOMEBODY_IN_TEMPORAL ? '' : ' in the inbox';
  return `${status === 'denied' ? 'denied' : 'answered'} by ${who ?? 'a person'}${where}: ${replyWords(reply)}`;
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
