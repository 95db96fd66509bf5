/**
 * Phase plans in architect.db: what is to be done, how far it is, and what was found out about it. The decisions are in
 * decide/, which reads nothing; here they are made of rows, and what follows is written in the same transaction.
 */
import { hasEnded, type PlanOutlook, type PlanStatus, type TreeState } from '../../workflows/contracts/plans';
import type { PastCosts } from '../budgets/past-costs';
import type { Db } from '../db/open';
import type { Clock } from '../db/time';
import type { Outbox } from '../outbox';
import type { Prompts } from '../prompts';
import type { ReceiptWriter } from '../prompts/receipts';
import type { SessionTargets } from '../sessions/targets';
import type { Tasks } from '../tasks';
import type { Audit } from '../work-items/audit';
import { ifAny, lister } from '../work-items/list';
import { attemptLife } from './attempts';
import { concluding } from './conclude';
import { planControl } from './control';
import { planDecisions } from './decisions';
import { choose } from './decide/next';
import { planInputOf } from './definition';
import { planDetails } from './detail';
import { planDrafts } from './drafts';
import { attemptsDue } from './due';
import { planEditing } from './edit';
import { attemptEndings } from './endings';
import { planEstimates } from './estimate';
import { gateLife } from './gates';
import { planPrompts } from './prompts';
import type { PlanRow } from './rows';
import { planTables } from './tables';
import { triesOf } from './tries';
import { planWorktrees } from './worktrees';
import { worktreesDue } from './worktrees/due';
import { worktreeTables } from './worktrees/statements';

export { PlanError } from './errors';

const HELD = 'nothing new begins: ';
const isHeldBack = ({ reason }: Pick<PlanRow, 'reason'>): boolean => reason?.startsWith(HELD) === true;

export interface PlanFilter {
  readonly status?: readonly PlanStatus[];
  readonly projectId?: number;
  /** Part of the name, any case. */
  readonly text?: string;
}

export interface PlanDeps {
  readonly architect: Db;
  readonly assigner: Db;
  readonly outbox: Outbox;
  readonly audit: Audit;
  readonly tasks: Pick<Tasks, 'insert'>;
  readonly prompts: Pick<Prompts, 'insert'>;
  readonly receipts: ReceiptWriter;
  readonly targets: SessionTargets;
  readonly costs: PastCosts;
  /** The agent of a session; undefined: there is no such session. */
  readonly agentOf: (session: string) => string | null | undefined;
}

export type Plans = ReturnType<typeof plansRepository>;

