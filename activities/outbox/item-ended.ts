/** A person ended a feature or bug: what waits for it in the queue is taken back; what is at work goes on, and is told. */
import type { Store } from '../../store';
import { ENDED_STATUSES, type WorkKind } from '../../workflows/contracts/work-item-words';
import type { EngineClient } from '../context';

interface ItemEndedDeps {
  readonly store: Pick<Store, 'features' | 'bugs' | 'work' | 'lifecycle' | 'receipts'>;
  readonly engine: Pick<EngineClient, 'control'>;
}

export async function itemEnded(
  { store, engine }: ItemEndedDeps,
  { kind, id }: { readonly kind: WorkKind; readonly id: number },
): Promise<void> {
  const item = kind === 'feature' ? store.features.get(id) : store.bugs.get(id);
  // Removed, or opened again meanwhile.
  if (!item || !ENDED_STATUSES[kind].includes(item.status ?? '')) return;
  const reason = `${kind} ${id} is ${item.status}: nothing is left to do for it`;
  const atWork: number[] = [];
  for (const { promptId, isOver } of store.work.promptsOf(kind, id, reason)) {
    if (isOver || store.lifecycle.withdraw(promptId, reason))
      // In the record it has ended: its workflow ends too.
      await engine.control(promptId, { kind: 'cancel', reason });
    else atWork.push(promptId);
  }
  for (const promptId of atWork)
    store.receipts.note(
      promptId,
      `${kind} ${id} is ${item.status} meanwhile: it was sent already, and goes on`,
    );
}
