/** What programs that run in a worktree find in their environment: its commands, its gates, the session made for it. */
import { settingsOf, type WorktreeRow } from './rows';

export function worktreeEnvironment(row: WorktreeRow): Record<string, string> {
  const { port, path, branch, base, source } = row;
  return {
    PORT: String(port),
    WORKTREE_PORT: String(port),
    WORKTREE_SOURCE: source,
    ...(path !== null && { WORKTREE_PATH: path }),
    ...(branch !== null && { WORKTREE_BRANCH: branch }),
    ...(base !== null && { WORKTREE_BASE: base }),
    // What a person says goes before it.
    ...settingsOf(row).env,
  };
}
