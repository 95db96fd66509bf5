/** Asks the gates of an attempt, one after the other, and ends it by what they say. */
import { type GateAnswer, gateAnswerOf, MAX_EVIDENCE_CHARS } from '../../store/plans/gates';
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
  const said = running && (await answerOf(deps, attempt, running));
  if (running && !said) return false;
  const tree = await treeNow(deps, attempt, trees);
  if (running && said) gates.answered(attempt.id, running, said, tree);
  const shared = attempts.isShared(attempt);
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

/** What a command or a model says; undefined while it says nothing. */
async function answerOf(
  { store, tasksDir, judge, log }: PlanActivityDeps,
  attempt: AttemptRow,
  row: GateRow,
): Promise<GateAnswer | undefined> {
  const gate = JSON.parse(row.gate) as Gate;
  if (gate.type === 'judgement') {
    const task = store.plans.task(attempt.task_id);
    const said = { exitCode: null, by: null };
    try {
      const { verdict, evidence } = await judge({ question: gate.question, attempt, task });
      return { ...said, status: verdict, evidence };
    } catch (error) {
      // Asked again and again it would cost again and again.
      log.error({ err: error, attemptId: attempt.id }, 'a judgement failed');
      const evidence = 'the model could not be asked, the log has the reason: a person can decide it';
      return { ...said, status: 'unknown', evidence };
    }
  }
  const id = row.background_task;
  const task = id === null ? undefined : store.tasks.get(id);
  const isOver = task === undefined || (task.status !== 'pending' && task.status !== 'running');
  const output = isOver && id !== null ? await tailOf(tasksDir, id, MAX_EVIDENCE_CHARS) : '';
  return gateAnswerOf(task, output);
}
