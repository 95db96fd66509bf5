/** The gates of attempts: asked, answered, decided by people. Each step is one transaction and may be repeated. */
import type { Gate, TreeState } from '../../workflows/contracts/plans';
import { GATE_TIMEOUT_SECONDS } from '../../workflows/contracts/plans';
import type { Db } from '../db/open';
import type { Transition } from '../outbox/transition';
import type { TaskRow } from '../rows';
import type { NewTask, Tasks } from '../tasks';
import type { Conclude } from './conclude';
import { type GateStep, gateStep } from './decide/verdict';
import type { Endings } from './endings';
import type { AttemptRow, GateRow } from './rows';
import type { PlanTables } from './tables';
import { worktreeEnvironment } from './worktrees/environment';
import { settingsOf, type WorktreeRow } from './worktrees/rows';
import type { WorktreeTables } from './worktrees/statements';

export interface GateAnswer {
  readonly status: 'passed' | 'failed' | 'unknown';
  readonly evidence: string | null;
  readonly exitCode: number | null;
  readonly by: string | null;
}

/** Which gate was asked, and which time. */
export type AskedGate = Pick<GateRow, 'position' | 'asked'>;

/** Longest evidence that is kept, in characters: the end of an output. */
export const MAX_EVIDENCE_CHARS = 8_000;
/** Gates come before other background tasks: an agent waits for them. */
const GATE_PRIORITY = 100;
const REASON_CHARS = 200;
const NO_DIRECTORY: GateAnswer = {
  status: 'unknown',
  evidence: 'where the task works is not known: give the plan a working_dir or a project',
  exitCode: null,
  by: null,
};

export interface GateDeps {
  readonly tables: PlanTables;
  readonly endings: Endings;
  readonly conclude: Conclude;
  readonly tasks: Pick<Tasks, 'insert'>;
  readonly worktrees: Pick<WorktreeTables, 'ofTask'>;
  readonly transition: Transition;
}

export function gateLife(db: Db, deps: GateDeps) {
  const { tables, endings, conclude, tasks, worktrees, transition } = deps;
  const ask = db.prepare(`
    UPDATE plan_gates SET status = @status, background_task = @backgroundTask, head = @head, tree = @tree,
      started_at = @now, ended_at = NULL, evidence = NULL, exit_code = NULL, decided_by = NULL, asked = asked + 1
    WHERE attempt_id = @id AND position = @position`);
  const answer = db.prepare(`
    UPDATE plan_gates SET status = @status, evidence = @evidence, exit_code = @exitCode, decided_by = @by,
      ended_at = @now WHERE attempt_id = @id AND position = @position`);
  // Those before it held until it began: what it wrote is its own.
  const hold = db.prepare(`
    UPDATE plan_gates SET head = @head, tree = @tree WHERE attempt_id = @id AND position <= @position
      AND status = 'passed'`);
  const again = db.prepare(`
    UPDATE plan_gates SET status = 'pending', evidence = @reason WHERE attempt_id = @id
      AND NOT (status = 'passed' AND json_extract(gate, '$.on_change') IS 'keep')`);
  const rerun = db.prepare('UPDATE plan_attempts SET reruns = reruns + 1 WHERE id = ?');
  const recheck = db.prepare(
    "UPDATE plan_attempts SET state = 'checking', outcome = NULL, ended_at = NULL WHERE id = ?",
  );
  const mark = db.prepare('UPDATE task_queue SET plan_id = @planId WHERE id = @id');
  const isChecking = (id: number): AttemptRow | undefined => {
    const attempt = tables.attempt(id);
    return attempt?.state === 'checking' ? attempt : undefined;
  };

  const startCommand = (attempt: AttemptRow, gate: Gate & { type: 'command' }, position: number): number => {
    const { key } = tables.taskById(attempt.task_id);
    const worktree = worktrees.ofTask(attempt.task_id);
    const { id } = tasks.insert(backgroundTask(attempt, gate, { key, position, worktree }));
    mark.run({ id, planId: attempt.plan_id });
    return id;
  };

  return {
    /** Background tasks of gates that nobody waits for any more. */
    left: tables.leftGates,

    /** What is to be done about the gates of an attempt now. */
    step(attempt: AttemptRow, tree: string | null, shared: boolean): GateStep {
      const gates = tables.gates(attempt.id).map((row) => {
        const gate = JSON.parse(row.gate) as Gate;
        const { status, tree: asked } = row;
        return { type: gate.type, holds: holds(gate), status, tree: asked, reason: reasonOf(row) };
      });
      return gateStep({ gates, reruns: attempt.reruns, tree, shared });
    },

    /** Asks a gate. Returns the number of the background task that is to be started, if that is what asks it. */
    ask: transition((id: number, position: number, files: TreeState): number | null => {
      const attempt = isChecking(id);
      const row = tables.gates(id)[position];
      if (!attempt || row?.status !== 'pending') return null;
      const gate = JSON.parse(row.gate) as Gate;
      if (gate.type === 'command' && attempt.directory === null) {
        ask.run({ id, position, status: 'unknown', backgroundTask: null, ...files, now: tables.now() });
        answer.run({ ...NO_DIRECTORY, id, position, now: tables.now() });
        return null;
      }
      const backgroundTask = gate.type === 'command' ? startCommand(attempt, gate, position) : null;
      const status = gate.type === 'approval' ? 'waiting' : 'running';
      ask.run({ id, position, status, backgroundTask, ...files, now: tables.now() });
      // Why it was taken back, if it was.
      const again = row.evidence === null ? '' : ` again: ${row.evidence}`;
      const why =
        gate.type === 'approval' ? `gate ${position + 1} waits for approval${again}` : 'its gates are asked';
      tables.setTask(attempt.task_id, 'checking', why);
      conclude(attempt.plan_id);
      return backgroundTask;
    }),

    /** What a command or a model said. `files`: as they are now, what the command itself wrote among them. */
    answered: transition((id: number, about: AskedGate, said: GateAnswer, files: TreeState): void => {
      const { position, asked } = about;
      const row = tables.gates(id)[position];
      // Another gate may stand in its place by now, and be asked as well.
      if (!isChecking(id) || row?.status !== 'running' || row.asked !== asked) return;
      const evidence = said.evidence?.slice(-MAX_EVIDENCE_CHARS) ?? null;
      answer.run({ ...said, id, position, evidence, now: tables.now() });
      hold.run({ id, position, ...files });
    }),

    /** A person decides a gate that waits for one, or that nobody could tell. False where none does. */
    decide: transition((id: number, position: number, said: GateAnswer): boolean => {
      const attempt = tables.attempt(id);
      const row = tables.gates(id)[position];
      if (!attempt || !row || !canDecide(attempt, row)) return false;
      answer.run({ ...said, id, position, now: tables.now() });
      if (attempt.state === 'ended') {
        recheck.run(id);
        tables.setTask(attempt.task_id, 'checking', 'its gates are asked');
      }
      conclude(attempt.plan_id);
      return true;
    }),

    /** Files changed since they had passed: they are asked once more. */
    rerun: transition((id: number, reason: string): void => {
      if (!isChecking(id)) return;
      again.run({ id, reason });
      rerun.run(id);
    }),

    end: transition(
      (
        id: number,
        verdict: { outcome: 'passed' | 'failed' | 'needs_person'; reason: string },
        isShell: boolean,
      ) => {
        const attempt = isChecking(id);
        if (!attempt) return;
        endings.end(attempt, verdict.outcome, verdict.reason, isShell);
        conclude(attempt.plan_id);
      },
    ),
  };
}

