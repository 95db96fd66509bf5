/** Pull requests of features: those there are, and those that finished features are still to get. */
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import type { DuePullRequestRow, PullRequestRow } from './rows';

export function pullRequests(db: Db, clock: Clock) {
  const keep = db.prepare(`
    INSERT INTO github_pull_requests (repository, number, feature_id, url, head, base, created_at)
    VALUES (@repository, @number, @featureId, @url, @head, @base, @now)
    ON CONFLICT (repository, number) DO UPDATE SET feature_id = @featureId, url = @url, base = @base`);
  const done = db.prepare('DELETE FROM github_pull_requests_due WHERE feature_id = ?');
  const failed = db.prepare('UPDATE github_pull_requests_due SET error = ? WHERE feature_id = ?');
  const made = db.prepare<[number], PullRequestRow>(`
    SELECT github_pull_requests.* FROM github_pull_requests JOIN features ON features.id = feature_id
    WHERE project_id = ? ORDER BY created_at DESC, number DESC`);
  const due = db
    .prepare<[], number>('SELECT feature_id FROM github_pull_requests_due WHERE error IS NULL ORDER BY since')
    .pluck();
  const dueOf = db.prepare<[number], DuePullRequestRow>(`
    SELECT github_pull_requests_due.* FROM github_pull_requests_due JOIN features ON features.id = feature_id
    WHERE project_id = ? ORDER BY since`);

  return {
    keepPullRequest: db.transaction(
      (featureId: number, pull: Omit<PullRequestRow, 'feature_id' | 'created_at'>): void => {
        const { repository, number, url, head, base } = pull;
        keep.run({ featureId, repository, number, url, head, base, now: sqlTime(clock()) });
        done.run(featureId);
      },
    ).immediate,
    /** It can't be made before a person has done what `error` says; nothing if none is due. */
    pullRequestFailed: (featureId: number, error: string): void => void failed.run(error, featureId),
    pullRequests: (projectId: number) => made.all(projectId),
    /** Features that are to get one now. */
    pullRequestsDue: (): number[] => due.all(),
    duePullRequests: (projectId: number) => dueOf.all(projectId),
  };
}
