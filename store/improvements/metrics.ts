/** The numbers that improvements want to change: each falls when things get better. */
import type { Databases } from '../db/databases';
import type { Db } from '../db/open';
import { sqlTime, timeMs } from '../db/time';

/** Unix milliseconds. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

const MS_A_SECOND = 1_000;
/** Not the work of improvements themselves. */
export const NOT_OURS = "source <> 'improvement'";
/** More than four fifths of the time it may take. */
export const SLOW =
  'assigned_at IS NOT NULL AND (julianday(completed_at) - julianday(assigned_at)) * 1440 > timeout_minutes * 0.8';

export const METRICS = {
  errors: 'errors',
  outage: 'outage_seconds',
  failed: 'failed_prompts',
  retried: 'retried_prompts',
  slow: 'slow_prompts',
  openTasks: 'open_tasks',
  redGates: 'red_gates',
} as const;

export type Metrics = ReturnType<typeof metricsReader>;

export function metricsReader({ architect, assigner, health }: Databases) {
  const number = (db: Db, sql: string) => {
    const statement = db.prepare<[{ key: string; from: string; to: string }], number | null>(sql).pluck();
    return (key: string, window: Window): number | null =>
      statement.get({ key, from: sqlTime(new Date(window.fromMs)), to: sqlTime(new Date(window.toMs)) }) ??
      null;
  };
  // Of prompts that ended: where none did, nothing can be said.
  const ofSession = (condition: string): string =>
    `SELECT CASE WHEN count(*) > 0 THEN total(${condition}) END FROM prompts
     WHERE completed_at >= @from AND completed_at < @to AND ${NOT_OURS} AND coalesce(assigned_session, '') = @key`;
  const outages = health.prepare<[string, string, string], { started_at: string; ended_at: string | null }>(
    `SELECT started_at, ended_at FROM outages WHERE cause = ? AND started_at < ? AND coalesce(ended_at, '9999') >= ?`,
  );
  const isLookedAt = health
    .prepare<[string, string], number>(
      'SELECT 1 FROM health_checks WHERE created_at >= ? AND created_at < ? LIMIT 1',
    )
    .pluck();
  const outageSeconds = (cause: string, { fromMs, toMs }: Window): number | null => {
    const rows = outages.all(cause, sqlTime(new Date(toMs)), sqlTime(new Date(fromMs)));
    if (rows.length === 0 && !isLookedAt.get(sqlTime(new Date(fromMs)), sqlTime(new Date(toMs)))) return null;
    return rows.reduce((sum, { started_at, ended_at }) => {
      const begins = Math.max(timeMs(started_at), fromMs);
      const ends = Math.min(ended_at === null ? toMs : timeMs(ended_at), toMs);
      return sum + Math.max(0, ends - begins) / MS_A_SECOND;
    }, 0);
  };
  const readers: Readonly<Record<string, (key: string, window: Window) => number | null>> = {
    [METRICS.errors]: number(
      architect,
      'SELECT count(*) FROM error_reports WHERE group_id = CAST(@key AS INTEGER) AND created_at >= @from AND created_at < @to',
    ),
    [METRICS.outage]: outageSeconds,
    [METRICS.failed]: number(assigner, ofSession("status = 'failed'")),
    [METRICS.retried]: number(assigner, ofSession('retry_count > 0')),
    [METRICS.slow]: number(assigner, ofSession(SLOW)),
    [METRICS.redGates]: number(
      architect,
      `SELECT count(*) FROM plan_gates g JOIN plan_attempts a ON a.id = g.attempt_id
       WHERE a.plan_id = CAST(@key AS INTEGER) AND g.status = 'failed' AND g.ended_at >= @from AND g.ended_at < @to`,
    ),
    [METRICS.openTasks]: number(
      architect,
      "SELECT count(*) FROM milestone_tasks WHERE milestone_id = CAST(@key AS INTEGER) AND status = 'open' AND @from < @to",
    ),
  };

  /** `metric` is `name:key`, as `errors:7`. null: nothing was done in that time that could tell. */
  return (metric: string, window: Window): number | null => {
    const place = metric.indexOf(':');
    const read = readers[place < 0 ? metric : metric.slice(0, place)];
    return read === undefined ? null : read(place < 0 ? '' : metric.slice(place + 1), window);
  };
}
