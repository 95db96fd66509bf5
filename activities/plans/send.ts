/** Sends the tasks that are ready: looks at their directory, begins an attempt each, and queues its prompt. */
import type { Start } from '../../store/plans/attempts';
import type { AttemptRow, PlanRow, PlanTaskRow } from '../../store/plans/rows';
import type { WorktreeSettings } from '../../workflows/contracts/worktrees';
import { budgetRefusal } from './budget';
import { isGoing } from '../../store/plans/worktrees/rows';
import { worktreeSettings } from '../../store/plans/worktrees/settings';
import type { PlanActivityDeps, Trees } from './context';
import { runsShell } from './shell';
import type { Tree } from './trees';

/** A session that went away gives its prompt back to the queue so often; an attempt is something else. */
const PROMPT_RETRIES = 3;

/** Where a task works, as far as that is known before it has a session. */
export function directoryOf(
  store: PlanActivityDeps['store'],
  plan: PlanRow,
  target: string | null,
): string | null {
  if (plan.working_dir !== null) return plan.working_dir;
  const project = plan.project_id === null ? undefined : store.projects.get(plan.project_id);
  if (project?.source_path) return project.source_path;
  return target === null ? null : store.sessions.directoryHere(target);
}

/** Begins what may begin now. Returns how many. */
export async function startTasks(deps: PlanActivityDeps, plan: PlanRow, trees: Trees): Promise<number> {
  const { store } = deps;
  const ports = freePorts(deps);
  // One that was taken out of the list may come back.
  const isThere = (session: string): boolean => store.sessions.get(session) !== undefined;
  store.plans.waitFor(plan.id, isThere);
  const chosen = store.plans.chosen(plan.id, isThere);
  const refusal = budgetRefusal(store, plan);
  store.plans.hold(plan.id, chosen.length > 0 ? refusal : null);
  if (refusal !== null) return 0;
  const looks = new Map<string | null, Promise<Tree>>();
  const look = (directory: string | null): Promise<Tree> => {
    const known = looks.get(directory) ?? trees.read(directory);
    looks.set(directory, known);
    return known;
  };
  const start = async ({ id, target }: (typeof chosen)[number]): Promise<Start[]> => {
    const directory = directoryOf(store, plan, target);
    const task = store.plans.task(id);
    const isShell = runsShell(store, task);
    const settings = worktreeSettings(plan, task);
    if (settings) return startInWorktree(deps, { task, isShell, settings, source: directory, ports });
    const { head, tree } = await look(directory);
    if (directory !== null) store.plans.seen(directory, { head, tree });
    return [{ taskId: id, directory, before: { head, tree }, isShell }];
  };
  const starts = (await Promise.all(chosen.map(start))).flat();
  const begun = starts.length === 0 ? [] : store.plans.attempts.begin(plan.id, starts);
  for (const id of begun) await sendPrompt(deps, plan, store.plans.attempts.get(id));
  return begun.length;
}

interface WorktreeTask {
  readonly task: PlanTaskRow;
  readonly isShell: boolean;
  readonly settings: WorktreeSettings;
  readonly source: string | null;
  readonly ports: Iterator<number, undefined>;
}

/** Its worktree is made first. None: it waits, and says why. */
function startInWorktree({ store, worktrees }: PlanActivityDeps, given: WorktreeTask): Start[] {
  const { task, isShell, settings, source, ports } = given;
  const known = store.plans.worktrees.ofTask(task.id);
  const wait = (reason: string): Start[] => {
    store.plans.waits(task.id, reason);
    return [];
  };
  if (known && isGoing(known)) return wait('its worktree is being taken down');
  if (source === null)
    return wait(
      'its worktree needs a repository: give the plan a working_dir, or a project with a source_path',
    );
  const port = known?.port ?? ports.next().value;
  if (port === undefined)
    return wait(
      `all ports for worktrees are in use (${worktrees.ports.join('-')}): close worktrees that are left`,
    );
  return [
    { taskId: task.id, directory: null, before: NOT_SEEN, isShell, worktree: { settings, source, port } },
  ];
}

const NOT_SEEN = { head: null, tree: null };

function* freePorts({ store, worktrees }: PlanActivityDeps): Generator<number, undefined> {
  const inUse = store.plans.worktrees.portsInUse();
  const [first, last] = worktrees.ports;
  for (let port = first; port <= last; port += 1) if (!inUse.has(port)) yield port;
  return undefined;
}

/** Queues the attempt's prompt, once, and starts its workflow. */
export async function sendPrompt(
  { store, engine, log }: PlanActivityDeps,
  plan: PlanRow,
  attempt: AttemptRow | undefined,
): Promise<void> {
  if (attempt?.state !== 'sending') return;
  const task = store.plans.task(attempt.task_id);
  const promptId = store.plans.prompts.queue(promptOf(store, plan, task, attempt), {
    ...{ plan_id: plan.id, plan_name: plan.name, attempt_id: attempt.id },
    ...{ task_key: task.key, number: attempt.number, purpose: attempt.purpose },
  });
  store.plans.attempts.sent(attempt.id, promptId);
  log.info({ planId: plan.id, task: task.key, attempt: attempt.number, promptId }, 'plan sent a prompt');
  // Where the engine is away the reconciler starts it.
  await engine
    .startPrompt(promptId)
    .catch((error: unknown) => log.warn({ err: error, promptId }, 'prompt starts later'));
}

function promptOf(store: PlanActivityDeps['store'], plan: PlanRow, task: PlanTaskRow, attempt: AttemptRow) {
  const worktree = store.plans.worktrees.ofTask(task.id);
  const isOwn = worktree !== undefined && worktree.directory === attempt.directory;
  // The session that was made for it, which its worktree knows by its number.
  const target = task.target_session ?? (isOwn ? worktree.target_session : null);
  const provider = task.provider ?? null;
  return {
    content: attempt.prompt,
    source: 'plan',
    priority: task.priority,
    target_session: target,
    target_provider: provider,
    expected_provider: target === null ? null : (provider ?? store.sessions.get(target)?.provider ?? null),
    specialty: task.specialty,
    project: null,
    working_dir: attempt.directory,
    within_project: plan.project_id,
    metadata: null,
    max_retries: PROMPT_RETRIES,
    timeout_minutes: task.timeout_minutes,
    idempotency_key: null,
    idempotency_hash: null,
  };
}
