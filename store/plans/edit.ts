/** Plans that are made and changed. After each change the whole is looked at anew: a cycle is refused, whoever made it. */
import type { Budget, PlanInput, PlanTaskInput } from '../../workflows/contracts/plans';
import { MAX_PLAN_TASKS, PLAN_DEFAULTS } from '../../workflows/contracts/plans';
import type { WorktreeInput } from '../../workflows/contracts/worktrees';
import type { Db } from '../db/open';
import type { Transition } from '../outbox/transition';
import type { SessionTargets } from '../sessions/targets';
import type { Audit } from '../work-items/audit';
import type { attemptLife } from './attempts';
import type { Conclude } from './conclude';
import { graphFaults } from './decide/graph';
import { inputOf, jsonOf, planInputOf, rowOf, type WrittenTask } from './definition';
import { PlanError, refusal } from './errors';
import { planReplacing } from './replace';
import { listOf, type PlanRow, type PlanTaskRow } from './rows';
import { holdsWork } from './worktrees/rows';
import type { WorktreeTables } from './worktrees/statements';
import type { PlanTables } from './tables';

export interface NewPlan {
  readonly input: PlanInput;
  readonly draft: boolean;
  readonly actor: string;
  readonly key: string | null;
  readonly hash: string | null;
}

export interface PlanChanges {
  readonly name?: string | undefined;
  readonly working_dir?: string | null | undefined;
  readonly budget?: Budget | null | undefined;
  readonly parallel?: number | undefined;
  readonly stuck_after?: number | undefined;
  readonly worktree?: WorktreeInput | null | undefined;
}

export interface EditDeps {
  readonly tables: PlanTables;
  readonly worktrees: WorktreeTables;
  readonly attempts: ReturnType<typeof attemptLife>;
  readonly conclude: Conclude;
  readonly audit: Audit;
  readonly targets: SessionTargets;
  readonly transition: Transition;
}

/** A check inside the transaction, of the plan as it is then; throws where the change must not be made. */
export type PlanCheck = (plan: PlanRow) => void;

const TASK_COLUMNS: readonly (keyof WrittenTask | 'target_uid')[] = [
  'target_uid',
  ...(['key', 'prompt', 'target_session', 'provider', 'specialty', 'priority'] as const),
  ...(['after', 'touches', 'gates', 'timeout_minutes', 'max_retries', 'evidence', 'worktree'] as const),
];

