/** Answering dialogs, and having them judged again when what they were judged by has changed. */
import type { Answer } from '../workflows/contracts/confirmation';
import { openDialog } from '../store/confirmations';
import type { ConfirmationRow } from '../store/confirm-rows';
import type { AppDeps } from './context';
import { conflict, invalid, notFound } from './errors';

export interface Wanted {
  readonly decision: Answer;
  readonly option: number | null;
  readonly note: string | null;
}

export type ConfirmService = ReturnType<typeof confirmService>;

export function confirmService({
  store,
  orchestrator,
  log,
}: Pick<AppDeps, 'store' | 'orchestrator' | 'log'>) {
  const { confirmations } = store;
  const must = (id: number): ConfirmationRow => {
    const row = confirmations.get(id);
    if (!row) throw notFound(`confirmation ${id}`);
    return row;
  };
  const ended = ({ id, status, resolution }: ConfirmationRow) =>
    conflict(`Confirmation ${id} is over (${status}): ${resolution ?? 'it has ended'}.`);

  return {
    must,

    /** Has the answer pressed; resolves when the dialog was seen to go. */
    async decide(id: number, { decision, option, note }: Wanted): Promise<void> {
      const row = must(id);
      if (row.status !== 'pending') throw ended(row);
      const dialog = openDialog(row);
      if (option !== null && option > dialog.options) {
        throw invalid('option', `expected a number from 1 to ${dialog.options}: so many options it has`);
      }
      const wanted = { answer: decision, option };
      let result = await orchestrator.decide(id, wanted);
      if (!result) {
        // The engine may have lost it; the record has it.
        await orchestrator.startConfirmation(dialog);
        result = await orchestrator.decide(id, wanted);
      }
      if (!result || result.outcome === 'gone') throw ended(must(id));
      if (result.outcome !== 'answered') {
        throw conflict(`Confirmation ${id} was not answered: ${result.reason}.`);
      }
      if (note !== null) confirmations.keepNote(id, note);
    },

    /** Best effort: without the engine each is judged anew when it is back. */
    reconsider(session?: string): void {
      const rows = confirmations
        .pending()
        .filter((row) => session === undefined || row.session_name === session);
      for (const { id } of rows) {
        orchestrator
          .reconsider(id)
          .catch((error: unknown) => log.debug({ err: error, confirmationId: id }, 'not judged again yet'));
      }
    },
  };
}
