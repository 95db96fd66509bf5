/**
 * What people decided, kept with what it was about. A request that comes twice, by a double click or because its answer
 * was lost, is told from a second decision by it.
 */
import type { Db } from '../db/open';
import type { PlanTables } from './tables';

export type DecisionKind = 'approve' | 'refuse' | 'retry' | 'skip' | 'override';

export interface Decision {
  readonly actor: string;
  readonly reason?: string | undefined;
}

/** What a person saw when they decided; what is not said is not compared. */
export interface Meant {
  /** Number of the newest attempt; 0: there was none. */
  readonly attempt?: number | undefined;
  /** Place of the gate, from 1. */
  readonly gate?: number | undefined;
  /** Which time that the gate was asked. */
  readonly asked?: number | undefined;
}

/** About a task: with the newest attempt that the person saw, if that is told. */
export type TaskDecision = Decision & Pick<Meant, 'attempt'>;

export interface Decided extends Meant {
  readonly planId: number;
  /** null: the plan itself. */
  readonly taskId: number | null;
  readonly what: DecisionKind;
  readonly actor: string;
}

export type Decisions = ReturnType<typeof planDecisions>;

export function planDecisions(db: Db, tables: Pick<PlanTables, 'now'>) {
  const insert = db.prepare(`
    INSERT INTO plan_decisions (plan_id, task_id, what, attempt, gate, asked, actor, decided_at)
    VALUES (@planId, @taskId, @what, @attempt, @gate, @asked, @actor, @now)`);
  const same = db
    .prepare<object, number | null>(
      `SELECT max(id) FROM plan_decisions WHERE plan_id = @planId AND task_id IS @taskId AND what = @what
         AND attempt IS @attempt AND gate IS @gate AND asked IS @asked AND actor = @actor`,
    )
    .pluck();
  const newest = db
    .prepare<object, number | null>(
      'SELECT max(id) FROM plan_decisions WHERE plan_id = @planId AND task_id IS @taskId',
    )
    .pluck();
  const values = ({ attempt, gate, asked, ...rest }: Decided) => ({
    ...{ ...rest, attempt: attempt ?? null, gate: gate ?? null, asked: asked ?? null },
  });

  return {
    keep: (decided: Decided): void => void insert.run({ ...values(decided), now: tables.now() }),
    /** This person decided just this before. */
    has: (decided: Decided): boolean => (same.get(values(decided)) ?? null) !== null,
    /** ... and nothing was decided about the task since. */
    isLast(decided: Decided): boolean {
      const id = same.get(values(decided)) ?? null;
      return id !== null && id === newest.get(values(decided));
    },
  };
}