export function planEditing(db: Db, deps: EditDeps) {
  const { tables, worktrees, attempts, conclude, audit, targets, transition } = deps;
  const insertPlan = db.prepare<object, { id: number }>(`
    INSERT INTO plans (name, status, project_id, working_dir, budget, parallel, stuck_after, worktree, created_at,
      created_by, started_at, idempotency_key, idempotency_hash)
    VALUES (@name, @status, @project, @dir, @budget, @parallel, @stuckAfter, @worktree, @now, @actor, @started, @key,
      @hash)
    RETURNING id`);
  const byKey = db.prepare<[string], { id: number; idempotency_hash: string | null }>(
    'SELECT id, idempotency_hash FROM plans WHERE idempotency_key = ?',
  );
  const insertPhase = db.prepare<object, { id: number }>(
    'INSERT INTO plan_phases (plan_id, position, name) VALUES (@planId, @position, @name) RETURNING id',
  );
  const insertTask = db.prepare(`
    INSERT INTO plan_tasks (plan_id, phase_id, position, ${TASK_COLUMNS.map((name) => `"${name}"`).join()})
    VALUES (@planId, @phaseId, @position, ${TASK_COLUMNS.map((name) => `@${name}`).join()})`);
  const updateTask = db.prepare(
    `UPDATE plan_tasks SET ${TASK_COLUMNS.map((name) => `"${name}" = @${name}`).join()} WHERE id = @id`,
  );
  const updateAfter = db.prepare('UPDATE plan_tasks SET "after" = @after WHERE id = @id');
  const removeEmptyPhases = db.prepare(
    'DELETE FROM plan_phases WHERE plan_id = ? AND id NOT IN (SELECT phase_id FROM plan_tasks WHERE plan_id = ?)',
  );
  const removeTask = db.prepare('DELETE FROM plan_tasks WHERE id = ?');
  const removePlan = db.prepare('DELETE FROM plans WHERE id = ?');
  const revise = db.prepare('UPDATE plans SET revision = revision + 1 WHERE id = ?');
  const updatePlan = db.prepare(`
    UPDATE plans SET name = @name, working_dir = @working_dir, budget = @budget, parallel = @parallel,
      stuck_after = @stuck_after, worktree = @worktree WHERE id = @id`);

  const requireEditable = (planId: number, check?: PlanCheck): PlanRow => {
    const plan = tables.requirePlan(planId);
    check?.(plan);
    if (plan.status === 'cancelled') throw refusal(`Plan ${planId} was cancelled: make a new one.`);
    return plan;
  };

  /** Refuses what would keep the tasks from being done. */
  const recheck = (planId: number, named: (key: string) => string): void => {
    const place = new Map(tables.phases(planId).map(({ id }, index) => [id, index]));
    const rows = tables.tasks(planId);
    const [fault] = graphFaults(
      rows.map((row) => ({ key: row.key, phase: place.get(row.phase_id) ?? 0, after: listOf(row.after) })),
    );
    if (fault) throw new PlanError('invalid', fault.message, named(fault.key));
    if (rows.length > MAX_PLAN_TASKS)
      throw new PlanError('invalid', `a plan has at most ${MAX_PLAN_TASKS} tasks`, 'phases');
  };
  const changed = (planId: number, actor: string, action: string, before: object, after: object): void => {
    revise.run(planId);
    audit.note({ actor, action, entity: 'plan', id: planId, before: { ...before }, after: { ...after } });
    conclude(planId);
  };
  const phaseFor = (planId: number, wanted: string | undefined): number => {
    const phases = tables.phases(planId);
    const found = wanted === undefined ? phases.at(-1) : phases.find(({ name }) => name === wanted);
    if (found) return found.id;
    const position = (phases.at(-1)?.position ?? -1) + 1;
    return (insertPhase.get({ planId, position, name: wanted ?? 'Tasks' }) as { id: number }).id;
  };
  /** With the session that has the name now. */
  const meant = (task: WrittenTask) => ({ ...task, target_uid: targets.uidOf(task.target_session) });
  const addTask = (planId: number, phaseId: number, task: PlanTaskInput): void => {
    const last = tables
      .tasks(planId)
      .filter((row) => row.phase_id === phaseId)
      .at(-1);
    insertTask.run({ planId, phaseId, position: (last?.position ?? -1) + 1, ...meant(rowOf(task)) });
  };
  /** Those that wait for it wait for its new name. */
  const rename = (planId: number, key: string, wanted: string): void => {
    if (hasKey(planId, wanted)) throw refusal(`Plan ${planId} has a task '${wanted}' already.`);
    for (const { id, after } of tables.tasks(planId))
      if (listOf(after).includes(key))
        updateAfter.run({
          id,
          after: JSON.stringify(listOf(after).map((one) => (one === key ? wanted : one))),
        });
  };
  const hasKey = (planId: number, key: string): boolean =>
    tables.tasks(planId).some((row) => row.key === key);
  const editTask = (task: PlanTaskRow, changes: Partial<PlanTaskInput>): WrittenTask => {
    refuseLateEdit(task, changes);
    const next = rowOf({ ...inputOf(task), ...changes });
    if (next.key !== task.key) rename(task.plan_id, task.key, next.key);
    const { target_uid } = changes.target_session === undefined ? task : meant(next);
    updateTask.run({ id: task.id, ...next, target_uid });
    const attempt = tables.attemptsOf(task.id).at(-1);
    if (attempt?.state === 'checking' && next.gates !== task.gates)
      attempts.gatesChanged(attempt, tables.taskById(task.id));
    return next;
  };
  const refuseRemoval = (task: PlanTaskRow): void => {
    if (tables.attemptsOf(task.id).some(({ state }) => state !== 'ended'))
      throw refusal(`Task '${task.key}' is ${task.status}: cancel its prompt first, or wait for its end.`);
    refuseWithWork(worktrees.ofTask(task.id) ? [task.key] : [], `task '${task.key}'`);
  };
  const replace = planReplacing(db, {
    ...{ tables, addTask, editTask, refuseRemoval },
    insertPhase: (planId, position, name) =>
      (insertPhase.get({ planId, position, name }) as { id: number }).id,
    removeTask: (id) => void removeTask.run(id),
    removeEmptyPhases: (planId) => void removeEmptyPhases.run(planId, planId),
    updatePlan: (row) => void updatePlan.run(row),
  });

  return {
    /** `repeat`: the plan that was made before under the key; `conflict`: of another request. */
    create: transition(({ input, draft, actor, key, hash }: NewPlan) => {
      const known = key === null ? undefined : byKey.get(key);
      if (known) return { id: known.id, repeat: true, conflict: known.idempotency_hash !== hash };
      const now = tables.now();
      const { id: planId } = insertPlan.get({
        ...{
          name: input.name,
          status: draft ? 'draft' : 'running',
          project: input.project_id ?? null,
          key,
          hash,
        },
        ...{ dir: input.working_dir ?? null, budget: input.budget ? JSON.stringify(input.budget) : null },
        ...{ parallel: input.parallel ?? PLAN_DEFAULTS.parallel, actor, now, started: draft ? null : now },
        stuckAfter: input.stuck_after ?? PLAN_DEFAULTS.stuck_after,
        worktree: jsonOf(input.worktree),
      }) as { id: number };
      input.phases.forEach(({ name, tasks }, position) => {
        const { id: phaseId } = insertPhase.get({ planId, position, name }) as { id: number };
        tasks.forEach((task, at) => insertTask.run({ planId, phaseId, position: at, ...meant(rowOf(task)) }));
      });
      recheck(planId, () => 'phases');
      audit.note({ actor, action: 'create', entity: 'plan', id: planId, after: { name: input.name } });
      conclude(planId);
      return { id: planId, repeat: false, conflict: false };
    }),

    change: transition((planId: number, changes: PlanChanges, actor: string, check?: PlanCheck): void => {
      const plan = requireEditable(planId, check);
      const { budget, worktree, ...others } = changes;
      const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
      const after = {
        ...plan,
        ...given,
        budget: budget === undefined ? plan.budget : budget === null ? null : JSON.stringify(budget),
        worktree: worktree === undefined ? plan.worktree : jsonOf(worktree),
      };
      updatePlan.run(after);
      changed(planId, actor, 'update', plan, { ...after, revision: plan.revision });
    }),

    addTask: transition(
      (planId: number, task: PlanTaskInput, phase: string | undefined, actor: string, check?: PlanCheck) => {
        requireEditable(planId, check);
        if (hasKey(planId, task.key)) throw refusal(`Plan ${planId} has a task '${task.key}' already.`);
        addTask(planId, phaseFor(planId, phase), task);
        recheck(planId, (key) => (key === task.key ? 'after' : 'key'));
        changed(planId, actor, 'add task', {}, { task: task.key });
      },
    ),

    /** What is under way goes on as it was sent; a retry takes what stands here then. Gates that are asked begin anew. */
    editTask: transition(
      (planId: number, key: string, changes: Partial<PlanTaskInput>, actor: string, check?: PlanCheck) => {
        requireEditable(planId, check);
        const task = tables.requireTask(planId, key);
        const next = editTask(task, changes);
        recheck(planId, () => 'after');
        changed(planId, actor, 'edit task', { ...task }, { ...task, ...next });
      },
    ),

    /** All of it as it is written now. What is under way goes on as it was sent. */
    replace: transition((planId: number, input: PlanInput, actor: string, check?: PlanCheck): void => {
      const plan = requireEditable(planId, check);
      const before = planInputOf(plan, tables.phases(planId), tables.tasks(planId));
      replace(plan, input);
      recheck(planId, () => 'phases');
      const { phases: was, ...old } = before;
      const { phases: are, ...next } = input;
      changed(planId, actor, 'rewrite', { ...old, ...writtenTasks(was) }, { ...next, ...writtenTasks(are) });
    }),

    removeTask: transition((planId: number, key: string, actor: string, check?: PlanCheck): void => {
      requireEditable(planId, check);
      const task = tables.requireTask(planId, key);
      const followers = tables.tasks(planId).filter(({ after }) => listOf(after).includes(key));
      if (followers.length > 0)
        throw refusal(
          `Task '${key}' is waited for by ${followers.map((one) => `'${one.key}'`).join(', ')}: change their after first, or skip it.`,
        );
      refuseRemoval(task);
      if (tables.tasks(planId).length === 1)
        throw refusal(`'${key}' is the only task of plan ${planId}: skip it, or cancel the plan.`);
      removeTask.run(task.id);
      removeEmptyPhases.run(planId, planId);
      changed(planId, actor, 'remove task', { task: key }, {});
    }),

    remove: transition((planId: number, actor: string): void => {
      const plan = tables.requirePlan(planId);
      if (plan.driven === 1) throw refusal(`Plan ${planId} is ${plan.status}: cancel it first.`);
      const left = worktrees.open(planId).filter(holdsWork);
      refuseWithWork(
        left.map(({ task_id: id }) => tables.taskById(id).key),
        `plan ${planId}`,
      );
      removePlan.run(planId);
      audit.note({ actor, action: 'delete', entity: 'plan', id: planId, before: { name: plan.name } });
    }),
  };
}

/** For the audit: which tasks differ, by their key. */
const writtenTasks = (phases: PlanInput['phases']): Record<string, string> =>
  Object.fromEntries(
    phases.flatMap(({ name, tasks }) =>
      tasks.map((task) => [`task ${task.key}`, JSON.stringify([name, task])]),
    ),
  );

/** What is in a worktree would be known to nobody any more. */
function refuseWithWork(keys: readonly string[], what: string): void {
  if (keys.length > 0)
    throw refusal(
      `The worktree of ${keys.map((key) => `'${key}'`).join(', ')} is not taken down: close it before you remove ${what}.`,
    );
}

function refuseLateEdit(task: PlanTaskRow, changes: Partial<PlanTaskInput>): void {
  if (task.status === 'completed' || task.status === 'skipped')
    throw refusal(`Task '${task.key}' is ${task.status}: retry it first, then change it.`);
  const begun = task.status === 'running' || task.status === 'checking';
  const same = JSON.stringify(changes.after ?? []) === task.after;
  if (begun && changes.after !== undefined && !same)
    throw new PlanError(
      'conflict',
      `Task '${task.key}' is ${task.status}: what it waits for can not be changed any more.`,
    );
}
