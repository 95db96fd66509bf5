/** What the activities of worktrees are made from. */
import type { Store } from '../../../store';
import type { AttemptRow } from '../../../store/plans/rows';
import type { PlacedWorktree } from '../../../store/plans/worktrees/rows';
import type { EngineClient } from '../../context';
import type { PullRequestState } from '../../github/pull-request-state';
import type { PlanActivityDeps } from '../context';
import type { Git } from './git';

export interface WorktreeDeps extends Omit<PlanActivityDeps, 'store' | 'engine'> {
  readonly store: PlanActivityDeps['store'] & Pick<Store, 'commands' | 'github' | 'hosts'>;
  readonly engine: PlanActivityDeps['engine'] & Pick<EngineClient, 'runCommand' | 'wakePlan'>;
  /** Finds or makes the pull request of a branch that was pushed. */
  readonly openPullRequest: (wanted: WantedPullRequest) => Promise<OpenedPullRequest>;
  /** @param etag what GitHub called the state that was seen last */
  readonly lookAtPullRequest: (
    wanted: Pick<WantedPullRequest, 'projectId'> & {
      readonly number: number;
      readonly etag: string | null;
    },
  ) => Promise<PullRequestState>;
  /** The texts, with the values of all secrets of the vault masked. `reader`: who has them read, for the access log. */
  readonly withoutSecrets: (texts: readonly string[], reader: string) => Promise<string[]>;
}

export interface OpenedPullRequest {
  readonly number: number;
  readonly url: string;
}

export interface WantedPullRequest {
  readonly projectId: number;
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly text: string;
}

/** A worktree that has its turn to be merged. */
export interface Merge {
  readonly git: Git;
  readonly row: PlacedWorktree;
  readonly attempt: AttemptRow;
}

const MOST_NAMED = 10;
export const named = (files: readonly string[]): string =>
  files.slice(0, MOST_NAMED).join(', ') +
  (files.length > MOST_NAMED ? ` and ${files.length - MOST_NAMED} more` : '');

/** A step that can't be done as things are; a person has to do what `message` says. */
export class WorktreeError extends Error {
  override readonly name = 'WorktreeError';
}
