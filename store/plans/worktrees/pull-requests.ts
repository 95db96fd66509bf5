/** The pull request of a worktree after it was opened: its task is done when it is merged, and not before. */
import type { Db } from '../../db/open';
import { sqlTime } from '../../db/time';
import type { AttemptRow } from '../rows';
import type { MergingDeps } from './merging';
import type { WorktreeRow } from './rows';

const OVER = { has_turn: 0, queued_at: null, retry_at: null, conflicts: null } as const;

export function worktreePullRequests(db: Db, deps: MergingDeps) {
  const { plans, worktrees, endings, conclude, clock, transition } = deps;
  const attemptOf = db.prepare<[number], AttemptRow>(
    "SELECT * FROM plan_attempts WHERE task_id = ? AND state = 'merging'",
  );
  const after = (seconds: number): string => sqlTime(new Date(clock().getTime() + seconds * 1_000));
  const waitingFor = (url: string): string => `waits for its pull request to be merged: ${url}`;
  const say = ({ task_id: taskId }: WorktreeRow, reason: string): void => {
    if (attemptOf.get(taskId)) plans.setTask(taskId, 'checking', reason);
  };
  /** The worktree, while its pull request is what is waited for: a person may have had the task tried again meanwhile. */
  const waiting = (id: number): WorktreeRow | undefined => {
    const row = worktrees.get(id);
    return row?.state === 'pull_request' ? row : undefined;
  };
  const merged = (id: number, commit: string | null, reason: string): void => {
    worktrees.set(id, {
      ...{ ...OVER, state: 'merged', reason, merged_commit: commit, merged_at: plans.now() },
    });
    const row = worktrees.get(id);
    const attempt = row && attemptOf.get(row.task_id);
    if (attempt) endings.merged(attempt, reason);
    if (row) conclude(row.plan_id);
  };

  return {
    /** It is in its base branch. What was done to the repository is so, whatever was decided about the attempt meanwhile. */
    merged: transition(merged),

    /** It was pushed, and its pull request waits for people. Others may be merged meanwhile. */
    pullRequest: transition(
      (id: number, { url, number }: { url: string; number: number }, lookAfterSeconds: number): void => {
        const reason = waitingFor(url);
        worktrees.set(id, {
          ...{ ...OVER, state: 'pull_request', reason, retry_at: after(lookAfterSeconds) },
          ...{ pull_request_url: url, pull_request_number: number },
          ...{ pull_request_etag: null, pull_request_failures: 0 },
        });
        const row = worktrees.get(id);
        if (!row) return;
        say(row, reason);
        conclude(row.plan_id);
      },
    ),

    /** It was looked at, and is open. `etag`: what GitHub calls the state that was seen. */
    pullRequestOpen: transition((id: number, etag: string | null, lookAfterSeconds: number): void => {
      const row = waiting(id);
      if (!row) return;
      const reason = waitingFor(row.pull_request_url ?? '');
      worktrees.set(id, {
        ...{ reason, retry_at: after(lookAfterSeconds) },
        ...{ pull_request_etag: etag, pull_request_failures: 0 },
      });
      if (row.reason !== reason) say(row, reason);
    }),

    /** It could not be looked at. */
    pullRequestUnknown: transition((id: number, why: string, lookAfterSeconds: number): void => {
      const row = waiting(id);
      if (!row) return;
      const reason = `${waitingFor(row.pull_request_url ?? '')}; whether it was can not be found out, and is tried again: ${why}`;
      worktrees.set(id, {
        ...{ reason, retry_at: after(lookAfterSeconds) },
        pull_request_failures: row.pull_request_failures + 1,
      });
      if (row.reason !== reason) say(row, reason);
    }),

    pullRequestMerged: transition((id: number, commit: string | null): void => {
      const row = waiting(id);
      if (row) merged(id, commit, `its pull request was merged: ${row.pull_request_url}`);
    }),

    /** Closed, and not merged: what becomes of the task is a person's to say. Its worktree stays. */
    pullRequestClosed: transition((id: number): void => {
      const row = waiting(id);
      if (!row) return;
      const reason = `its pull request was closed without a merge: ${row.pull_request_url}`;
      worktrees.set(id, { state: 'kept', reason, retry_at: null });
      const attempt = attemptOf.get(row.task_id);
      if (attempt) endings.end(attempt, 'needs_person', reason, true);
      conclude(row.plan_id);
    }),
  };
}
