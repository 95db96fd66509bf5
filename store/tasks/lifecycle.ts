/**
 * The transitions of a task. Each is one transaction and may be repeated: a second call changes nothing.
 * The choice is part of them: a free slot goes to the waiting task of the highest priority, the oldest first.
 */
import type {
  EndRunInput,
  EndRunResult,
  RunEnd,
  SlotGrant,
  TaskOutcome,
} from '../../workflows/contracts/tasks';
import { isSettled } from '../../workflows/contracts/settled';
import type { Db } from '../db/open';
import type { Transition } from '../outbox/transition';
import type { TaskRow } from '../rows';
import { awakeSince, type Clock, olderThan, type SleptMs, sqlTime } from '../db/time';

const MS_A_SECOND = 1_000;

export interface TaskTime {
  /** How many run at once. */
  readonly slots: number;
  readonly sleptMs: SleptMs;
  /** Of architect.db. */
  readonly transition: Transition;
}

export function taskLifecycle(db: Db, clock: Clock, { slots, sleptMs, transition }: TaskTime) {
  const get = db.prepare<[number], TaskRow>('SELECT * FROM task_queue WHERE id = ?');
  const taken = db.prepare<[], number>("SELECT count(*) FROM task_queue WHERE status = 'running'").pluck();
  const waiting = db.prepare<[number], Pick<TaskRow, 'id' | 'run' | 'timeout_seconds'>>(`
    SELECT id, run, timeout_seconds FROM task_queue WHERE status = 'pending' AND entered = 1
    ORDER BY priority DESC, id LIMIT ?`);
  const give = db.prepare(`
    UPDATE task_queue SET status = 'running', run = @run, started_at = @now, acknowledged = 0, pid = NULL,
      pid_started = NULL, exit_code = NULL, signal = NULL, reason = 'it has a slot and starts'
    WHERE id = @id`);
  const enter = db.prepare(
    "UPDATE task_queue SET entered = 1, reason = 'waiting for a free slot' WHERE id = ? AND entered = 0",
  );
  const acknowledge = db.prepare('UPDATE task_queue SET acknowledged = 1 WHERE id = ?');
  // One that was started in the future is older than it looks: the clock was put back since.
  const forgotten = db.prepare<{ before: string; now: string }, TaskRow>(
    "SELECT * FROM task_queue WHERE status = 'running' AND acknowledged = 0 AND (started_at < @before OR started_at > @now)",
  );
  const started = db.prepare(
    "UPDATE task_queue SET pid = @pid, pid_started = @pidStarted, reason = 'running' WHERE id = @taskId AND run = @run AND status = 'running'",
  );
  const settle = db.prepare(`
    UPDATE task_queue SET status = @outcome, reason = @reason, exit_code = @exitCode, signal = @signal,
      completed_at = @now, entered = 0 WHERE id = @id`);
  const again = db.prepare(`
    UPDATE task_queue SET status = 'pending', retry_count = retry_count + 1, reason = @reason,
      exit_code = @exitCode, signal = @signal WHERE id = @id`);
  const reopen = db.prepare(`
    UPDATE task_queue SET status = 'pending', entered = 0, retry_count = 0, reason = @reason, exit_code = NULL,
      signal = NULL, pid = NULL, pid_started = NULL, started_at = NULL, completed_at = NULL, begun_again_at = @now
    WHERE id = @id`);

  const giveOut = db.transaction((): SlotGrant[] => {
    const now = sqlTime(clock());
    return waiting.all(Math.max(0, slots - (taken.get() ?? 0))).map((task) => {
      const run = task.run + 1;
      give.run({ id: task.id, run, now });
      return { taskId: task.id, run, timeoutMs: task.timeout_seconds * MS_A_SECOND };
    });
  });

  const awakeMs = awakeSince(clock, sleptMs);
  /** The slot that the task has, with what is left of its time. */
  const grantOf = (row: TaskRow): SlotGrant => {
    // A clock that was put back gives no more time than there was.
    const usedMs = Math.max(0, awakeMs(row.started_at ?? ''));
    const leftMs = row.timeout_seconds * MS_A_SECOND - usedMs;
    return { taskId: row.id, run: row.run, timeoutMs: Math.max(0, leftMs) };
  };

  return {
    giveOut: giveOut.immediate,

    /** A workflow takes the task up. undefined if there is no such task, or it is settled. */
    enter: db.transaction(
      (taskId: number): { held: SlotGrant | null; grants: readonly SlotGrant[] } | undefined => {
        const row = get.get(taskId);
        if (!row || isSettled(row)) return undefined;
        if (row.status === 'running') {
          acknowledge.run(taskId);
          return { held: grantOf(row), grants: giveOut() };
        }
        enter.run(taskId);
        return { held: null, grants: giveOut() };
      },
    ).immediate,

    acknowledge: (taskId: number) => void acknowledge.run(taskId),

    /** Slots given more than `ms` ago that no workflow has answered for. */
    forgotten: (ms: number): SlotGrant[] => forgotten.all(olderThan(clock, ms)).map(grantOf),

    /** The program of the run lives as that process. */
    started: (process: { taskId: number; run: number; pid: number; pidStarted: string }) =>
      void started.run(process),

    endRun: transition(({ taskId, run, end, stopped }: EndRunInput): EndRunResult => {
      const row = get.get(taskId);
      // A repeat: what it did stands.
      if (!row || row.run !== run || row.status !== 'running') {
        const outcome = row && isSettled(row) ? (row.status as TaskOutcome) : null;
        return { outcome, grants: giveOut() };
      }
      const exitCode = end.kind === 'ended' ? end.exitCode : null;
      const signal = end.kind === 'ended' ? end.signal : null;
      const how = { id: taskId, exitCode, signal, now: sqlTime(clock()) };
      const mayRetry = stopped === null && exitCode !== null && exitCode !== 0;
      if (mayRetry && row.retry_count < row.max_retries) {
        const tries = `try ${row.retry_count + 2} of ${row.max_retries + 1}`;
        again.run({ ...how, reason: `it ended with exit code ${exitCode}: ${tries} waits for a free slot` });
        return { outcome: null, grants: giveOut() };
      }
      const { outcome, reason } = verdict(row, end, stopped);
      settle.run({ ...how, outcome, reason });
      return { outcome, grants: giveOut() };
    }),

    /** Settles a task whose program was not started; changes nothing if it is settled. */
    cancelWaiting: transition((taskId: number, reason: string): SlotGrant[] => {
      const row = get.get(taskId);
      if (row && !isSettled(row)) {
        const now = sqlTime(clock());
        settle.run({ id: taskId, outcome: 'cancelled', reason, exitCode: null, signal: null, now });
      }
      return giveOut();
    }),

    /** A person wants an ended task done again. False if it hasn't ended. */
    reopen: db.transaction((taskId: number, reason: string): boolean => {
      const row = get.get(taskId);
      if (!row || !isSettled(row)) return false;
      reopen.run({ id: taskId, reason, now: sqlTime(clock()) });
      return true;
    }).immediate,
  };
}

function verdict(
  { timeout_seconds: limit }: TaskRow,
  end: RunEnd,
  stopped: EndRunInput['stopped'],
): { outcome: TaskOutcome; reason: string } {
  if (end.kind === 'lost') return { outcome: 'lost', reason: end.reason };
  if (end.kind === 'refused') return { outcome: 'failed', reason: end.reason };
  if (stopped?.by === 'cancel') return { outcome: 'cancelled', reason: stopped.reason };
  if (stopped) return { outcome: 'failed', reason: `it took longer than ${limit} s and was stopped` };
  if (end.exitCode === 0) return { outcome: 'completed', reason: 'it ended with exit code 0' };
  if (end.signal !== null) return { outcome: 'failed', reason: `it was ended from outside by ${end.signal}` };
  return { outcome: 'failed', reason: `it ended with exit code ${end.exitCode}` };
}
