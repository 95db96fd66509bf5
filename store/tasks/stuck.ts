/** Tasks that stand still: without an end long after their time limit, or without a start while a slot is free. */
import type { Db } from '../db/open';
import { awakeSince, type Clock, type SleptMs } from '../db/time';
import type { TaskRow } from '../rows';

const MINUTE_MS = 60_000;
const MS_A_SECOND = 1_000;

export type StuckTask = Pick<TaskRow, 'id' | 'status'>;

export interface StuckTasksDeps {
  readonly slots: number;
  readonly sleptMs: SleptMs;
}

export function stuckTasks(db: Db, clock: Clock, { slots, sleptMs }: StuckTasksDeps) {
  const running = db.prepare<[], StuckTask & { since: string; timeout_seconds: number }>(
    "SELECT id, status, started_at AS since, timeout_seconds FROM task_queue WHERE status = 'running' ORDER BY id",
  );
  const waiting = db.prepare<[number], StuckTask & { since: string }>(
    "SELECT id, status, created_at AS since FROM task_queue WHERE status = 'pending' ORDER BY priority DESC, id LIMIT ?",
  );
  const awakeMs = awakeSince(clock, sleptMs);
  return (minutes: number): StuckTask[] => {
    const atWork = running.all();
    const late = atWork.filter(
      ({ since, timeout_seconds: seconds }) => awakeMs(since) > minutes * MINUTE_MS + seconds * MS_A_SECOND,
    );
    const unstarted = waiting
      .all(Math.max(0, slots - atWork.length))
      .filter(({ since }) => awakeMs(since) > minutes * MINUTE_MS);
    return [...late, ...unstarted].map(({ id, status }) => ({ id, status }));
  };
}
