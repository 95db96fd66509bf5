/**
 * Features and bugs follow the prompts made from them. Prompts are in assigner.db, features and bugs in architect.db,
 * and no transaction spans both, so that it is done in steps that may be cut off anywhere:
 *
 * 1. A prompt and its link are inserted in one transaction. Triggers write a row of the outbox with every change of the
 *    prompt, in the transaction of that change (migration 0028_outbox).
 * 2. `followPrompt` writes to the item what the prompt is now, with the row's id, in one transaction of architect.db.
 * 3. Then the row goes. A crash before leaves it due, and the id in architect.db tells that the item has it already.
 */
import type { WorkKind } from '../../workflows/contracts/work-item-words';
import type { Db } from '../db/open';
import type { OutboxRow } from '../outbox/table';
import type { Transition } from '../outbox/transition';
import type { BugRow, FeatureRow, ItemRow } from './rows';
import type { RecordRepository } from './table';
import { progress, type WorkPrompt, type WorkState } from './progress';

export interface WorkLink {
  readonly kind: WorkKind;
  readonly item_id: number;
  /** Its status when it was sent. */
  readonly former_status: string;
}

interface ChangedLink extends WorkLink, Omit<WorkPrompt, 'id'> {
  readonly prompt_id: number;
  /** Id of the outbox's row. */
  readonly change_number: number;
}

export interface WorkDeps {
  readonly architect: Db;
  readonly assigner: Db;
  /** Of architect.db. */
  readonly transition: Transition;
  readonly features: Pick<RecordRepository<FeatureRow>, 'get' | 'update'>;
  readonly bugs: Pick<RecordRepository<BugRow>, 'get' | 'update'>;
}

export type Work = ReturnType<typeof workRepository>;

export function workRepository({ architect, assigner, transition, features, bugs }: WorkDeps) {
  const changed = assigner.prepare<[number], ChangedLink>(`
    SELECT l.*, o.id AS change_number, p.status, p.assigned_session, p.assigned_at, p.completed_at, p.error, p.reason,
      p.question
    FROM outbox o JOIN work_links l ON l.prompt_id = o.subject JOIN prompts p ON p.id = l.prompt_id
    WHERE o.id = ? AND o.kind = 'item_progress'`);
  const under = assigner
    .prepare<[string, number], number>(
      `SELECT l.prompt_id FROM work_links l JOIN prompts p ON p.id = l.prompt_id
       WHERE l.kind = ? AND l.item_id = ? AND p.status IN ('pending', 'assigned', 'in_progress') LIMIT 1`,
    )
    .pluck();
  const ofItem = assigner.prepare<[string, number, string], { promptId: number; isOver: 0 | 1 }>(
    `SELECT l.prompt_id AS promptId, p.status = 'cancelled' AS isOver FROM work_links l JOIN prompts p ON p.id = l.prompt_id
     WHERE l.kind = ? AND l.item_id = ?
       AND (p.status IN ('pending', 'assigned', 'in_progress') OR p.status = 'cancelled' AND p.error = ?)`,
  );
  const stateOf = architect.prepare<[string, number], WorkState & { change_number: number }>(
    'SELECT * FROM item_work WHERE kind = ? AND item_id = ?',
  );
  const keep = architect.prepare(`
    INSERT INTO item_work (kind, item_id, prompt_id, change_number, former_status, set_status, counted_from)
    VALUES (@kind, @item_id, @prompt_id, @change_number, @former_status, @set_status, @counted_from)
    ON CONFLICT (kind, item_id) DO UPDATE SET prompt_id = @prompt_id, change_number = @change_number,
      former_status = @former_status, set_status = @set_status, counted_from = @counted_from`);
  const items: Record<
    WorkKind,
    { get(id: number): ItemRow | undefined; update(id: number, to: Partial<ItemRow>, by: string): unknown }
  > = {
    feature: features,
    bug: bugs,
  };

  const apply = transition((link: ChangedLink): void => {
    const { kind, item_id, prompt_id, change_number, former_status } = link;
    const item = items[kind].get(item_id);
    // Removed meanwhile: nobody follows any more.
    if (!item) return;
    const known = stateOf.get(kind, item_id);
    // Sent again since: an older prompt, which a person may have retried, doesn't move it.
    if (known && known.prompt_id > prompt_id) return;
    if (known?.prompt_id === prompt_id && known.change_number >= change_number) return;
    const state: WorkState =
      known?.prompt_id === prompt_id
        ? known
        : { prompt_id, former_status, set_status: null, counted_from: null };
    const next = progress(kind, item, state, { ...link, id: prompt_id });
    items[kind].update(item_id, next.item, `prompt ${prompt_id}`);
    keep.run({ kind, item_id, prompt_id, change_number, former_status, ...next.state });
  });

  return {
    /** The prompt under way that works on it, if there is one. */
    promptOf: (kind: WorkKind, itemId: number): number | undefined => under.get(kind, itemId),
    /** Those under way that work on it, or wait to; and those that were cancelled for that reason, which `isOver`. */
    promptsOf: (kind: WorkKind, itemId: number, reason: string) =>
      ofItem.all(kind, itemId, reason).map((row) => ({ ...row, isOver: row.isOver === 1 })),
    /** Brings the feature or bug up to date with its prompt, for a row of the outbox. May be repeated. */
    followPrompt({ id }: Pick<OutboxRow, 'id'>): void {
      const link = changed.get(id);
      if (link) apply(link);
    },
  };
}
