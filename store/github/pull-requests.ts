/** Pull requests of features: those there are, and those that finished features are still to get. */
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import type { Outbox } from '../outbox';
import type { DuePullRequestRow, PullRequestRow } from './rows';

export function pullRequests(db: Db, clock: Clock, outbox: Pick<Outbox, 'withdraw' | 'giveUpAbout'>) {
  const keep = db.prepare(`
    INSERT INTO github_pull_requests (repository, number, feature_id, url, head, base, created_at)
    VALUES (@repository, @number, @featureId, @url, @head, @base, @now)
    ON CONFLICT (repository, number) DO UPDATE SET feature_id = @featureId, url = @url, base = @base`);
  const made = db.prepare<[number], PullRequestRow>(`
    SELECT github_pull_requests.* FROM github_pull_requests JOIN features ON features.id = feature_id
    WHERE project_id = ? ORDER BY created_at DESC, number DESC`);
  const dueOf = db.prepare<[number], DuePullRequestRow>(`
    SELECT subject AS feature_id, outbox.created_at AS since, CASE WHEN failed_at IS NOT NULL THEN error END AS error
    FROM outbox JOIN features ON features.id = subject
    WHERE kind = 'pull_request' AND project_id = ? ORDER BY since`);

  return {
    keepPullRequest: db.transaction(
      (featureId: number, pull: Omit<PullRequestRow, 'feature_id' | 'created_at'>): void => {
        const { repository, number, url, head, base } = pull;
        keep.run({ featureId, repository, number, url, head, base, now: sqlTime(clock()) });
        outbox.withdraw('pull_request', featureId);
      },
    ).immediate,
    /** It can't be made before a person has done what `error` says; nothing if none is due. */
    pullRequestFailed: (featureId: number, error: string): void =>
      outbox.giveUpAbout('pull_request', featureId, error),
    pullRequests: (projectId: number) => made.all(projectId),
    duePullRequests: (projectId: number) => dueOf.all(projectId),
  };
}
