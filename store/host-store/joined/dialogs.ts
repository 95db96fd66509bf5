/** Dialogs, for one host: those of its sessions. */
import type { HostDialogs, KnownDialog } from '../../../workflows/contracts/host-store';
import type { JoinedDeps } from './place';

export function joinedDialogs({ store, local, place }: JoinedDeps): HostDialogs {
  const named = (dialog: KnownDialog): KnownDialog => ({
    ...dialog,
    session: place.there(dialog.session) ?? dialog.session,
  });
  /** @throws NotYoursError where it is a dialog of another host's session */
  const mine = (id: number): number => {
    place.own(store.confirmations.get(id)?.session_name, `dialog ${id}`);
    return id;
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
    dialogDecided: async (id, answer) => local.dialogDecided(mine(id), answer),
    dialogPressing: async (id, presses, answer) => local.dialogPressing(mine(id), presses, answer),
    dialogNotAnswered: async (id, ...end) => local.dialogNotAnswered(mine(id), ...end),
    dialogAnswered: async (id, answer, resolution) => local.dialogAnswered(mine(id), answer, resolution),
    dialogLeft: async (id, ...end) => local.dialogLeft(mine(id), ...end),
  };
}
