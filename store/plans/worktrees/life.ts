/** The life of a worktree but for its merge: each step is one transaction and may be repeated. */
import type { WorktreeSettings } from '../../../workflows/contracts/worktrees';
import type { Db } from '../../db/open';
import type { Transition } from '../../outbox/transition';
import type { SessionTargets } from '../../sessions/targets';
import type { NewTask, Tasks } from '../../tasks';
import type { Conclude } from '../conclude';
import { refusal } from '../errors';
import type { PlanTaskRow } from '../rows';
import type { PlanTables } from '../tables';
import { worktreeEnvironment } from './environment';
import { isGoing, isPlaced, settingsOf, type WorktreePlace, type WorktreeRow } from './rows';
import type { WorktreeTables } from './statements';

export interface WorktreeStart {
  readonly settings: WorktreeSettings;
  /** The directory that the plan works in. */
  readonly source: string;
  readonly port: number;
}

export interface WorktreeLifeDeps {
  readonly plans: PlanTables;
  readonly worktrees: WorktreeTables;
  readonly conclude: Conclude;
  readonly tasks: Pick<Tasks, 'insert'>;
  readonly targets: Pick<SessionTargets, 'uidOf'>;
  readonly transition: Transition;
}

/** Its commands come before other background tasks, as gates do. */
const COMMAND_PRIORITY = 100;

