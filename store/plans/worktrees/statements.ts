/** Statements on plan_worktrees. */
import type { Db } from '../../db/open';
import type { SessionTargets } from '../../sessions/targets';
import type { WorktreeRow } from './rows';

type Changes = { readonly [Name in keyof WorktreeRow]?: WorktreeRow[Name] };

export type WorktreeTables = ReturnType<typeof worktreeTables>;

export function worktreeTables(db: Db, { named }: Pick<SessionTargets, 'named'>) {
  const byId = db.prepare<[number], WorktreeRow>('SELECT * FROM plan_worktrees WHERE id = ?');
  const ofTask = db.prepare<[number], WorktreeRow>(
    'SELECT * FROM plan_worktrees WHERE task_id = ? AND closed_at IS NULL',
  );
  const ofPlan = db.prepare<[number], WorktreeRow>(
    'SELECT * FROM plan_worktrees WHERE plan_id = ? ORDER BY task_id, id',
  );
  const open = db.prepare<[number], WorktreeRow>(
    'SELECT * FROM plan_worktrees WHERE plan_id = ? AND closed_at IS NULL ORDER BY id',
  );
  const turn = db
    .prepare<[string], number>('SELECT id FROM plan_worktrees WHERE repository = ? AND has_turn = 1')
    .pluck();
  const ports = db
    .prepare<[], number>('SELECT port FROM plan_worktrees WHERE closed_at IS NULL ORDER BY port')
    .pluck();
  const branches = db
    .prepare<[string, number], string>(
      'SELECT branch FROM plan_worktrees WHERE repository = ? AND id <> ? AND closed_at IS NULL',
    )
    .pluck();
  const waiting = db
    .prepare<[string], number>(
      "SELECT DISTINCT plan_id FROM plan_worktrees WHERE repository = ? AND state = 'merging' AND has_turn = 0",
    )
    .pluck();
  const insert = db.prepare<object, { id: number }>(`
    INSERT INTO plan_worktrees (plan_id, task_id, state, settings, source, port, opened_at)
    VALUES (@planId, @taskId, 'opening', @settings, @source, @port, @now) RETURNING id`);
  const one = (row: WorktreeRow | undefined): WorktreeRow | undefined => row && named([row])[0];

  return {
    get: (id: number) => one(byId.get(id)),
    /** The one that the task has now. */
    ofTask: (taskId: number) => one(ofTask.get(taskId)),
    /** All, also those that were taken down. */
    ofPlan: (planId: number) => named(ofPlan.all(planId)),
    open: (planId: number) => named(open.all(planId)),
    /** Whose turn it is in the repository. */
    turnIn: (repository: string) => turn.get(repository),
    portsInUse: (): ReadonlySet<number> => new Set(ports.all()),
    /** Of worktrees that are being made by others. */
    branchesIn: (repository: string, except: number): ReadonlySet<string> =>
      new Set(branches.all(repository, except)),
    /** Plans with a worktree that waits for its turn in the repository. */
    plansWaiting: (repository: string) => waiting.all(repository),
    insert: (row: object): number => (insert.get(row) as { id: number }).id,
    set(id: number, changes: Changes): void {
      const names = Object.keys(changes);
      db.prepare(
        `UPDATE plan_worktrees SET ${names.map((name) => `${name} = @${name}`).join()} WHERE id = @id`,
      ).run({
        ...changes,
        id,
      });
    },
  };
}