/** What a person let through stays so when files change; everything else was found out about the files as they were. */
export const holds = (gate: Gate): boolean => gate.type === 'approval' && gate.on_change === 'keep';

/** An approval that waits; a judgement that nobody could make. */
export function canDecide({ state, outcome }: AttemptRow, { status }: GateRow): boolean {
  if (state === 'checking') return status === 'waiting' || status === 'unknown';
  return state === 'ended' && outcome === 'needs_person' && status === 'unknown';
}

function reasonOf({ status, evidence, exit_code: code }: GateRow): string | null {
  if (status === 'failed' && code !== null) return `exit code ${code}`;
  return evidence?.trim().split('\n').at(-1)?.slice(0, REASON_CHARS) ?? null;
}

function backgroundTask(
  attempt: AttemptRow,
  gate: Gate & { type: 'command' },
  { key, position, worktree }: { key: string; position: number; worktree: WorktreeRow | undefined },
): NewTask {
  const own = worktree !== undefined && worktree.directory === attempt.directory ? worktree : undefined;
  return {
    task_type: 'shell',
    priority: GATE_PRIORITY,
    title: `gate ${position + 1} of task '${key}' of plan ${attempt.plan_id}`,
    payload: JSON.stringify({ command: gate.command }),
    project_id: null,
    working_dir: attempt.directory,
    env: JSON.stringify({
      PLAN_ID: String(attempt.plan_id),
      PLAN_TASK: key,
      PLAN_ATTEMPT: String(attempt.number),
      ...(own && worktreeEnvironment(own)),
    }),
    secrets: JSON.stringify(own ? settingsOf(own).secrets : []),
    timeout_seconds: gate.timeout_seconds ?? GATE_TIMEOUT_SECONDS,
    max_retries: 0,
    source: 'plan',
    idempotency_key: null,
    idempotency_hash: null,
  };
}

/** What the background task of a gate found; undefined while it runs. */
export function gateAnswerOf(row: TaskRow | undefined, output: string): GateAnswer | undefined {
  if (!row)
    return { status: 'unknown', evidence: 'its background task was removed', exitCode: null, by: null };
  const evidence = `${output.trimEnd()}\n[${row.reason ?? row.status}]`.trimStart();
  const said = { evidence, exitCode: row.exit_code, by: null };
  switch (row.status) {
    case 'pending':
    case 'running':
      return undefined;
    case 'completed':
      return { ...said, status: 'passed' };
    case 'failed':
      // What was never run says nothing about the work: another try of it would not help.
      return { ...said, status: row.exit_code === null && row.signal === null ? 'unknown' : 'failed' };
    case 'cancelled':
    case 'lost':
      return { ...said, status: 'unknown' };
  }
}