export function worktreeLife(db: Db, deps: WorktreeLifeDeps) {
  const { plans, worktrees, conclude, tasks, targets, transition } = deps;
  const mark = db.prepare('UPDATE task_queue SET plan_id = @planId WHERE id = @id');
  const require = (id: number): WorktreeRow => {
    const row = worktrees.get(id);
    if (!row) throw refusal(`There is no worktree ${id}.`);
    return row;
  };
  const isNeeded = ({ plan_id: planId, task_id: taskId }: WorktreeRow): boolean =>
    plans.openAttempts(planId).some(({ task_id: id }) => id === taskId);
  const end = (id: number, reason: string): void => {
    worktrees.set(id, {
      ...{ state: 'closed', reason, background_task: null, closed_at: plans.now() },
      ...{ has_turn: 0, retry_at: null, close_wanted: 0 },
    });
  };
  /** All that was pushed is at the remote; but while its pull request is open, changes may be wanted. */
  const leavePullRequest = (row: WorktreeRow, key: string): void => {
    const url = row.pull_request_url ?? '';
    if (row.pull_request_failures === 0)
      throw refusal(`The pull request of task '${key}' is open: ${url}. Merge or close it there first.`);
    if (isNeeded(row))
      throw refusal(
        `Whether the pull request of task '${key}' is open can not be found out: ${url}. Skip the task, or let it through with override, then remove its worktree.`,
      );
    const reason = `its pull request could not be looked at any more: ${url}`;
    worktrees.set(row.id, { state: 'kept', reason, close_wanted: 1, retry_at: null });
    conclude(row.plan_id);
  };

  return {
    /**
     * For the attempt that begins: the one that its task has, looked at anew, or a new one. False: the one that it has is
     * being taken down.
     */
    begin({ id: taskId, plan_id: planId }: PlanTaskRow, { settings, source, port }: WorktreeStart): boolean {
      const row = worktrees.ofTask(taskId);
      if (row && isGoing(row)) return false;
      const json = JSON.stringify(settings);
      if (!row) worktrees.insert({ planId, taskId, settings: json, source, port, now: plans.now() });
      else
        worktrees.set(row.id, {
          state: 'opening',
          settings: json,
          reason: null,
          retry_at: null,
          close_wanted: 0,
        });
      return true;
    },

    placed(id: number, place: WorktreePlace): void {
      const { repository, path, directory, base, baseCommit, remote, branch } = place;
      worktrees.set(id, { repository, path, directory, base, remote, branch, base_commit: baseCommit });
    },

    /** It stands, with nothing in it but what git and we put there: whatever was run in it before is gone. */
    madeAnew: (id: number, baseCommit: string): void =>
      worktrees.set(id, {
        set_up: 0,
        command: 0,
        background_task: null,
        base_commit: baseCommit,
        rebasing: 0,
      }),

    opened: (id: number): void => worktrees.set(id, { state: 'setting_up', reason: null, retry_at: null }),

    /** Has the command run, once. Returns the background task that is to be started. */
    runCommand: transition((id: number, command: string, what: 'set-up' | 'tear-down'): number | null => {
      const row = require(id);
      if (row.background_task !== null || !isPlaced(row)) return row.background_task;
      const { key } = plans.taskById(row.task_id);
      const title = `${what} ${row.command + 1} of task '${key}' of plan ${row.plan_id}`;
      const task = tasks.insert(commandTask(row, command, { title, key }));
      mark.run({ id: task.id, planId: row.plan_id });
      worktrees.set(id, { background_task: task.id });
      conclude(row.plan_id);
      return task.id;
    }),

    /** The command that ran is over: the next one follows; `again`: it was stopped before it was over. */
    commandEnded: (id: number, { again }: { again: boolean }): void =>
      worktrees.set(id, { background_task: null, ...(!again && { command: require(id).command + 1 }) }),

    /** All its set-up commands were run; those of the tear-down are counted anew. */
    setUp: (id: number): void => worktrees.set(id, { set_up: 1, command: 0, background_task: null }),

    /** What its session is to be called; noted before it is made. */
    wantSession: (id: number, name: string): void =>
      worktrees.set(id, { target_session: name, target_uid: null }),
    hasSession: (id: number): void =>
      worktrees.set(id, { target_uid: targets.uidOf(require(id).target_session) }),
    withoutSession: (id: number): void => worktrees.set(id, { target_session: null, target_uid: null }),

    ready: (id: number): void => worktrees.set(id, { state: 'ready', reason: null, retry_at: null }),

    /** It holds what is nowhere else, or can't be taken down: a person decides. Not if it is needed again meanwhile. */
    kept: transition((id: number, reason: string): void => {
      const row = require(id);
      if (isNeeded(row)) return;
      worktrees.set(id, {
        ...{ state: 'kept', reason, close_wanted: 0, retry_at: null, background_task: null, command: 0 },
      });
      conclude(row.plan_id);
    }),
    /** It is taken down from now on, and nothing begins in it. False: it is needed again, by what a person decided. */
    closing: transition((id: number): boolean => {
      if (isNeeded(require(id))) return false;
      worktrees.set(id, { state: 'closing', reason: null, retry_at: null });
      return true;
    }),
    closed: transition((id: number, reason: string): void => {
      const { plan_id: planId } = require(id);
      end(id, reason);
      conclude(planId);
    }),

    /** A person wants it gone. */
    wantClosed: transition((planId: number, key: string): void => {
      const task = plans.requireTask(planId, key);
      const row = worktrees.ofTask(task.id);
      if (!row) throw refusal(`Task '${key}' of plan ${planId} has no worktree.`);
      if (row.state === 'pull_request') return leavePullRequest(row, key);
      if (isNeeded(row))
        throw refusal(`Task '${key}' is at work in its worktree: wait for its end, or cancel its prompt.`);
      worktrees.set(row.id, { close_wanted: 1, retry_at: null });
      conclude(planId);
    }),
  };
}

function commandTask(
  row: WorktreeRow,
  command: string,
  { title, key }: { title: string; key: string },
): NewTask {
  const { secrets, timeout_seconds } = settingsOf(row);
  return {
    task_type: 'shell',
    priority: COMMAND_PRIORITY,
    title,
    payload: JSON.stringify({ command }),
    project_id: null,
    working_dir: row.directory,
    env: JSON.stringify({ PLAN_ID: String(row.plan_id), PLAN_TASK: key, ...worktreeEnvironment(row) }),
    secrets: JSON.stringify(secrets),
    timeout_seconds,
    max_retries: 0,
    source: 'plan',
    idempotency_key: null,
    idempotency_hash: null,
  };
}
