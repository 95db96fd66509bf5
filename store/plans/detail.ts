/** A plan as a whole, for people: every task with its attempts, its gates, and how it stands now. */
import type { Gate, PhaseStatus, PlanTaskStatus } from '../../workflows/contracts/plans';
import type { Db } from '../db/open';
import { choose } from './decide/next';
import { percent, phaseStatus } from './decide/progress';
import { holds } from './gates';
import type { AttemptRow, GateRow, PlanRow, PlanTaskRow } from './rows';
import { gatesIn } from './rows';
import type { PlanTables } from './tables';
import type { WorktreeRow } from './worktrees/rows';
import type { WorktreeTables } from './worktrees/statements';

export interface GateDetail {
  readonly gate: Gate;
  /** As it was asked of the newest attempt; undefined: not yet. */
  readonly row: GateRow | undefined;
  /** Files changed since: what was found is no longer of them as they are. */
  readonly stale: boolean;
}

export interface TaskDetail {
  readonly row: PlanTaskRow;
  readonly status: PlanTaskStatus;
  readonly reason: string | null;
  readonly attempts: readonly AttemptRow[];
  readonly gates: readonly GateDetail[];
  /** The newest; undefined: it had none. */
  readonly worktree: WorktreeRow | undefined;
}

export interface PhaseDetail {
  readonly name: string;
  readonly status: PhaseStatus;
  readonly progress: number;
  readonly tasks: readonly TaskDetail[];
}

export interface PlanDetail {
  readonly plan: PlanRow;
  readonly phases: readonly PhaseDetail[];
}

export function planDetails(db: Db, tables: PlanTables, worktrees: Pick<WorktreeTables, 'ofPlan'>) {
  const latest = db
    .prepare<[string], string | null>('SELECT tree FROM plan_directories WHERE directory = ?')
    .pluck();
  const grouped = <Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> => {
    const groups = new Map<Key, Row[]>();
    for (const row of rows) {
      const group = groups.get(keyOf(row));
      if (group) group.push(row);
      else groups.set(keyOf(row), [row]);
    }
    return groups;
  };

  return (planId: number): PlanDetail | undefined => {
    const plan = tables.plan(planId);
    if (!plan) return undefined;
    const choice = choose(tables.decided(plan));
    const attempts = grouped(tables.allAttempts(planId), ({ task_id }) => task_id);
    const asked = grouped(tables.allGates(planId), ({ attempt_id }) => attempt_id);
    const tasks = grouped(tables.tasks(planId), ({ phase_id }) => phase_id);
    const worktreeOf = new Map(worktrees.ofPlan(planId).map((row) => [row.task_id, row]));
    const trees = new Map<string, string | null>();
    const treeOf = (directory: string): string | null => {
      if (!trees.has(directory)) trees.set(directory, latest.get(directory) ?? null);
      return trees.get(directory) ?? null;
    };

    const detail = (row: PlanTaskRow): TaskDetail => {
      const own = attempts.get(row.id) ?? [];
      const last = own.at(-1);
      const standing = choice.standings.get(row.key) ?? {
        status: row.status as PlanTaskStatus,
        because: null,
      };
      const { status, because } = standing;
      return {
        ...{ row, status, attempts: own, worktree: worktreeOf.get(row.id) },
        reason: reasonOf(row, status, because, choice.keptApart.get(row.key)),
        gates: gatesOf(row, last, last ? (asked.get(last.id) ?? []) : [], treeOf),
      };
    };
    const phases = tables.phases(planId).map(({ id, name }) => {
      const shown = (tasks.get(id) ?? []).map(detail);
      const statuses = shown.map(({ status }) => status);
      return { name, status: phaseStatus(statuses), progress: percent(statuses), tasks: shown };
    });
    return { plan, phases };
  };
}

function gatesOf(
  task: PlanTaskRow,
  attempt: AttemptRow | undefined,
  asked: readonly GateRow[],
  treeOf: (directory: string) => string | null,
): GateDetail[] {
  // Those of the attempt as it was; before it there is what the task says.
  if (asked.length === 0) return gatesIn(task.gates).map((gate) => ({ gate, row: undefined, stale: false }));
  const now = attempt?.directory == null ? null : treeOf(attempt.directory);
  return asked.map((row) => {
    const gate = JSON.parse(row.gate) as Gate;
    // What waits for a person too: they would decide about other files than those that were looked at.
    const counts = (row.status === 'passed' && !holds(gate)) || row.status === 'waiting';
    return { gate, row, stale: counts && row.tree !== null && now !== null && row.tree !== now };
  });
}

function reasonOf(
  row: PlanTaskRow,
  status: PlanTaskStatus,
  because: string | null,
  rival: string | undefined,
): string | null {
  if (status === 'pending') return `waits for '${because}'`;
  if (status === 'blocked') return `'${because}' before it was not done`;
  if (status === 'ready' && rival !== undefined)
    return `waits for '${rival}', which may change the same files`;
  return row.reason;
}
