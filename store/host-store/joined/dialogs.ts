/** Dialogs, for one host: those of its sessions. */
import type { HostDialogs, KnownDialog } from '../../../workflows/contracts/host-store';
import { type JoinedDeps, NotYoursError } from './place';
import { answeredWords, answerThere, pressedHere } from '../whose-answer';

export function joinedDialogs({ store, local, place }: JoinedDeps): HostDialogs {
  const named = (dialog: KnownDialog): KnownDialog => ({
    ...dialog,
    session: place.there(dialog.session) ?? dialog.session,
  });
  /** @throws NotYoursError where it is a dialog of another host's session */
  const mine = (id: number): number => rowOf(id).id;
  const rowOf = (id: number) => {
    const row = store.confirmations.get(id);
    if (!row || place.there(row.session_name) === undefined)
      throw new NotYoursError(`dialog ${id} is none of host '${place.host}'`);
    return row;
  };

  return {
    standingDialogs: async () => (await local.standingDialogs()).flatMap((one) => place.there(one) ?? []),
    lastDialogs: async (names) => (await local.lastDialogs(names.map(place.here))).map(named),
    openDialog: (seen) => local.openDialog({ ...seen, session: place.here(seen.session), host: place.host }),
    learnQuestions: async (id, ...learnt) => local.learnQuestions(mine(id), ...learnt),
    learnUses: async (id, uses) => local.learnUses(mine(id), uses),
    dialogGone: (session, resolution) => local.dialogGone(place.here(session), resolution),
    async dialogToAnswer(id, replyId) {
      const found = await local.dialogToAnswer(mine(id), replyId);
      return found && { ...found, dialog: named(found.dialog) };
    },
    dialogDecided: async (id, given) => local.dialogDecided(id, answerThere(store, rowOf(id), given)),
    async dialogPressing(id, presses, given) {
      const row = rowOf(id);
      if (row.status !== 'pending') return 'over';
      return local.dialogPressing(id, presses, answerThere(store, row, given));
    },
    dialogNotAnswered: async (id, ...end) => local.dialogNotAnswered(mine(id), ...end),
    async dialogAnswered(id, _given, resolution) {
      const row = rowOf(id);
      if (row.status !== 'pending') return;
      const answer = pressedHere(row);
      await local.dialogAnswered(id, answer, answeredWords(answer, resolution));
    },
    dialogLeft: async (id, ...end) => local.dialogLeft(mine(id), ...end),
  };
}
