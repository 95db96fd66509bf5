/** Asks the gates of an attempt, one after the other, and ends it by what they say. */
import { gateAnswerOf, MAX_EVIDENCE_CHARS } from '../../store/plans/gates';
import type { AttemptRow, GateRow } from '../../store/plans/rows';
import type { Gate, TreeState } from '../../workflows/contracts/plans';
import { tailOf } from './output-tail';
import type { PlanActivityDeps, Trees } from './context';

/** Does the next step for its gates. True where something changed. */
export async function checkAttempt(
  deps: PlanActivityDeps,
  attempt: AttemptRow,
  { trees, isShell }: { trees: Trees; isShell: boolean },
): Promise<boolean> {
  const { gates, attempts } = deps.store.plans;
  const running = gates.of(attempt.id).find(({ status }) => status === 'running');
  if (running && !(await answer(deps, attempt, running))) return false;
  const shared = attempts.isShared(attempt);
  const tree = await treeNow(deps, attempt, trees);
  const step = gates.step(attempt, tree.tree, shared);
  switch (step.do) {
    case 'wait':
      return false;
    case 'rerun':
      gates.rerun(attempt.id, step.reason);
      return true;
    case 'end':
      gates.end(attempt.id, step.verdict, isShell);
      return true;
    case 'ask': {
      const task = gates.ask(attempt.id, step.position, tree);
      if (task !== null) await startCommand(deps, task);
      return true;
    }
  }
}

/** Files as they are now; where only a person is waited for nobody has to look. */
async function treeNow({ store }: PlanActivityDeps, attempt: AttemptRow, trees: Trees): Promise<TreeState> {
  const waits = store.plans.gates.of(attempt.id).some(({ status }) => status === 'waiting');
  if (attempt.directory === null || waits) return { head: null, tree: null };
  const { head, tree } = await trees.read(attempt.directory);
  store.plans.seen(attempt.directory, { head, tree });
  return { head, tree };
}

/** Where the engine is away the reconciler starts it. */
async function startCommand({ engine, log }: PlanActivityDeps, taskId: number): Promise<void> {
  await engine
    .startTask(taskId)
    .catch((error: unknown) => log.warn({ err: error, taskId }, 'task starts later'));
}

/** Keeps what a command or a model said. False while it says nothing. */
async function answer(deps: PlanActivityDeps, attempt: AttemptRow, row: GateRow): Promise<boolean> {
  const { store, tasksDir, judge } = deps;
  const gate = JSON.parse(row.gate) as Gate;
  if (gate.type === 'judgement') {
    const { verdict, evidence } = await judge({
      ...{ question: gate.question, attempt, task: store.plans.task(attempt.task_id) },
    });
    store.plans.gates.answered(attempt.id, row.position, {
      status: verdict,
      evidence,
      exitCode: null,
      by: null,
    });
    return true;
  }
  const id = row.background_task;
  const task = id === null ? undefined : store.tasks.get(id);
  const isOver = task === undefined || (task.status !== 'pending' && task.status !== 'running');
  const output = isOver && id !== null ? await tailOf(tasksDir, id, MAX_EVIDENCE_CHARS) : '';
  const said = gateAnswerOf(task, output);
  if (!said) return false;
  store.plans.gates.answered(attempt.id, row.position, said);
  return true;
}
