/** Sessions that were made for a task in its worktree: they take only what names them, or it would be merged with the task. */
import type { Db } from '../../db/open';
import type { SessionTargets, Targeted } from '../../sessions/targets';

/** Their names, as they are called now. */
export type OwnSessions = () => ReadonlySet<string>;

export function ownSessions(architect: Db, { named }: Pick<SessionTargets, 'named'>): OwnSessions {
  const made = architect.prepare<[], Targeted>(
    'SELECT target_session, target_uid FROM plan_worktrees WHERE closed_at IS NULL AND target_session IS NOT NULL',
  );
  return () => new Set(named(made.all()).flatMap(({ target_session: name }) => name ?? []));
}
