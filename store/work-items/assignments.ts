/**
 * Features and bugs follow the prompts made from them. Prompts are in assigner.db, features and bugs in architect.db,
 * and no transaction spans both, so that it is done in steps that may be cut off anywhere:
 *
 * 1. A prompt and its link are inserted in one transaction; a trigger numbers every later change of the prompt in the
 *    link, in the transaction of that change (migration 0010_work_links).
 * 2. `follow` writes to the item what the prompt is now, with the number, in one transaction of architect.db.
 * 3. Then it notes the number in the link. A crash before leaves the link due, and the number in architect.db tells
 *    the next `follow` that the item has it already.
 *
 * It runs after every transition (store/index.ts), when the record is opened, and in the reconciler.
 */
import type { WorkKind } from '../../workflows/contracts/work-item-words';
import type { Db } from '../db/open';
import type { BugRow, FeatureRow, ItemRow } from './rows';
import type { RecordRepository } from './table';
import { progress, type WorkPrompt, type WorkState } from './progress';

export interface WorkLink {
  readonly kind: WorkKind;
  readonly item_id: number;
  /** Its status when it was sent. */
  readonly former_status: string;
}

interface DueLink extends WorkLink, Omit<WorkPrompt, 'id'> {
  readonly prompt_id: number;
  readonly change_number: number;
}

export interface WorkDeps {
  readonly architect: Db;
  readonly assigner: Db;
  readonly features: Pick<RecordRepository<FeatureRow>, 'get' | 'update'>;
  readonly bugs: Pick<RecordRepository<BugRow>, 'get' | 'update'>;
}

export type Work = ReturnType<typeof workRepository>;

export function workRepository({ architect, assigner, features, bugs }: WorkDeps) {
  const due = assigner.prepare<[], DueLink>(`
    SELECT l.*, p.status, p.assigned_session, p.assigned_at, p.completed_at, p.error, p.reason, p.question
    FROM work_links l JOIN prompts p ON p.id = l.prompt_id
    WHERE l.change_number > l.applied_number ORDER BY l.prompt_id LIMIT 100`);
  const done = assigner.prepare(
    'UPDATE work_links SET applied_number = max(applied_number, @change_number) WHERE prompt_id = @prompt_id',
  );
  const under = assigner
    .prepare<[string, number], number>(
      `SELECT l.prompt_id FROM work_links l JOIN prompts p ON p.id = l.prompt_id
       WHERE l.kind = ? AND l.item_id = ? AND p.status IN ('pending', 'assigned', 'in_progress') LIMIT 1`,
    )
    .pluck();
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

  const apply = architect.transaction((link: DueLink): void => {
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
  }).immediate;

  return {
    /** The prompt under way that works on it, if there is one. */
    promptOf: (kind: WorkKind, itemId: number): number | undefined => under.get(kind, itemId),
    /** Brings features and bugs up to date with their prompts. Returns how many changes were due. */
    follow(): number {
      let count = 0;
      for (let links = due.all(); links.length > 0; links = due.all()) {
        for (const link of links) {
          apply(link);
          done.run(link);
        }
        count += links.length;
      }
      return count;
    },
  };
}
