/**
 * Whether a look at an attempt would do anything now. Most of the time it waits for a session, an agent, a command or a
 * person, whose end wakes the plan; a look that reads directories for nothing would cost each plan some every minute.
 */
import { isUntaken } from '../../workflows/contracts/chains';
import { isSettled } from '../../workflows/contracts/settled';
import type { Db } from '../db/open';
import type { PromptRow } from '../rows';
import type { attemptLife } from './attempts';
import type { gateLife } from './gates';
import type { AttemptRow, PlanRow } from './rows';
import type { PlanTables } from './tables';
import type { WorktreeTables } from './worktrees/statements';

export interface AttemptsDueDeps {
  readonly architect: Db;
  readonly assigner: Db;
  readonly tables: Pick<PlanTables, 'taskById' | 'gates'>;
  readonly worktrees: Pick<WorktreeTables, 'ofTask'>;
  readonly gates: Pick<ReturnType<typeof gateLife>, 'step'>;
  readonly attempts: Pick<ReturnType<typeof attemptLife>, 'isShared'>;
}

export function attemptsDue({ architect, assigner, tables, worktrees, gates, attempts }: AttemptsDueDeps) {
  const promptOf = assigner.prepare<[number], Pick<PromptRow, 'stage' | 'status'>>(
    'SELECT stage, status FROM prompts WHERE id = ?',
  );
  const runs = architect
    .prepare<[number], number>("SELECT 1 FROM task_queue WHERE id = ? AND status IN ('pending', 'running')")
    .pluck();

  const isSentDue = (plan: PlanRow, { prompt_id: promptId, task_id: taskId }: AttemptRow): boolean => {
    const prompt = promptId === null ? undefined : promptOf.get(promptId);
    if (!prompt) return true;
    // What nobody is at work on is taken back.
    if (plan.status !== 'running' && isUntaken(prompt)) return true;
    const isUncertain = tables.taskById(taskId).status === 'needs_person';
    return (
      (isSettled(prompt) && prompt.stage !== 'indeterminate') ||
      isUncertain !== (prompt.stage === 'indeterminate')
    );
  };

  const areGatesDue = (attempt: AttemptRow): boolean => {
    const running = tables.gates(attempt.id).find(({ status }) => status === 'running');
    // Without a command it is a judgement, which is made by the look itself.
    if (running) return running.background_task === null || runs.get(running.background_task) === undefined;
    // While one waits for a person, files are not looked at.
    return gates.step(attempt, null, attempts.isShared(attempt)).do !== 'wait';
  };

  return (plan: PlanRow, attempt: AttemptRow): boolean => {
    if (plan.status === 'cancelled' && plan.stop_running === 1) return true;
    switch (attempt.state) {
      case 'sent':
        return isSentDue(plan, attempt);
      case 'checking':
        return areGatesDue(attempt);
      // By a step of its worktree, unless others are to merge it: a plan that was cancelled doesn't wait for them.
      case 'merging':
        return plan.status === 'cancelled' && worktrees.ofTask(attempt.task_id)?.state === 'pull_request';
      case 'ended':
        return false;
      // Its worktree may take minutes to stand, and wakes the plan when it does.
      case 'opening':
        return plan.status !== 'running' || worktrees.ofTask(attempt.task_id)?.state === 'ready';
      case 'sending':
        return true;
    }
  };
}
