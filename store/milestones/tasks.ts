/** The tasks of milestones: what a scan found is merged with what earlier ones found. */
import type { Db } from '../db/open';
import type { FoundTask, MilestoneTaskRow, Totals } from './rows';

export interface TaskFilter {
  readonly status?: readonly string[] | undefined;
  readonly phase?: readonly string[] | undefined;
}

export interface Merge {
  readonly milestoneId: number;
  readonly found: readonly FoundTask[];
  /** Whether this scan could read the file; tasks of a file that it couldn't read stay as they were. */
  readonly wasRead: (path: string) => boolean;
  readonly now: string;
}

type Conditions = { milestoneId: number; status: string | null; phase: string | null };
/** Lists are JSON. */
const WHERE = `WHERE milestone_id = @milestoneId
  AND (@status IS NULL OR status IN (SELECT value FROM json_each(@status)))
  AND (@phase IS NULL OR phase IN (SELECT value FROM json_each(@phase)))`;
const ORDER = 'ORDER BY status DESC, priority DESC, path, line, id';

export function milestoneTasksRepository(db: Db) {
  const get = db.prepare<[string], MilestoneTaskRow>('SELECT * FROM milestone_tasks WHERE id = ?');
  const upsert = db.prepare(`
    INSERT INTO milestone_tasks (id, milestone_id, kind, tag, text, path, line, section, record_id, phase, priority,
      estimated_hours, status, done_reason, first_seen_at, last_seen_at, done_at)
    VALUES (@id, @milestoneId, @kind, @tag, @text, @path, @line, @section, @record_id, @phase, @priority,
      @estimated_hours, @status, @reason, @now, @now, CASE @status WHEN 'done' THEN @now END)
    ON CONFLICT (id) DO UPDATE SET kind = @kind, tag = @tag, text = @text, line = @line, section = @section,
      phase = @phase, priority = @priority, estimated_hours = @estimated_hours, status = @status,
      done_reason = @reason, last_seen_at = @now,
      done_at = CASE @status WHEN 'done' THEN coalesce(done_at, @now) END`);
  const open = db.prepare<[number], Pick<MilestoneTaskRow, 'id' | 'path'>>(
    "SELECT id, path FROM milestone_tasks WHERE milestone_id = ? AND status = 'open'",
  );
  const endGone = db.prepare(
    "UPDATE milestone_tasks SET status = 'done', done_reason = 'gone', done_at = ? WHERE id = ?",
  );
  const page = db.prepare<[Conditions & { limit: number; offset: number }], MilestoneTaskRow>(
    `SELECT * FROM milestone_tasks ${WHERE} ${ORDER} LIMIT @limit OFFSET @offset`,
  );
  const count = db.prepare<[Conditions], number>(`SELECT count(*) FROM milestone_tasks ${WHERE}`).pluck();
  const totals = db.prepare<[number], Totals>(`
    SELECT count(*) AS total, coalesce(sum(status = 'done'), 0) AS done,
      coalesce(sum(CASE status WHEN 'open' THEN estimated_hours END), 0) AS hours
    FROM milestone_tasks WHERE milestone_id = ?`);
  const phases = db.prepare<[number], Totals & { phase: MilestoneTaskRow['phase'] }>(`
    SELECT phase, count(*) AS total, sum(status = 'done') AS done,
      coalesce(sum(CASE status WHEN 'open' THEN estimated_hours END), 0) AS hours
    FROM milestone_tasks WHERE milestone_id = ? GROUP BY phase`);
  const setFeature = db.prepare('UPDATE milestone_tasks SET feature_id = ? WHERE id = ?');

  return {
    get: (id: string) => get.get(id),
    /** Call it inside a transaction. */
    merge({ milestoneId, found, wasRead, now }: Merge): void {
      const seen = new Set<string>();
      for (const { done, ...task } of found) {
        seen.add(task.id);
        const status = done ? 'done' : 'open';
        upsert.run({ ...task, milestoneId, now, status, reason: done ? 'checked' : null });
      }
      for (const { id, path } of open.all(milestoneId)) {
        if (!seen.has(id) && (path === null || wasRead(path))) endGone.run(now, id);
      }
    },
    /** Open ones first, the most urgent first. `limit` -1: all. */
    list(milestoneId: number, { status, phase }: TaskFilter = {}, limit = -1, offset = 0) {
      const json = (words: readonly string[] | undefined) => (words?.length ? JSON.stringify(words) : null);
      const conditions = { milestoneId, status: json(status), phase: json(phase) };
      const items = page.all({ ...conditions, limit, offset });
      return { items, total: count.get(conditions) ?? 0, limit, offset };
    },
    totals: (milestoneId: number): Totals => totals.get(milestoneId) as Totals,
    phases: (milestoneId: number) => phases.all(milestoneId),
    setFeature: (id: string, featureId: number) => void setFeature.run(featureId, id),
  };
}
