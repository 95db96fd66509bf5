/** Runs of the clean-up, for people: when, who asked, what went. */
import {
  MAINTENANCE_STATUSES,
  type MaintenanceFigures,
  type MaintenanceStatus,
} from '../../workflows/contracts/maintenance';
import { type Db, returning } from '../db/open';
import { type Clock, sqlTime } from '../db/time';

export interface MaintenanceRun {
  readonly id: number;
  readonly dry_run: number;
  readonly requested_by: string;
  readonly status: MaintenanceStatus;
  readonly started_at: string;
  readonly ended_at: string | null;
  /** JSON of MaintenanceFigures. */
  readonly figures: string | null;
  readonly error: string | null;
}

export interface NewRun {
  readonly dryRun: boolean;
  readonly requestedBy: string;
}

/** A run that is this old and hasn't ended was cut off together with its engine. */
const LOST_AFTER_MS = 2 * 3_600_000;

export function maintenanceRunsRepository(db: Db, clock: Clock) {
  const insert = returning(
    db,
    db
      .prepare<[number, string, string, string | null], number>(
        `INSERT INTO maintenance_runs (dry_run, requested_by, status, started_at, workflow_run)
         VALUES (?, ?, 'running', ?, ?) RETURNING id`,
      )
      .pluck(),
  );
  const ofWorkflow = db
    .prepare<[string], number>('SELECT id FROM maintenance_runs WHERE workflow_run = ?')
    .pluck();
  const claim = db.prepare('UPDATE maintenance_runs SET workflow_run = ? WHERE id = ?');
  const end = db.prepare(
    'UPDATE maintenance_runs SET status = ?, ended_at = ?, figures = ?, error = ? WHERE id = ?',
  );
  const cutOff = db.prepare(`
    UPDATE maintenance_runs SET status = 'failed', ended_at = @now, error = @error
    WHERE status = 'running' AND (workflow_run = @workflowRun OR id = @id)`);
  const get = db.prepare<[number], MaintenanceRun>('SELECT * FROM maintenance_runs WHERE id = ?');
  const running = db.prepare<[string], MaintenanceRun>(
    "SELECT * FROM maintenance_runs WHERE status = 'running' AND started_at > ? ORDER BY id DESC",
  );
  const STATUS = 'status IN (SELECT value FROM json_each(?))';
  const list = db.prepare<[string, number, number], MaintenanceRun>(
    `SELECT * FROM maintenance_runs WHERE ${STATUS} ORDER BY id DESC LIMIT ? OFFSET ?`,
  );
  const total = db.prepare<[string], number>(`SELECT count(*) FROM maintenance_runs WHERE ${STATUS}`).pluck();
  const add = ({ dryRun, requestedBy }: NewRun, workflowRun: string | null): number =>
    insert(Number(dryRun), requestedBy, sqlTime(clock()), workflowRun);

  return {
    add: (run: NewRun): number => add(run, null),
    /** The row of a workflow's run, made if it has none yet; a repeat returns the same. */
    begin: db.transaction((run: NewRun & { runId: number | null; workflowRun: string }): number => {
      const known = ofWorkflow.get(run.workflowRun);
      if (known !== undefined) return known;
      if (run.runId === null || !get.get(run.runId)) return add(run, run.workflowRun);
      claim.run(run.workflowRun, run.runId);
      return run.runId;
    }).immediate,
    end(id: number, figures: MaintenanceFigures | null, error: string | null): void {
      const status = error === null ? 'completed' : 'failed';
      end.run(status, sqlTime(clock()), figures && JSON.stringify(figures), error, id);
    },
    /** Its workflow was ended in the engine; nothing if it had ended before. `id` null: of the schedule. */
    cutOff(run: { id: number | null; workflowRun: string; error: string }): void {
      cutOff.run({ ...run, now: sqlTime(clock()) });
    },
    get: (id: number) => get.get(id),
    running: () => running.get(sqlTime(new Date(clock().getTime() - LOST_AFTER_MS))),
    list(limit: number, offset: number, statuses: readonly MaintenanceStatus[] = MAINTENANCE_STATUSES) {
      const wanted = JSON.stringify(statuses);
      return { items: list.all(wanted, limit, offset), total: total.get(wanted) ?? 0, limit, offset };
    },
  };
}