export function plansRepository(deps: PlanDeps, clock: Clock) {
  const { architect, assigner, outbox, audit, tasks, prompts, receipts, targets, costs } = deps;
  const transition = outbox.transition.architect;
  const tables = planTables(architect, clock, targets);
  const worktreeRows = worktreeTables(architect, targets);
  const due = worktreesDue(architect, { plans: tables, worktrees: worktreeRows });
  const conclude = concluding(architect, tables, (id, status) => due(id, status).active);
  const tries = triesOf(tables);
  const endings = attemptEndings(architect, tables, tries, worktreeRows);
  const shared = { tables, endings, conclude, transition };
  const worktrees = planWorktrees(
    architect,
    { ...shared, plans: tables, worktrees: worktreeRows, tasks, targets, due },
    clock,
  );
  const attempts = attemptLife(architect, { ...shared, tries, beginWorktree: worktrees.begin });
  const gates = gateLife(architect, { ...shared, tasks, worktrees: worktreeRows });
  const isAttemptDue = attemptsDue({
    ...{ architect, assigner, tables, gates, attempts, worktrees: worktreeRows },
  });
  const edit = planEditing(architect, {
    ...{ tables, attempts, conclude, audit, targets, transition, worktrees: worktreeRows },
  });
  const keepSeen = architect.prepare(`
    INSERT INTO plan_directories (directory, head, tree, seen_at) VALUES (@directory, @head, @tree, @now)
    ON CONFLICT (directory) DO UPDATE SET head = @head, tree = @tree, seen_at = @now`);
  const keepReason = architect.prepare('UPDATE plans SET reason = @reason WHERE id = @id');
  const drivenIds = architect
    .prepare<[number], number>('SELECT id FROM plans WHERE driven = 1 AND id > ? ORDER BY id LIMIT 500')
    .pluck();

  const outlook = (id: number, isThere?: (session: string) => boolean): PlanOutlook => {
    const plan = tables.plan(id);
    if (!plan || plan.driven === 0) return { ended: true, due: false, active: false };
    const { steps, active: worktreesActive, busy, againInMs } = due(id);
    const attemptsOpen = tables.openAttempts(id);
    const isGateLeft = tables.leftGates(id).length > 0;
    const active = attemptsOpen.length > 0 || isGateLeft || busy;
    // What it waited for last was the end of a gate that nobody waits for.
    if (!active && !worktreesActive && hasEnded(plan.status)) {
      transition(() => conclude(id))();
      return { ended: true, due: false, active: false };
    }
    const isDue =
      isGateLeft ||
      attemptsOpen.some((attempt) => isAttemptDue(plan, attempt)) ||
      // Whether a budget holds it back still is found out, and written down, by a look.
      (plan.status === 'running' &&
        (isHeldBack(plan) || choose(tables.decided(plan), isThere).start.length > 0));
    return {
      ended: false,
      active,
      due: isDue,
      ...(steps.length > 0 && { worktrees: steps }),
      ...(againInMs !== undefined && { againInMs }),
    };
  };

  return {
    get: (id: number): PlanRow | undefined => tables.plan(id),
    detail: planDetails(architect, tables, worktreeRows),
    list: planList(architect),
    /** What people wrote, as they may write it again. */
    input(id: number) {
      const plan = tables.plan(id);
      return plan && planInputOf(plan, tables.phases(id), tables.tasks(id));
    },
    edit,
    drafts: planDrafts(architect, { tables, create: edit.create, transition }),
    /** What tasks, as they are written, are likely to cost. */
    estimate: planEstimates({ costs, agentOf: deps.agentOf }),
    worktrees,
    control: planControl(architect, {
      ...{ ...shared, gates, audit },
      decisions: planDecisions(architect, tables),
      worktrees: worktreeRows,
    }),
    attempts: {
      ...attempts,
      get: tables.attempt,
      open: tables.openAttempts,
      /** Ends one of a plan that was cancelled or paused. */
      end: transition((id: number, outcome: 'cancelled' | 'withdrawn', reason: string): void => {
        const attempt = tables.attempt(id);
        if (!attempt || attempt.state === 'ended') return;
        endings.end(attempt, outcome, reason, true);
        conclude(attempt.plan_id);
      }),
      /** What nobody knew was found out: its prompt is under way. */
      certain: transition((id: number): void => {
        const attempt = tables.attempt(id);
        const task = attempt && tables.taskById(attempt.task_id);
        if (attempt?.state !== 'sent' || task?.status !== 'needs_person') return;
        tables.setTask(task.id, 'running', null);
        conclude(attempt.plan_id);
      }),
      /** Nobody knows whether its prompt was done: a person says how that ended, or decides about the task. */
      uncertain: transition((id: number, reason: string): void => {
        const attempt = tables.attempt(id);
        if (attempt?.state !== 'sent') return;
        const task = tables.taskById(attempt.task_id);
        if (task.status === 'needs_person' && task.reason === reason) return;
        tables.setTask(task.id, 'needs_person', reason);
        conclude(attempt.plan_id);
      }),
    },
    gates: { ...gates, of: tables.gates },
    task: tables.taskById,
    prompts: planPrompts(assigner, { prompts, receipts, transition: outbox.transition.assigner }),
    /** Why nothing of it begins now, although it could; null: nothing holds it. What people decided stays written. */
    hold: transition((id: number, why: string | null): void => {
      const held = tables.requirePlan(id).reason;
      const reason = why === null ? null : `${HELD}${why}`;
      const isOurs = held === null || isHeldBack({ reason: held });
      if (held !== reason && (isOurs || reason !== null)) keepReason.run({ id, reason });
    }),
    /** Notes where the files of a directory are now. */
    seen: (directory: string, state: TreeState): void =>
      void keepSeen.run({ directory, ...state, now: tables.now() }),
    /** Tasks that are to be started now. */
    chosen(id: number, isThere?: (session: string) => boolean) {
      const plan = tables.plan(id);
      return plan ? choose(tables.decided(plan), isThere).start : [];
    },
    /** It could begin, and waits all the same. */
    waits: transition((taskId: number, reason: string): void => {
      const { status, reason: known } = tables.taskById(taskId);
      if (status === 'waiting' && known !== reason) tables.setTask(taskId, 'waiting', reason);
    }),
    /** Says of tasks that are ready why they wait all the same. */
    waitFor: transition((id: number, isThere: (session: string) => boolean): void => {
      const plan = tables.requirePlan(id);
      const decided = tables.decided(plan);
      const left = decided.tasks.filter(({ target }) => target !== null && !isThere(target));
      if (left.length === 0) return;
      const { standings } = choose(decided);
      for (const { id: taskId, key, target } of left) {
        if (standings.get(key)?.status !== 'ready') continue;
        const reason = `waits for session '${target}', which is not there`;
        if (tables.taskById(taskId).reason !== reason) tables.setTask(taskId, 'waiting', reason);
      }
    }),
    outlook: (id: number) => outlook(id),
    /**
     * Something can be done for it, and an event that would have told its workflow may have been lost. What waits for a
     * budget or for a session that is away is looked at by itself.
     */
    mayBeForgotten(id: number): boolean {
      const { ended, due, worktrees } = outlook(id, (session) => deps.agentOf(session) !== undefined);
      const plan = tables.plan(id);
      return ended || worktrees !== undefined || (due && !(plan && isHeldBack(plan)));
    },
    /** Ids of plans whose workflow has something to do, after id `after`, ascending, at most 500. */
    drivenIds: (after: number) => drivenIds.all(after),
  };
}

function planList(db: Db) {
  const list = lister<PlanRow>(db, { table: 'plans', text: ['name'] });
  const sort = [{ column: 'id', descending: true }];
  return ({ status, projectId, text }: PlanFilter, limit: number, offset: number) => {
    const where = { status: ifAny(status), project_id: projectId === undefined ? undefined : [projectId] };
    return { ...list({ where, text, sort, limit, offset }), limit, offset };
  };
}
