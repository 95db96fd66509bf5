/** Milestones: one row a project, brought up to date by each scan, with its tasks. */
import { newId } from '../db/ids';
import type { Db } from '../db/open';
import { auditLog } from '../work-items/audit';
import { type Clock, sqlTime } from '../db/time';
import { featureMaker } from './features';
import { openItemsReader } from './open-items';
import type { FoundTask, MilestoneRow } from './rows';
import { milestoneTasksRepository } from './tasks';

export interface ScanFindings {
  readonly projectId: number;
  readonly projectName: string;
  readonly found: readonly FoundTask[];
  readonly wasRead: (path: string) => boolean;
  /** JSON value: what the scan read and left out. */
  readonly scan: unknown;
}

export interface ReportFiles {
  readonly title: string;
  readonly summary: string;
  /** File names in the directory of reports. */
  readonly jsonPath: string;
  readonly markdownPath: string;
  /** JSON value: the dates of its phases. */
  readonly plan: unknown;
}

const COLUMNS = `id, project_id, project_name, title, summary, total_tasks, done_tasks, estimated_hours, json_path,
  markdown_path, created_at, updated_at, scanned_at`;

export function milestonesRepository(db: Db, clock: Clock) {
  const tasks = milestoneTasksRepository(db);
  const get = db.prepare<[number], MilestoneRow>(`SELECT ${COLUMNS} FROM milestone_summaries WHERE id = ?`);
  const page = db.prepare<[{ projectId: number | null; limit: number; offset: number }], MilestoneRow>(`
    SELECT ${COLUMNS} FROM milestone_summaries WHERE @projectId IS NULL OR project_id = @projectId
    ORDER BY coalesce(scanned_at, created_at) DESC, id DESC LIMIT @limit OFFSET @offset`);
  const count = db
    .prepare<[{ projectId: number | null }], number>(
      'SELECT count(*) FROM milestone_summaries WHERE @projectId IS NULL OR project_id = @projectId',
    )
    .pluck();
  const upsert = db
    .prepare<[Record<string, unknown>], number>(
      `INSERT INTO milestone_summaries (id, project_id, project_name, created_at, updated_at, scanned_at, scan)
       VALUES (${newId('milestone_summaries')}, @projectId, @projectName, @now, @now, @now, @scan)
       ON CONFLICT (project_id) WHERE scanned_at IS NOT NULL
       DO UPDATE SET project_name = @projectName, updated_at = @now, scanned_at = @now, scan = @scan
       RETURNING id`,
    )
    .pluck();
  const setTotals = db.prepare(`
    UPDATE milestone_summaries SET total_tasks = @total, done_tasks = @done, estimated_hours = @hours WHERE id = @id`);
  const setReport = db.prepare(`
    UPDATE milestone_summaries SET title = @title, summary = @summary, json_path = @jsonPath,
      markdown_path = @markdownPath, plan = @plan WHERE id = @id`);
  const leave = db.prepare('UPDATE features SET milestone_id = NULL WHERE milestone_id = ?');
  const remove = db.prepare('DELETE FROM milestone_summaries WHERE id = ?');
  const audit = auditLog(db, clock);
  const kept = db.prepare<[number], { scan: string | null; plan: string | null }>(
    'SELECT scan, plan FROM milestone_summaries WHERE id = ?',
  );
  const parsed = (json: string | null | undefined): unknown => (json ? JSON.parse(json) : null);

  return {
    get: (id: number) => get.get(id),
    /** The last scanned first. */
    list: (projectId: number | null, limit: number, offset: number) => ({
      items: page.all({ projectId, limit, offset }),
      total: count.get({ projectId }) ?? 0,
      limit,
      offset,
    }),
    /** What the last scan read and left out, and its plan, as they were handed in; null in rows of the original. */
    details(id: number): { scan: unknown; plan: unknown } {
      const row = kept.get(id);
      return { scan: parsed(row?.scan), plan: parsed(row?.plan) };
    },
    tasks,
    openItems: openItemsReader(db),
    makeFeatures: featureMaker(db, clock, tasks),
    /** Merges what a scan found, in one transaction. Returns the milestone's id. */
    mergeScan: db.transaction(({ projectId, projectName, found, wasRead, scan }: ScanFindings): number => {
      const now = sqlTime(clock());
      const id = upsert.get({ projectId, projectName, now, scan: JSON.stringify(scan) }) as number;
      tasks.merge({ milestoneId: id, found, wasRead, now });
      setTotals.run({ id, ...tasks.totals(id) });
      return id;
    }).immediate,
    /** Its tasks go too; features that were made of them stay. False: no such milestone. */
    remove: db.transaction((id: number, actor: string): boolean => {
      const row = get.get(id);
      if (!row) return false;
      const { project_name, title, total_tasks, done_tasks } = row;
      const before = { project_name, title, total_tasks, done_tasks };
      audit.note({ actor, action: 'delete', entity: 'milestone', id, before });
      leave.run(id);
      remove.run(id);
      return true;
    }).immediate,
    setReport: (id: number, report: ReportFiles) =>
      void setReport.run({ ...report, id, plan: JSON.stringify(report.plan) }),
  };
}
