/** What becomes of attempts under way when their plan is paused or cancelled. */
import type { AttemptRow, PlanRow } from '../../store/plans/rows';
import type { PlanActivityDeps } from './context';

/**
 * Takes back what no session has yet; of a plan that was cancelled with what runs, ends the rest too. True where the
 * attempt has ended by it.
 */
export async function holdBack(deps: PlanActivityDeps, plan: PlanRow, attempt: AttemptRow): Promise<boolean> {
  const { store, engine, log } = deps;
  const isOver = plan.status === 'cancelled';
  const outcome = isOver ? 'cancelled' : 'withdrawn';
  const reason = isOver ? 'the plan was cancelled' : 'the plan was paused before a session had it';
  const quietly = async (call: Promise<unknown>): Promise<void> => {
    await call.catch((error: unknown) => log.warn({ err: error, planId: plan.id }, 'it ends later'));
  };
  if (attempt.state === 'sending') {
    store.plans.attempts.end(attempt.id, outcome, reason);
    return true;
  }
  if (attempt.state === 'sent' && attempt.prompt_id !== null) {
    const request = { kind: 'cancel', reason } as const;
    if (store.lifecycle.withdraw(attempt.prompt_id, reason)) {
      store.plans.attempts.end(attempt.id, outcome, reason);
      await quietly(engine.control(attempt.prompt_id, request));
      return true;
    }
    if (isOver && plan.stop_running === 1) await quietly(engine.control(attempt.prompt_id, request));
    return false;
  }
  if (!isOver || plan.stop_running === 0 || attempt.state !== 'checking') return false;
  for (const { status, background_task: task } of store.plans.gates.of(attempt.id))
    if (status === 'running' && task !== null)
      await quietly(engine.controlTask(task, { kind: 'cancel', reason }));
  store.plans.attempts.end(attempt.id, outcome, reason);
  return true;
}
