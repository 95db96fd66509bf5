/** Statements on the tables of plans that several parts need. */
import type { KeptTaskStatus } from '../../workflows/contracts/plans';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import type { SessionTargets } from '../sessions/targets';
import type { DecidedPlan, DecidedTask } from './decide/types';
import { noPlan, noTask } from './errors';
import { type AttemptRow, type GateRow, listOf, type PhaseRow, type PlanRow, type PlanTaskRow } from './rows';

/** Of a task, without its texts: a plan may have a thousand. */
type TaskHead = Pick<
  PlanTaskRow,
  | ('id' | 'key' | 'phase_id' | 'after' | 'touches' | 'status' | 'reason' | 'priority')
  | ('target_session' | 'target_uid')
> & { readonly waits: number; readonly at_others: number; readonly uncertain: number };

export type PlanTables = ReturnType<typeof planTables>;

export function planTables(db: Db, clock: Clock, { named }: Pick<SessionTargets, 'named'>) {
  const plan = db.prepare<[number], PlanRow>('SELECT * FROM plans WHERE id = ?');
  const phases = db.prepare<[number], PhaseRow>(
    'SELECT * FROM plan_phases WHERE plan_id = ? ORDER BY position, id',
  );
  const tasks = db.prepare<[number], PlanTaskRow>(
    `SELECT t.* FROM plan_tasks t JOIN plan_phases p ON p.id = t.phase_id WHERE t.plan_id = ?
     ORDER BY p.position, p.id, t.position, t.id`,
  );
  const heads = db.prepare<[number], TaskHead>(
    `SELECT t.id, t.key, t.phase_id, t.after, t.touches, t.status, t.reason, t.priority, t.target_session,
       t.target_uid,
       t.status = 'checking' AND EXISTS (SELECT 1 FROM plan_attempts a JOIN plan_gates g ON g.attempt_id = a.id
         WHERE a.task_id = t.id AND a.state = 'checking' AND g.status = 'waiting') AS waits,
       t.status = 'checking' AND EXISTS (SELECT 1 FROM plan_worktrees w
         WHERE w.task_id = t.id AND w.state = 'pull_request') AS at_others,
       t.status = 'needs_person' AND EXISTS (SELECT 1 FROM plan_attempts a
         WHERE a.task_id = t.id AND a.state <> 'ended') AS uncertain
     FROM plan_tasks t JOIN plan_phases p ON p.id = t.phase_id WHERE t.plan_id = ?
     ORDER BY p.position, p.id, t.position, t.id`,
  );
  const task = db.prepare<[number, string], PlanTaskRow>(
    'SELECT * FROM plan_tasks WHERE plan_id = ? AND key = ?',
  );
  const taskById = db.prepare<[number], PlanTaskRow>('SELECT * FROM plan_tasks WHERE id = ?');
  const attempt = db.prepare<[number], AttemptRow>('SELECT * FROM plan_attempts WHERE id = ?');
  const attemptsOf = db.prepare<[number], AttemptRow>(
    'SELECT * FROM plan_attempts WHERE task_id = ? ORDER BY number',
  );
  const allAttempts = db.prepare<[number], AttemptRow>(
    'SELECT * FROM plan_attempts WHERE plan_id = ? ORDER BY task_id, number',
  );
  const openAttempts = db.prepare<[number], AttemptRow>(
    "SELECT * FROM plan_attempts WHERE plan_id = ? AND state <> 'ended' ORDER BY id",
  );
  const gates = db.prepare<[number], GateRow>(
    'SELECT * FROM plan_gates WHERE attempt_id = ? ORDER BY position',
  );
  const allGates = db.prepare<[number], GateRow>(
    `SELECT g.* FROM plan_gates g JOIN plan_attempts a ON a.id = g.attempt_id WHERE a.plan_id = ?
     ORDER BY g.attempt_id, g.position`,
  );
  const elsewhere = db
    .prepare<{ plan: number; directory: string }, string>(
      `SELECT t.touches FROM plan_attempts a JOIN plan_tasks t ON t.id = a.task_id
       WHERE a.state <> 'ended' AND a.directory = @directory AND a.plan_id <> @plan AND t.touches <> '[]'`,
    )
    .pluck();
  const leftGates = db
    .prepare<[number], number>(
      `SELECT t.id FROM task_queue t WHERE t.plan_id = ? AND t.status IN ('pending', 'running') AND NOT EXISTS
         (SELECT 1 FROM plan_gates g JOIN plan_attempts a ON a.id = g.attempt_id
          WHERE g.background_task = t.id AND g.status = 'running' AND a.state = 'checking') AND NOT EXISTS
         (SELECT 1 FROM plan_worktrees w WHERE w.background_task = t.id AND (w.state = 'closing' OR EXISTS
           (SELECT 1 FROM plan_attempts a WHERE a.task_id = w.task_id AND a.state = 'opening')))`,
    )
    .pluck();
  const setTask = db.prepare('UPDATE plan_tasks SET status = @status, reason = @reason WHERE id = @id');

  const requirePlan = (id: number): PlanRow => {
    const row = plan.get(id);
    if (!row) throw noPlan(id);
    return row;
  };

  return {
    now: () => sqlTime(clock()),
    plan: (id: number) => plan.get(id),
    requirePlan,
    phases: (planId: number) => phases.all(planId),
    tasks: (planId: number) => named(tasks.all(planId)),
    requireTask(planId: number, key: string): PlanTaskRow {
      const [row] = named(task.all(requirePlan(planId).id, key));
      if (!row) throw noTask(planId, key);
      return row;
    },
    taskById: (id: number) => named(taskById.all(id))[0] as PlanTaskRow,
    attempt: (id: number) => attempt.get(id),
    attemptsOf: (taskId: number) => attemptsOf.all(taskId),
    allAttempts: (planId: number) => allAttempts.all(planId),
    openAttempts: (planId: number) => openAttempts.all(planId),
    gates: (attemptId: number) => gates.all(attemptId),
    leftGates: (planId: number) => leftGates.all(planId),
    allGates: (planId: number) => allGates.all(planId),
    setTask: (id: number, status: KeptTaskStatus, reason: string | null): void =>
      void setTask.run({ id, status, reason }),

    /** The plan as decisions see it. `directory`: where its tasks work, if that is known. */
    decided(row: PlanRow, directory: string | null = row.working_dir): DecidedPlan {
      const place = new Map(phases.all(row.id).map(({ id }, index) => [id, index]));
      const busy = directory === null ? [] : elsewhere.all({ plan: row.id, directory });
      return {
        status: row.status,
        parallel: row.parallel,
        elsewhere: busy.map((touches) => listOf(touches)),
        tasks: named(heads.all(row.id)).map((head) => decidedTask(head, place.get(head.phase_id) ?? 0)),
      };
    },
  };
}

function decidedTask(head: TaskHead, phase: number): DecidedTask {
  // Of a thousand tasks, each half minute: no object is made only to be copied.
  return {
    id: head.id,
    key: head.key,
    phase,
    status: head.status,
    priority: head.priority,
    after: listOf(head.after),
    touches: listOf(head.touches),
    target: head.target_session,
    waitsForApproval: head.waits === 1,
    waitsForMerge: head.at_others === 1,
    uncertain: head.uncertain === 1,
  };
}
