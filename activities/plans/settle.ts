/** What came of an attempt's prompt: how it ended, and what the directory is like now. */
import { existsSync } from 'node:fs';
import type { AttemptRow, PlanRow } from '../../store/plans/rows';
import type { PromptRow } from '../../store/rows';
import { isSettled } from '../../workflows/contracts/settled';
import type { PlanActivityDeps, Trees } from './context';
import { HELD_BACK } from './stop';

/** Looks at an attempt whose prompt was sent. True where something changed. */
export async function settleAttempt(
  { store, log }: PlanActivityDeps,
  plan: PlanRow,
  attempt: AttemptRow,
  trees: Trees,
): Promise<boolean> {
  const prompt = attempt.prompt_id === null ? undefined : store.prompts.get(attempt.prompt_id);
  if (prompt && !isSettled(prompt)) {
    store.plans.attempts.certain(attempt.id);
    return false;
  }
  if (prompt?.stage === 'indeterminate') {
    const reason = `nobody knows whether the agent has prompt ${prompt.id}: say how it ended`;
    store.plans.attempts.uncertain(attempt.id, reason);
    return false;
  }
  if (prompt?.stage === 'cancelled' && prompt.error === HELD_BACK) {
    const outcome = plan.status === 'cancelled' ? 'cancelled' : 'withdrawn';
    store.plans.attempts.end(attempt.id, outcome, HELD_BACK);
    return true;
  }
  const worktree = store.plans.worktrees.ofTask(attempt.task_id);
  if (worktree?.path != null && worktree.directory === attempt.directory && !existsSync(worktree.path)) {
    const reason = `its worktree ${worktree.path} was deleted: it is made anew from what ${worktree.branch} has`;
    store.plans.worktrees.sendBack(worktree.id, attempt.id, { outcome: 'withdrawn', reason });
    return true;
  }
  const directory = attempt.directory ?? directoryAfter(store, prompt);
  const { head, tree, note } = await trees.read(directory);
  // A directory that was found out only now has nothing to be compared with.
  const files = directory === null ? null : await trees.files(directory, attempt.before_tree, tree);
  if (directory !== null) store.plans.seen(directory, { head, tree });
  // A person may have had it done once more while git was asked.
  const now = prompt && store.prompts.get(prompt.id);
  if (now && !isSettled(now)) return false;
  const isShell = shellDid(store, prompt);
  store.plans.attempts.settled(attempt.id, {
    promptOutcome: outcomeOf(prompt),
    reason: prompt ? (prompt.error ?? prompt.reason) : 'its prompt was removed',
    ...{ directory, after: { head, tree }, files, note, isShell },
    ran: isShell ? true : toolsUsed(prompt),
  });
  log.info(
    { planId: plan.id, attemptId: attempt.id, promptId: attempt.prompt_id },
    'a prompt of a plan ended',
  );
  return true;
}

function outcomeOf(prompt: PromptRow | undefined): 'completed' | 'failed' | 'cancelled' {
  if (prompt?.status === 'completed' || prompt?.status === 'cancelled') return prompt.status;
  return 'failed';
}

function directoryAfter(store: PlanActivityDeps['store'], prompt: PromptRow | undefined): string | null {
  const session = prompt?.assigned_session ?? null;
  return session === null ? null : store.sessions.directoryHere(session);
}

/** Its prompts are commands: what is typed there is run. */
function shellDid(store: PlanActivityDeps['store'], prompt: PromptRow | undefined): boolean {
  const session = prompt?.assigned_session ?? prompt?.target_session ?? null;
  return session !== null && (prompt?.expected_provider ?? store.sessions.get(session)?.provider) === 'shell';
}

const toolsUsed = (prompt: PromptRow | undefined): boolean | null =>
  prompt?.tool_calls == null ? null : prompt.tool_calls > 0;
