/** A worktree as the API shows it. */
import type { z } from 'zod';
import { isoTime } from '../../store/db/time';
import { listOf } from '../../store/plans/rows';
import { mergeKindOf, type WorktreeRow } from '../../store/plans/worktrees/rows';
import type { worktreeShown } from './worktree-fields';

export function worktreeView(row: WorktreeRow): z.output<typeof worktreeShown> {
  return {
    ...{ state: row.state, reason: row.reason, path: row.path, directory: row.directory },
    ...{ repository: row.repository, branch: row.branch, base: row.base, base_commit: row.base_commit },
    ...{ port: row.port, session: row.target_session, merge: mergeKindOf(row) },
    has_turn: row.has_turn === 1,
    conflicts: row.conflicts === null ? [] : [...listOf(row.conflicts)],
    ...{ merged_commit: row.merged_commit, pull_request_url: row.pull_request_url },
    retry_at: isoTime(row.retry_at),
    opened_at: isoTime(row.opened_at),
    merged_at: isoTime(row.merged_at),
    closed_at: isoTime(row.closed_at),
  };
}
