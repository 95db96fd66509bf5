/** What becomes of attempts under way when their plan is paused or cancelled. */
import type { AttemptRow, PlanRow } from '../../store/plans/rows';
import type { PlanActivityDeps } from './context';

/** Also how a withdrawal that was cut off is known again. */
export const HELD_BACK = 'the plan was paused before a session had it';

/**
 * Takes back what no session has yet; of a plan that was cancelled with what runs, ends the rest too. True where the
 * attempt has ended by it.
 */
export async function holdBack(deps: PlanActivityDeps, plan: PlanRow, attempt: AttemptRow): Promise<boolean> {
  const { store, engine, log } = deps;
  const isOver = plan.status === 'cancelled';
  const outcome = isOver ? 'cancelled' : 'withdrawn';
  const reason = isOver ? 'the plan was cancelled' : HELD_BACK;
  const quietly = async (call: Promise<unknown>): Promise<void> => {
    await call.catch((error: unknown) => log.warn({ err: error, planId: plan.id }, 'it ends later'));
  };
  if (attempt.state === 'checking') {
    if (!isOver || plan.stop_running === 0) return false;
    // Its command is ended by `stopLeftGates`.
    store.plans.attempts.end(attempt.id, outcome, reason);
    return true;
  }
  // What has passed its gates goes on to be merged, unless the plan is to be stopped with what runs.
  if (attempt.state === 'merging') {
    const worktree = store.plans.worktrees.ofTask(attempt.task_id);
    // Whether others merge it is nothing that a plan that is over waits for.
    const isAtOthers = worktree?.state === 'pull_request';
    if (!isOver || (plan.stop_running === 0 && !isAtOthers)) return false;
    const left = isAtOthers ? `: its pull request stays open, ${worktree.pull_request_url}` : '';
    store.plans.attempts.end(attempt.id, outcome, `${reason}${left}`);
    return true;
  }
  const promptId = promptOf(deps, attempt);
  if (promptId === null) {
    store.plans.attempts.end(attempt.id, outcome, reason);
    return true;
  }
  if (!store.prompts.get(promptId)) return false;
  const request = { kind: 'cancel', reason } as const;
  if (store.lifecycle.withdraw(promptId, reason)) {
    store.plans.attempts.end(attempt.id, outcome, reason);
    await quietly(engine.control(promptId, request));
    return true;
  }
  if (isOver && plan.stop_running === 1) await quietly(engine.control(promptId, request));
  return false;
}

/** A crash may have come between its prompt and the note of it: the prompt is there, and is sent, all the same. */
function promptOf({ store }: PlanActivityDeps, { id, state, prompt_id: known }: AttemptRow): number | null {
  if (state !== 'sending') return known;
  const queued = store.plans.prompts.of(id);
  if (queued === undefined) return null;
  store.plans.attempts.sent(id, queued);
  return queued;
}

/**
 * Ends commands of gates that nobody waits for any more: their attempt has ended, or its gates are others now. They
 * work in the directory of the next attempt.
 */
export async function stopLeftGates({ store, engine, log }: PlanActivityDeps, planId: number): Promise<void> {
  const reason = 'nothing waits for this gate any more';
  for (const id of store.plans.gates.left(planId)) {
    try {
      if (await engine.controlTask(id, { kind: 'cancel', reason })) continue;
      // No workflow has it: what was not started needs none to end it, and what was gets one.
      if (store.tasks.get(id)?.status === 'pending') store.taskLifecycle.cancelWaiting(id, reason);
      else await engine.startTask(id);
    } catch (error) {
      log.warn({ err: error, planId, taskId: id }, 'a gate nobody waits for ends later');
    }
  }
}
