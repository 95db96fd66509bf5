/** The session that is made for a task in its worktree, and ended with it. A task that names a session has none. */
import { realPath } from '../../../store/real-path';
import { worktreeEnvironment } from '../../../store/plans/worktrees/environment';
import { type PlacedWorktree, settingsOf } from '../../../store/plans/worktrees/rows';
import type { SessionRow } from '../../../store/rows';
import type { CreateSession } from '../../../terminal/sessions/commands';
import { type WorktreeDeps, WorktreeError } from './context';

const MOST_NAMES = 20;

/** @throws WorktreeError where it can't be made */
export async function sessionFor(deps: WorktreeDeps, row: PlacedWorktree): Promise<void> {
  const { store } = deps;
  const { worktrees } = store.plans;
  const { target_session: target, provider, specialty, key } = store.plans.task(row.task_id);
  if (target !== null) {
    // It may have come there since the plan was written.
    const host = store.hosts.ofSession(target);
    if (host === undefined) return;
    throw new WorktreeError(
      `session '${target}' is on host '${host}', and its worktree is on the machine of the dashboard: name a session there`,
    );
  }
  if (row.target_session !== null && isOurs(store.sessions.get(row.target_session), row)) {
    worktrees.hasSession(row.id);
    return;
  }
  if (provider === null)
    throw new WorktreeError(
      'a session is made for it in its worktree: say which provider, or name a session',
    );
  const { launch, env, secrets } = settingsOf(row);
  const wanted: CreateSession = {
    ...{ provider, specialty: specialty ?? 'general', workingDir: row.directory, secrets },
    projectId: store.plans.get(row.plan_id)?.project_id ?? null,
    argv: launch ?? null,
    env: { ...worktreeEnvironment(row), ...env },
  };
  const first = `plan-${row.plan_id}-${key.replace(/[^A-Za-z0-9_-]/g, '-')}`;
  for (let number = 1; number <= MOST_NAMES; number += 1) {
    const name = number === 1 ? first : `${first}-${number}`;
    const known = store.sessions.get(name);
    if (known?.present === 1) continue;
    // Noted before it is made: whoever goes on after a crash finds it by its name and its directory.
    worktrees.wantSession(row.id, name);
    const refusal = await carryOut(deps, 'create', name, wanted);
    if (refusal === null) {
      worktrees.hasSession(row.id);
      return;
    }
    if (!/duplicate session/i.test(refusal))
      throw new WorktreeError(`session '${name}' could not be made: ${refusal}`);
  }
  throw new WorktreeError(`there are sessions named ${first}, and with numbers behind, already: end them`);
}

/** It is not at work: nothing that anybody is about to do there is cut off. */
export function mayEnd({ store }: Pick<WorktreeDeps, 'store'>, row: PlacedWorktree): boolean {
  const session = row.target_session === null ? undefined : store.sessions.get(row.target_session);
  if (session?.present !== 1) return true;
  return (
    session.current_task_id === null && session.status !== 'busy' && session.status !== 'needs_confirmation'
  );
}

export async function endSession(deps: WorktreeDeps, row: PlacedWorktree): Promise<void> {
  const { store } = deps;
  const name = row.target_session;
  if (name !== null && isOurs(store.sessions.get(name), row)) {
    const refusal = await carryOut(deps, 'kill', name, {});
    if (refusal !== null) throw new WorktreeError(`session '${name}' could not be ended: ${refusal}`);
  }
  store.plans.worktrees.withoutSession(row.id);
}

/** By its number where that is known, else by where it is: it was made right before a crash. */
function isOurs(session: SessionRow | undefined, { target_uid: uid, path }: PlacedWorktree): boolean {
  if (session?.present !== 1) return false;
  if (uid !== null) return true;
  const dir = session.working_dir === null ? undefined : realPath(session.working_dir);
  return dir !== undefined && (dir === path || dir.startsWith(`${path}/`));
}

async function carryOut(
  { store, engine }: WorktreeDeps,
  kind: 'create' | 'kill',
  name: string,
  payload: unknown,
): Promise<string | null> {
  const id = store.commands.insert(kind, name, payload);
  try {
    const { error } = await engine.runCommand(id);
    return error === null ? null : (store.commands.get(id)?.error ?? error);
  } catch (error) {
    // It is not carried out later, and its environment doesn't stay in the store.
    store.commands.end(id, 'not carried out: no answer from the engine');
    throw error;
  }
}
