/** Errors that pages and scripts reported: reports of the same error are one group, counted, resolved and reopened. */
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import type { Audit } from '../work-items/audit';
import { fingerprint, type Reported } from './fingerprint';
import { type List, type ListQuery, lister } from '../work-items/list';

export interface ErrorReport extends Reported {
  readonly url: string | null;
  readonly level: string;
}

export interface ErrorReportRow extends ErrorReport {
  readonly id: number;
  readonly created_at: string;
}

/** `message`, `stack`, `url` and `level` are those of the newest report. */
export interface ErrorGroupRow extends ErrorReport {
  readonly id: number;
  readonly fingerprint: string;
  readonly count: number;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly resolved_at: string | null;
  readonly resolved_by: string | null;
  readonly reopened_at: string | null;
}

export interface ErrorQuery extends ListQuery {
  readonly open?: boolean | undefined;
}

/** Reports kept of one error: anyone may report, so the disk must not fill with the same thing. */
const REPORTS_KEPT = 20;

export type ErrorReports = ReturnType<typeof errorReportsRepository>;

export function errorReportsRepository(db: Db, clock: Clock, audit: Audit) {
  const get = db.prepare<[number], ErrorGroupRow>('SELECT * FROM error_groups WHERE id = ?');
  const list = lister<ErrorGroupRow>(db, { table: 'error_groups', text: ['message', 'source'] });
  const listOf = (open: boolean) =>
    lister<ErrorGroupRow>(db, {
      table: `(SELECT * FROM error_groups WHERE resolved_at IS ${open ? '' : 'NOT '}NULL)`,
      text: ['message', 'source'],
    });
  const [open, resolved] = [listOf(true), listOf(false)];
  const count = db
    .prepare<[object], number>(
      `INSERT INTO error_groups (fingerprint, message, source, stack, url, level, count, first_seen, last_seen)
       VALUES (@fingerprint, @message, @source, @stack, @url, @level, 1, @at, @at)
       ON CONFLICT (fingerprint) DO UPDATE SET count = count + 1, message = @message, stack = @stack, url = @url,
         level = @level, last_seen = max(last_seen, @at), first_seen = min(first_seen, @at),
         reopened_at = CASE WHEN resolved_at IS NULL THEN reopened_at ELSE @at END, resolved_at = NULL, resolved_by = NULL
       RETURNING id`,
    )
    .pluck();
  const keep = db.prepare(`
    INSERT INTO error_reports (message, source, stack, url, level, created_at, group_id)
    VALUES (@message, @source, @stack, @url, @level, @at, @group)`);
  const trim = db.prepare(`
    DELETE FROM error_reports WHERE group_id = @group AND id <= (
      SELECT id FROM error_reports WHERE group_id = @group ORDER BY id DESC LIMIT 1 OFFSET ${REPORTS_KEPT})`);
  const reports = db.prepare<[number], ErrorReportRow>(
    'SELECT * FROM error_reports WHERE group_id = ? ORDER BY id DESC',
  );
  const mark = db.prepare('UPDATE error_groups SET resolved_at = @at, resolved_by = @by WHERE id = @id');

  // Reports of a release that had no groups yet.
  const ungrouped = db.prepare<[], ErrorReportRow>(
    'SELECT * FROM error_reports WHERE group_id IS NULL ORDER BY id',
  );
  const join = db.prepare('UPDATE error_reports SET group_id = ? WHERE id = ?');
  db.transaction(() => {
    for (const report of ungrouped.all()) {
      const { created_at: at, id, ...rest } = report;
      join.run(count.get({ ...rest, fingerprint: fingerprint(rest), at }), id);
    }
  }).immediate();

  const setResolved = (isResolved: boolean) =>
    db.transaction((id: number, actor: string): ErrorGroupRow | undefined => {
      const before = get.get(id);
      if (!before || (before.resolved_at !== null) === isResolved) return before;
      mark.run({ id, at: isResolved ? sqlTime(clock()) : null, by: isResolved ? actor : null });
      const after = get.get(id);
      const action = isResolved ? 'resolve' : 'reopen';
      const shown = (row?: ErrorGroupRow) =>
        row && { resolved_at: row.resolved_at, resolved_by: row.resolved_by };
      audit.note({ actor, action, entity: 'error', id, before: shown(before), after: shown(after) });
      return after;
    }).immediate;

  return {
    /** Counts the report; a resolved error that comes again is open again. Returns the id of the error. */
    insert: db.transaction((report: ErrorReport): number => {
      const at = sqlTime(clock());
      const group = count.get({ ...report, fingerprint: fingerprint(report), at }) as number;
      keep.run({ ...report, at, group });
      trim.run({ group });
      return group;
    }).immediate,
    get: (id: number) => get.get(id),
    /** The newest reports of one error. */
    reports: (id: number) => reports.all(id),
    list: ({ open: wanted, ...query }: ErrorQuery): List<ErrorGroupRow> =>
      (wanted === undefined ? list : wanted ? open : resolved)(query),
    /** undefined: there is no such error. */
    resolve: setResolved(true),
    reopen: setResolved(false),
  };
}
