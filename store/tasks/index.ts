/** Background tasks: inserting, reading, listing. What happens to them is in lifecycle.ts. */
import type { TaskStatus, TaskType } from '../../workflows/contracts/tasks';
import { textMatch } from '../db/text-match';
import type { Db } from '../db/open';
import { auditLog } from '../work-items/audit';
import type { TaskRow } from '../rows';
import { type Clock, sqlTime } from '../db/time';

export interface NewTask {
  readonly task_type: TaskType;
  readonly priority: number;
  /** What it does, in one line. */
  readonly title: string;
  /** JSON text. */
  readonly payload: string;
  readonly project_id: number | null;
  readonly working_dir: string | null;
  /** JSON text of an object. */
  readonly env: string;
  /** JSON text of an array of names. */
  readonly secrets: string;
  readonly timeout_seconds: number;
  readonly max_retries: number;
  readonly source: string;
  readonly idempotency_key: string | null;
  /** Distinguishes another request with the same key from a repeat. */
  readonly idempotency_hash: string | null;
}

export interface TaskFilter {
  readonly status?: readonly TaskStatus[];
  readonly type?: readonly TaskType[];
  readonly projectId?: number;
  /** Part of the title or of the input, any case. */
  readonly text?: string;
}

export type TaskOrder = 'newest' | 'oldest' | 'priority';
export type TaskCounts = Record<TaskStatus, number>;

const ORDERS: Record<TaskOrder, string> = {
  newest: 'id DESC',
  oldest: 'id ASC',
  priority: 'priority DESC, id ASC',
};
const NONE: TaskCounts = { pending: 0, running: 0, completed: 0, failed: 0, cancelled: 0, lost: 0 };

export type Tasks = ReturnType<typeof tasksRepository>;

export function tasksRepository(db: Db, clock: Clock) {
  const insert = db.prepare<[NewTask & { created_at: string }], { id: number }>(`
    INSERT INTO task_queue (task_type, priority, title, payload, project_id, working_dir, env, secrets,
      timeout_seconds, max_retries, source, idempotency_key, idempotency_hash, created_at, reason)
    VALUES (@task_type, @priority, @title, @payload, @project_id, @working_dir, @env, @secrets,
      @timeout_seconds, @max_retries, @source, @idempotency_key, @idempotency_hash, @created_at,
      'accepted; its workflow starts')
    RETURNING id`);
  const get = db.prepare<[number], TaskRow>('SELECT * FROM task_queue WHERE id = ?');
  const byKey = db.prepare<[string], { id: number; idempotency_hash: string | null }>(
    'SELECT id, idempotency_hash FROM task_queue WHERE idempotency_key = ?',
  );
  const unsettled = db.prepare<[number], TaskRow>(
    "SELECT * FROM task_queue WHERE status IN ('running', 'pending') ORDER BY status DESC, id LIMIT ?",
  );
  const unsettledIds = db
    .prepare<[number], number>(
      "SELECT id FROM task_queue WHERE status IN ('pending', 'running') AND id > ? ORDER BY id LIMIT 500",
    )
    .pluck();
  const setPriority = db.prepare("UPDATE task_queue SET priority = ? WHERE id = ? AND status = 'pending'");
  const remove = db.prepare("DELETE FROM task_queue WHERE id = ? AND status NOT IN ('pending', 'running')");
  const audit = auditLog(db, clock);
  const counts = db.prepare<[], { status: TaskStatus; count: number }>(
    'SELECT status, count(*) AS count FROM task_queue GROUP BY status',
  );

  return {
    /**
     * Queues a task, or finds the one queued before under the same key.
     * `repeat`: an earlier task answered; `conflict`: the key was used for another request.
     */
    insert: db.transaction((task: NewTask): { id: number; repeat: boolean; conflict: boolean } => {
      const known = task.idempotency_key === null ? undefined : byKey.get(task.idempotency_key);
      if (known)
        return { id: known.id, repeat: true, conflict: known.idempotency_hash !== task.idempotency_hash };
      const row = insert.get({ ...task, created_at: sqlTime(clock()) });
      return { id: (row as { id: number }).id, repeat: false, conflict: false };
    }).immediate,
    get: (id: number) => get.get(id),
    /** Running ones, then waiting ones by age, at most `limit`. */
    unsettled: (limit: number) => unsettled.all(limit),
    /** Ids of tasks still under way after id `after`, ascending, at most 500. */
    unsettledIds: (after: number) => unsettledIds.all(after),
    /** False if the task waits no longer. */
    setPriority: (id: number, priority: number): boolean => setPriority.run(priority, id).changes === 1,
    /** False if there is no such task, or it is under way. Its files stay: see `leftover-files.ts`. */
    remove: db.transaction((id: number, actor: string): boolean => {
      const row = get.get(id);
      if (!row || remove.run(id).changes === 0) return false;
      // Environments may hold what belongs into no log.
      const { task_type, title, status } = row;
      audit.note({ actor, action: 'delete', entity: 'task', id, before: { task_type, title, status } });
      return true;
    }).immediate,
    counts: (): TaskCounts =>
      counts.all().reduce((sum, { status, count }) => ({ ...sum, [status]: count }), NONE),
    list(filter: TaskFilter, order: TaskOrder, limit: number, offset: number) {
      const { where, values } = conditions(filter);
      const items = db
        .prepare<unknown[], TaskRow>(
          `SELECT * FROM task_queue ${where} ORDER BY ${ORDERS[order]} LIMIT ? OFFSET ?`,
        )
        .all(...values, limit, offset);
      const total = db
        .prepare<unknown[], number>(`SELECT count(*) FROM task_queue ${where}`)
        .pluck()
        .get(...values) as number;
      return { items, total, limit, offset };
    },
  };
}

function conditions({ status, type, projectId, text }: TaskFilter): { where: string; values: unknown[] } {
  const parts: [string, ...unknown[]][] = [];
  if (status?.length) parts.push([`status IN (${status.map(() => '?').join()})`, ...status]);
  if (type?.length) parts.push([`task_type IN (${type.map(() => '?').join()})`, ...type]);
  if (projectId !== undefined) parts.push(['project_id = ?', projectId]);
  if (text) {
    const { like, pattern } = textMatch(text);
    parts.push([`(${like('title', '?')} OR ${like('payload', '?')})`, pattern(text), pattern(text)]);
  }
  return {
    where: parts.length > 0 ? `WHERE ${parts.map(([sql]) => sql).join(' AND ')}` : '',
    values: parts.flatMap(([, ...values]) => values),
  };
}
