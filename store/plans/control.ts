/** What people decide about a plan and its tasks. Each is one transaction. */
import type { Gate } from '../../workflows/contracts/plans';
import type { Db } from '../db/open';
import type { Transition } from '../outbox/transition';
import type { Audit } from '../work-items/audit';
import { approving } from './approve';
import type { Conclude } from './conclude';
import type { Endings } from './endings';
import type { Decision, DecisionKind, Decisions, TaskDecision } from './decisions';
import { refusal, staleDecision } from './errors';
import type { gateLife } from './gates';
import type { AttemptRow, PlanRow, PlanTaskRow } from './rows';
import { standings } from './decide/standing';
import type { PlanTables } from './tables';
import type { WorktreeTables } from './worktrees/statements';

export interface ControlDeps {
  readonly tables: PlanTables;
  readonly endings: Endings;
  readonly conclude: Conclude;
  readonly gates: ReturnType<typeof gateLife>;
  readonly decisions: Decisions;
  readonly audit: Audit;
  readonly worktrees: Pick<WorktreeTables, 'ofTask'>;
  readonly transition: Transition;
}

export function planControl(db: Db, deps: ControlDeps) {
  const { tables, endings, conclude, decisions, audit, worktrees, transition } = deps;
  const set = db.prepare('UPDATE plans SET status = @status, reason = @reason WHERE id = @id');
  const started = db.prepare('UPDATE plans SET started_at = coalesce(started_at, @now) WHERE id = @id');
  const begunAgain = db.prepare('UPDATE plans SET begun_again_at = ? WHERE id = ?');
  const stopRunning = db.prepare('UPDATE plans SET stop_running = ? WHERE id = ?');
  const triesFrom = db.prepare(`
    UPDATE plan_tasks SET tries_from = (SELECT coalesce(max(number), 0) FROM plan_attempts WHERE task_id = @id)
    WHERE id = @id`);
  const overrideGates = db.prepare(`
    UPDATE plan_gates SET status = 'overridden', decided_by = @by, ended_at = @now
    WHERE attempt_id = @id AND status <> 'passed'`);

  const note = (actor: string, action: string, planId: number, after: Record<string, unknown>): void =>
    audit.note({ actor, action, entity: 'plan', id: planId, after });
  const words = ({ actor, reason }: Decision, what: string): string =>
    `${what} by ${actor}${reason === undefined ? '' : `: ${reason}`}`;
  const change = (plan: PlanRow, status: PlanRow['status'], what: string, by: Decision): void => {
    set.run({ id: plan.id, status, reason: words(by, what) });
    if (status === 'running') started.run({ id: plan.id, now: tables.now() });
    note(by.actor, what, plan.id, { status, reason: by.reason });
    conclude(plan.id);
  };
  const lastAttempt = ({ id }: PlanTaskRow): AttemptRow | undefined => tables.attemptsOf(id).at(-1);
  const requireOpenPlan = (planId: number): PlanRow => {
    const plan = tables.requirePlan(planId);
    if (plan.status === 'cancelled') throw refusal(`Plan ${planId} was cancelled: make a new one.`);
    if (plan.status === 'draft') throw refusal(`Plan ${planId} is a draft: approve it first.`);
    return plan;
  };
  /** As lists show it. */
  const shown = (plan: PlanRow, key: string): string =>
    standings(tables.decided(plan, null)).get(key)?.status ?? 'unknown';

  /** True: the same person decided just this about the task before; what follows from it is under way or done. */
  const isRepeat = (task: PlanTaskRow, what: DecisionKind, { actor, attempt }: TaskDecision): boolean => {
    if (attempt === undefined) return false;
    const decided = { planId: task.plan_id, taskId: task.id, what, actor, attempt };
    // What was decided about an attempt before the newest one is over.
    const isOver = attempt < (lastAttempt(task)?.number ?? 0);
    return isOver ? decisions.has(decided) : decisions.isLast(decided);
  };
  /** Refuses what is meant for another attempt than the newest. */
  const requireNewest = (task: PlanTaskRow, { attempt }: TaskDecision): void => {
    const newest = lastAttempt(task)?.number ?? 0;
    if (attempt !== undefined && attempt !== newest) throw staleDecision(task.key, attempt, newest);
  };
  const keep = (task: PlanTaskRow, what: DecisionKind, { actor, reason }: TaskDecision): void => {
    const attempt = lastAttempt(task)?.number ?? 0;
    decisions.keep({ planId: task.plan_id, taskId: task.id, what, actor, attempt });
    note(actor, what, task.plan_id, { task: task.key, attempt, reason });
  };

  return {
    approve: approving({ ...deps, change, note, words, shown }),

    pause: transition((planId: number, by: Decision): void => {
      const plan = tables.requirePlan(planId);
      if (plan.status === 'paused') return;
      if (plan.status !== 'running') throw refusal(`Plan ${planId} does not run, it is ${plan.status}.`);
      change(plan, 'paused', 'paused', by);
    }),

    resume: transition((planId: number, by: Decision): void => {
      const plan = tables.requirePlan(planId);
      if (plan.status === 'running') return;
      if (plan.status !== 'paused') throw refusal(`Plan ${planId} is not paused, it is ${plan.status}.`);
      begunAgain.run(tables.now(), planId);
      change(plan, 'running', 'resumed', by);
    }),

    /** Nothing more begins. `stop`: what is under way is ended as well, else it goes on to its end. */
    cancel: transition((planId: number, { stop, ...by }: Decision & { stop: boolean }): void => {
      const plan = tables.requirePlan(planId);
      const open = tables.openAttempts(planId).length > 0;
      const isOver = plan.status === 'completed' || plan.status === 'failed';
      if (isOver || (plan.status === 'cancelled' && !(stop && open)))
        throw refusal(`Plan ${planId} has ended already (${plan.status}).`);
      stopRunning.run(Number(stop), planId);
      for (const { id, status } of tables.tasks(planId))
        if (status === 'waiting' || status === 'needs_person')
          tables.setTask(id, 'cancelled', words(by, 'the plan was cancelled'));
      change(plan, 'cancelled', 'cancelled', by);
    }),

    retry: transition((planId: number, key: string, by: TaskDecision): void => {
      const task = tables.requireTask(planId, key);
      if (isRepeat(task, 'retry', by)) return;
      const plan = requireOpenPlan(planId);
      requireNewest(task, by);
      const open = lastAttempt(task)?.state ?? 'ended';
      if (task.status === 'waiting' || task.status === 'running' || task.status === 'checking')
        throw refusal(`Task '${key}' is ${shown(plan, key)}: there is nothing to try again.`);
      if (open !== 'ended')
        throw refusal(
          `Whether the prompt of task '${key}' was done is not known: resolve that prompt first.`,
        );
      triesFrom.run({ id: task.id });
      begunAgain.run(tables.now(), planId);
      tables.setTask(task.id, 'waiting', words(by, 'to be tried again'));
      keep(task, 'retry', by);
      conclude(planId);
    }),

    skip: transition((planId: number, key: string, by: TaskDecision): void => {
      const task = tables.requireTask(planId, key);
      if (isRepeat(task, 'skip', by)) return;
      const plan = requireOpenPlan(planId);
      requireNewest(task, by);
      if (task.status === 'completed' || task.status === 'skipped')
        throw refusal(`Task '${key}' is ${task.status} already.`);
      const attempt = lastAttempt(task);
      const asksPerson =
        shown(plan, key) === 'waiting_approval' ||
        task.status === 'needs_person' ||
        worktrees.ofTask(task.id)?.state === 'pull_request';
      if (attempt && attempt.state !== 'ended') {
        if (!asksPerson)
          throw refusal(`Task '${key}' is ${task.status}: cancel its prompt first, or wait for its end.`);
        endings.end(attempt, 'cancelled', words(by, 'skipped'), true, by.actor);
      }
      tables.setTask(task.id, 'skipped', words(by, 'skipped'));
      keep(task, 'skip', by);
      conclude(planId);
    }),

    /** Lets the newest attempt through, and no other. */
    override: transition((planId: number, key: string, by: TaskDecision): void => {
      const task = tables.requireTask(planId, key);
      if (isRepeat(task, 'override', by)) return;
      const plan = requireOpenPlan(planId);
      requireNewest(task, by);
      const attempt = lastAttempt(task);
      if (!attempt || !['needs_person', 'failed', 'checking'].includes(task.status))
        throw refusal(
          `Task '${key}' is ${shown(plan, key)}: only an attempt that was made, and did not pass, can be let through.`,
        );
      endings.end(attempt, 'overridden', words(by, 'let through'), true, by.actor);
      overrideGates.run({ id: attempt.id, by: by.actor, now: tables.now() });
      keep(task, 'override', by);
      conclude(planId);
    }),
  };
}

/** For a person who is asked. */
export const gateWords = (gate: Gate): string =>
  gate.type === 'command'
    ? gate.command
    : gate.type === 'judgement'
      ? gate.question
      : (gate.note ?? 'approval');
