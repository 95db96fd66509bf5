/** Dialogs that stand still until a person answers. Pure. */
import type { DialogKind } from '../../workflows/contracts/confirmation';
import type { DialogFact, LeftDialogFact } from './facts';
import { type FoundNeed, foundNeed, NO_REFS, sentence } from './found';

/** What a session does that shows one. */
export const ASKS: Readonly<Record<DialogKind, string>> = {
  permission: 'asks for permission',
  question: 'asks a question',
  trust: 'asks whether something is trusted',
  login: 'asks for a login',
  update: 'offers an update',
  picker: 'shows a menu',
  other: 'shows a dialog',
};

export const needKindOf = (kind: DialogKind): 'question' | 'approval' =>
  kind === 'question' ? 'question' : 'approval';

/** Those that nobody is about to answer. */
export const dialogNeeds = (rows: readonly DialogFact[]): FoundNeed[] =>
  rows.filter((row) => row.decided_by === null && row.due_at === null).map(ofDialog);

function ofDialog(row: DialogFact): FoundNeed {
  const { id, session, kind, at } = row;
  return {
    ...foundNeed(`dialog-${id}`, at),
    subject: row.subject,
    kind: needKindOf(kind),
    severity: row.escalate_due_at === null ? 'warning' : 'critical',
    title: `${session} ${ASKS[kind]}`,
    why: whyHeld(row),
    refs: { ...NO_REFS, dialog: id, prompt: row.prompt_id, session },
  };
}

/** Why no rule answers it. */
function whyHeld({ kind, verdict, rule_reason: reason, mode, held }: DialogFact): string {
  if (held !== null) return sentence(held);
  if (kind !== 'permission' || reason === null) return 'Only a person can answer this.';
  if (verdict === null || verdict === 'ask') return sentence(reason);
  const off = mode === 'off' ? 'Auto-confirm is off for this session' : 'Auto-confirm is switched off';
  return sentence(`${off}; the rules say ${verdict}: ${reason}`);
}

export const leftDialogNeeds = (rows: readonly LeftDialogFact[]): FoundNeed[] =>
  rows.map(({ id, session, kind, prompt_id: prompt, at }) => ({
    ...foundNeed(`left-${id}`, at),
    kind: needKindOf(kind),
    title: `${session} still ${ASKS[kind]}`,
    why: 'Nobody answered in time, and it is still on the screen: answer it in the terminal.',
    refs: { ...NO_REFS, prompt, session },
  }));
