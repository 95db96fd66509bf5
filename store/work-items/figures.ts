/** The numbers of GET /api/stats that come from the record. */
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';

export type Counts = Record<string, number>;

export interface RecordFigures {
  readonly projects: number;
  readonly active_features: number;
  readonly pending_tasks: number;
  readonly active_sessions: number;
  readonly projects_by_status: Counts;
  readonly features_by_status: Counts;
  readonly bugs_by_status: Counts;
  readonly open_bugs_by_severity: Counts;
  readonly tasks_by_status: Counts;
  readonly sessions_by_status: Counts;
  readonly features_completed_24h: number;
  readonly open_errors: number;
}

const MS_A_DAY = 24 * 60 * 60 * 1_000;

export function figures({ architect, assigner }: { architect: Db; assigner: Db }, clock: Clock) {
  const grouped = (db: Db, table: string, column: string, where = '1'): (() => Counts) => {
    const rows = db.prepare<[], [string, number]>(
      `SELECT coalesce(${column}, 'unknown'), count(*) FROM ${table} WHERE ${where} GROUP BY 1 ORDER BY 1`,
    );
    return () => Object.fromEntries(rows.raw().all());
  };
  const number = (db: Db, sql: string): (() => number) => {
    const value = db.prepare<[], number>(sql).pluck();
    return () => value.get() ?? 0;
  };
  const projects = grouped(architect, 'projects', 'status');
  const features = grouped(architect, 'features', 'status');
  const bugs = grouped(architect, 'bugs', 'status');
  const severities = grouped(architect, 'bugs', 'severity', "status NOT IN ('resolved', 'closed')");
  const sessions = grouped(assigner, 'sessions', 'status', 'present = 1');
  const completed = architect
    .prepare<[string], number>('SELECT count(*) FROM features WHERE completed_at >= ?')
    .pluck();
  const errors = number(architect, 'SELECT count(*) FROM error_groups WHERE resolved_at IS NULL');
  const tasks = grouped(architect, 'task_queue', 'status');

  return (): RecordFigures => {
    const [byProject, byFeature, byTask, bySession] = [projects(), features(), tasks(), sessions()] as const;
    return {
      projects: sum(byProject),
      active_features: byFeature['in_progress'] ?? 0,
      pending_tasks: byTask['pending'] ?? 0,
      // As in the hourly message: an idle session, ready for more than 30 minutes, isn't active.
      active_sessions:
        sum(bySession) - ['idle', 'exited', 'unknown'].reduce((n, one) => n + (bySession[one] ?? 0), 0),
      projects_by_status: byProject,
      features_by_status: byFeature,
      bugs_by_status: bugs(),
      open_bugs_by_severity: severities(),
      tasks_by_status: byTask,
      sessions_by_status: bySession,
      features_completed_24h: completed.get(sqlTime(new Date(clock().getTime() - MS_A_DAY))) ?? 0,
      open_errors: errors(),
    };
  };
}

const sum = (counts: Counts): number => Object.values(counts).reduce((a, b) => a + b, 0);
