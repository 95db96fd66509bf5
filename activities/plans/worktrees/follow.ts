/** A pull request is looked at until it is merged or closed: GitHub is asked, or git where GitHub can't be. */
import { ApplicationFailure } from '@temporalio/activity';
import { isPlaced, type PlacedWorktree, type WorktreeRow } from '../../../store/plans/worktrees/rows';
import type { PullRequestState } from '../../github/pull-request-state';
import type { WorktreeDeps } from './context';
import { gitIn } from './git';
import { isAncestor } from './looks';
import { tipOf } from './place';

/** The longest pause after looks that failed. */
const LONGEST_PAUSE_SECONDS = 3_600;

export async function followStep(deps: WorktreeDeps, row: WorktreeRow): Promise<void> {
  if (!isPlaced(row) || row.state !== 'pull_request') return;
  const { store, log } = deps;
  const { worktrees } = store.plans;
  const pollSeconds = deps.worktrees.pullRequestPollSeconds;
  try {
    const found = await look(deps, row);
    switch (found.is) {
      case 'merged':
        await fetchBase(row);
        worktrees.pullRequestMerged(row.id, found.commit);
        log.info({ planId: row.plan_id, url: row.pull_request_url }, 'pull request merged');
        break;
      case 'closed':
        worktrees.pullRequestClosed(row.id);
        log.info({ planId: row.plan_id, url: row.pull_request_url }, 'pull request closed without a merge');
        break;
      case 'open':
        worktrees.pullRequestOpen(row.id, found.etag, pollSeconds);
        break;
      case 'unchanged':
        worktrees.pullRequestOpen(row.id, row.pull_request_etag, pollSeconds);
        break;
    }
  } catch (error) {
    log.warn({ err: error, planId: row.plan_id, url: row.pull_request_url }, 'pull request not looked at');
    const wanted: unknown = error instanceof ApplicationFailure ? error.nextRetryDelay : undefined;
    const pause = Math.min(pollSeconds * 2 ** row.pull_request_failures, LONGEST_PAUSE_SECONDS);
    const seconds = typeof wanted === 'number' ? Math.ceil(wanted / 1_000) : pause;
    worktrees.pullRequestUnknown(row.id, (error as Error).message, seconds);
  }
}

async function look(
  { store, lookAtPullRequest }: WorktreeDeps,
  row: PlacedWorktree,
): Promise<PullRequestState> {
  const projectId = store.plans.get(row.plan_id)?.project_id ?? null;
  const { pull_request_number: number, pull_request_etag: etag } = row;
  try {
    if (projectId === null || number === null)
      throw ApplicationFailure.nonRetryable('the plan has no project any more, whose token it takes');
    const found = await lookAtPullRequest({ projectId, number, etag });
    // Such as one that a person brought in by git, and deleted the branch of.
    return found.is === 'closed' && (await isInBase(row)) ? inBase(row) : found;
  } catch (error) {
    // Such as a token that was removed: what git sees of the base branch is enough to know that it was merged.
    if (!(error instanceof ApplicationFailure) || error.nonRetryable !== true) throw error;
    if (!(await isInBase(row))) throw error;
    return inBase(row);
  }
}

const inBase = ({ pushed_commit: commit }: PlacedWorktree): PullRequestState => ({ is: 'merged', commit });

/** The commits that were pushed are in the base branch of the remote, as far as git can tell. */
async function isInBase(row: PlacedWorktree): Promise<boolean> {
  if (row.remote === null || row.pushed_commit === null) return false;
  const git = gitIn(row.source);
  const tip = await tipOf(git, row.base, row.remote).catch(() => null);
  return tip !== null && isAncestor(git, row.pushed_commit, tip);
}

/** So that it is known here what can be removed; where that fails the branch stays. */
async function fetchBase(row: PlacedWorktree): Promise<void> {
  await tipOf(gitIn(row.source), row.base, row.remote).catch(() => undefined);
}
