/** Prompts of which nobody knows whether they were done: a person decides. */
import type { Db } from '../db/open';

export interface LostRow {
  readonly id: number;
  readonly prompt_id: number;
  readonly session_name: string | null;
  readonly reason: string | null;
  readonly created_at: string;
  readonly resolved_at: string | null;
  readonly resolution: string | null;
}

export function lostAndFoundRepository(db: Db) {
  const list = db.prepare<[number, number], LostRow>(
    'SELECT * FROM lost_and_found ORDER BY resolved_at IS NOT NULL, id DESC LIMIT ? OFFSET ?',
  );
  const total = db.prepare<[], number>('SELECT count(*) FROM lost_and_found').pluck();
  return {
    /** Open ones first, then the newest. */
    list: (limit: number, offset: number) => ({
      items: list.all(limit, offset),
      total: total.get() ?? 0,
      limit,
      offset,
    }),
  };
}
