/** Templates that prompts are made from. */
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import type { TemplateText, Values } from './render';

export interface TemplateRow extends TemplateText {
  readonly id: number;
  readonly description: string | null;
  readonly created_by: string;
  readonly created_at: string;
  readonly updated_by: string;
  readonly updated_at: string;
}

export type TemplateWish = Pick<TemplateRow, 'name' | 'description' | 'text'> & { readonly defaults: Values };

type Kept = Omit<TemplateRow, 'defaults'> & { readonly defaults: string };

export type Templates = ReturnType<typeof templatesRepository>;

export function templatesRepository(db: Db, clock: Clock) {
  const list = db.prepare<[], Kept>('SELECT * FROM prompt_templates ORDER BY name');
  const byName = db.prepare<[string], Kept>('SELECT * FROM prompt_templates WHERE name = ?');
  const byId = db.prepare<[number], Kept>('SELECT * FROM prompt_templates WHERE id = ?');
  const insert = db.prepare(`
    INSERT INTO prompt_templates (name, description, text, defaults, created_by, created_at, updated_by, updated_at)
    VALUES (@name, @description, @text, @defaults, @by, @now, @by, @now)`);
  const update = db.prepare(`
    UPDATE prompt_templates SET name = @name, description = @description, text = @text, defaults = @defaults,
      updated_by = @by, updated_at = @now WHERE id = @id`);
  const remove = db.prepare('DELETE FROM prompt_templates WHERE id = ?');
  const usedBy = db
    .prepare<[number], string>('SELECT name FROM recurring_prompts WHERE template_id = ? ORDER BY name')
    .pluck();

  const row = (kept: Kept | undefined): TemplateRow | undefined =>
    kept && { ...kept, defaults: JSON.parse(kept.defaults) as Values };
  const values = (wish: TemplateWish, by: string) => ({
    ...{ ...wish, defaults: JSON.stringify(wish.defaults) },
    ...{ by, now: sqlTime(clock()) },
  });

  return {
    list: (): TemplateRow[] => list.all().map((kept) => row(kept) as TemplateRow),
    get: (name: string) => row(byName.get(name)),
    byId: (id: number) => row(byId.get(id)),
    add: (wish: TemplateWish, by: string): void => void insert.run(values(wish, by)),
    change: (id: number, wish: TemplateWish, by: string): void =>
      void update.run({ id, ...values(wish, by) }),
    remove: (id: number): void => void remove.run(id),
    /** Names of the recurring prompts that are made from it. */
    usedBy: (id: number) => usedBy.all(id),
  };
}
