/** The rules of automatic confirmation (`claude_patterns`) and the trusted directories. */
import type { Rule, RuleDraft } from '../../workflows/contracts/policy';
import type { PatternRow, TrustedDirectoryRow } from './rows';
import { dataVersion, keptWhile } from '../db/data-version';
import { type Db, returning } from '../db/open';
import { keptPlaces } from './rule-places';
import { type Clock, sqlTime } from '../db/time';

export type ConfirmRules = ReturnType<typeof confirmRulesRepository>;

export function confirmRulesRepository(db: Db, clock: Clock) {
  const now = (): string => sqlTime(clock());
  const all = db.prepare<[], PatternRow>('SELECT * FROM claude_patterns ORDER BY position, id');
  const page = db.prepare<[number, number], PatternRow>(
    'SELECT * FROM claude_patterns ORDER BY position, id LIMIT ? OFFSET ?',
  );
  const total = db.prepare<[], number>('SELECT count(*) FROM claude_patterns').pluck();
  const get = db.prepare<[number], PatternRow>('SELECT * FROM claude_patterns WHERE id = ?');
  const insert = db
    .prepare<[Record<string, unknown>], number>(
      `INSERT INTO claude_patterns (builtin_id, position, agent, tool, kind, pattern, verdict, note, enabled,
         created_at, updated_at)
       VALUES (@builtinId, @position, @agent, @tool, @kind, @pattern, @verdict, @note, @enabled, @now, @now)
       RETURNING id`,
    )
    .pluck();
  const insertOne = returning(db, insert);
  const update = db.prepare(`
    UPDATE claude_patterns SET position = @position, agent = @agent, tool = @tool, kind = @kind, pattern = @pattern,
      verdict = @verdict, note = @note, enabled = @enabled, updated_at = @now WHERE id = @id`);
  const renew = db.prepare(`
    UPDATE claude_patterns SET position = @position, agent = @agent, tool = @tool, kind = @kind, pattern = @pattern,
      verdict = @verdict, note = @note, updated_at = @now WHERE builtin_id = @builtinId
      AND (position, agent, tool, kind, pattern, verdict, note) IS NOT
        (@position, @agent, @tool, @kind, @pattern, @verdict, @note)`);
  const move = db.prepare('UPDATE claude_patterns SET position = ? WHERE id = ?');
  const builtin = db
    .prepare<[], string>('SELECT builtin_id FROM claude_patterns WHERE builtin_id IS NOT NULL')
    .pluck();
  const retire = db.prepare('DELETE FROM claude_patterns WHERE builtin_id = ?');
  const remove = db.prepare('DELETE FROM claude_patterns WHERE id = ? AND builtin_id IS NULL');
  const hit = db.prepare('UPDATE claude_patterns SET hits = hits + 1, last_hit_at = ? WHERE id = ?');
  const trusted = db.prepare<[], TrustedDirectoryRow>('SELECT * FROM trusted_directories ORDER BY path');
  const trust = returning(
    db,
    db.prepare<[string, string], TrustedDirectoryRow>(`
    INSERT INTO trusted_directories (path, created_at) VALUES (?, ?)
    ON CONFLICT (path) DO UPDATE SET path = path RETURNING *`),
  );
  const distrust = db.prepare('DELETE FROM trusted_directories WHERE id = ?');

  const values = (rule: RuleDraft) => ({ ...rule, enabled: Number(rule.enabled), now: now() });

  return {
    /** In order. It is the same array until something changes, because the policy compiles an array once. */
    rules: keptWhile(dataVersion(db), (): readonly Rule[] => all.all().map(toRule)),
    get: (id: number) => get.get(id),
    list: (limit: number, offset: number) => ({
      items: page.all(limit, offset),
      total: total.get() ?? 0,
      limit,
      offset,
    }),
    /** Behind the built-in rules that say what is never done, before all others. */
    defaultPosition(): number {
      const never = all.all().filter((row) => row.builtin_id !== null && row.verdict === 'deny');
      return (never.at(-1)?.position ?? 0) + 5;
    },
    insert: (rule: RuleDraft): number => insertOne({ ...values(rule), builtinId: null }),
    update: (id: number, rule: RuleDraft): void => void update.run({ id, ...values(rule) }),
    /** False for a built-in rule, or if there is none. */
    remove: (id: number): boolean => remove.run(id).changes === 1,
    /** A rule decided. */
    hit: (id: number): void => void hit.run(now(), id),
    /**
     * Brings the built-in rules up to date; one that a person switched off stays off, and a person's own keep their
     * places among them.
     */
    seed: db.transaction((rules: readonly Rule[]): void => {
      const coming = rules.map(({ id, position }) => ({ id: String(id), position }));
      const places = keptPlaces(
        all.all(),
        coming.sort((a, b) => a.position - b.position),
      );
      for (const [id, position] of places) move.run(position, id);
      const known = new Set(builtin.all());
      for (const { id, ...rule } of rules) {
        const { builtin: _, ...draft } = rule;
        const row = { ...values(draft), builtinId: String(id) };
        if (known.delete(row.builtinId)) renew.run(row);
        else insert.run(row);
      }
      for (const id of known) retire.run(id);
    }).immediate,

    trusted: () => trusted.all(),
    /** `path` absolute and normal. Returns the row there was, or a new one. */
    trust: (path: string) => trust(path, now()),
    distrust: (id: number): boolean => distrust.run(id).changes === 1,
  };
}

function toRule(row: PatternRow): Rule {
  const { id, position, agent, tool, kind, pattern, verdict, note } = row;
  const rest = { enabled: row.enabled === 1, builtin: row.builtin_id !== null };
  return { id, position, agent, tool, kind, pattern, verdict, note, ...rest };
}
