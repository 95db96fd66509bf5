/** What of a project comes from GitHub and what went there. */
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import type { Outbox } from '../outbox';
import { issueImporter } from './issues';
import { pullRequests } from './pull-requests';
import type { GithubLinkRow, GithubProjectRow } from './rows';

export interface FeatureForPullRequest {
  readonly id: number;
  readonly project_id: number | null;
  readonly title: string;
  readonly description: string | null;
  /** The session that worked on it last. */
  readonly tmux_session: string | null;
}

export interface GithubSettings {
  readonly secret: string | null;
  readonly remote: string | null;
  readonly autoPullRequest?: boolean;
}

export interface ImportEnd {
  readonly projectId: number;
  readonly created: number;
  readonly updated: number;
  readonly importedUntil: string | null;
  readonly error: string | null;
}

export function githubRepository(db: Db, clock: Clock, outbox: Pick<Outbox, 'withdraw' | 'giveUpAbout'>) {
  const project = db.prepare<[number], GithubProjectRow>(
    'SELECT * FROM github_projects WHERE project_id = ?',
  );
  const setSettings = db.prepare(`
    INSERT INTO github_projects (project_id, secret_name, remote, auto_pull_request)
    VALUES (@projectId, @secret, @remote, @autoPullRequest)
    ON CONFLICT (project_id) DO UPDATE SET secret_name = @secret, remote = @remote,
      auto_pull_request = @autoPullRequest`);
  // Another repository has issues of its own, all of which are new.
  const begin = db.prepare(`
    INSERT INTO github_projects (project_id, repository, import_state, import_started_at)
    VALUES (@projectId, @repository, 'running', @now)
    ON CONFLICT (project_id) DO UPDATE SET import_state = 'running', import_error = NULL, import_started_at = @now,
      imported_until = CASE WHEN repository = @repository THEN imported_until END, repository = @repository`);
  const end = db.prepare(`
    INSERT INTO github_projects (project_id, import_state, import_error, import_ended_at, import_created,
      import_updated, imported_until)
    VALUES (@projectId, @state, @error, @now, @created, @updated, @importedUntil)
    ON CONFLICT (project_id) DO UPDATE SET import_state = @state, import_error = @error, import_ended_at = @now,
      import_created = @created, import_updated = @updated,
      imported_until = coalesce(@importedUntil, imported_until)`);
  // Not over what a run that was faster has written since.
  const goesOn = db.prepare(`
    INSERT INTO github_projects (project_id, import_state, import_started_at) VALUES (@projectId, 'running', @since)
    ON CONFLICT (project_id) DO UPDATE SET import_state = 'running', import_error = NULL, import_started_at = @since
    WHERE coalesce(import_ended_at, '') < @since AND coalesce(import_started_at, '') < @since`);
  const cutOff = db.prepare(`
    UPDATE github_projects SET import_state = 'failed', import_error = @error, import_ended_at = @now
    WHERE project_id = @projectId AND import_state = 'running' AND import_started_at <= @endedAt`);
  const projectExists = db.prepare<[number]>('SELECT 1 FROM projects WHERE id = ?');
  const links = db.prepare<[number, number, number], GithubLinkRow>(
    'SELECT * FROM github_links WHERE project_id = ? ORDER BY repository, number DESC LIMIT ? OFFSET ?',
  );
  const countLinks = db
    .prepare<[number], number>('SELECT count(*) FROM github_links WHERE project_id = ?')
    .pluck();
  const issueOf = db.prepare<[number, string], Pick<GithubLinkRow, 'number'>>(
    "SELECT number FROM github_links WHERE kind = 'feature' AND record_id = ? AND repository = ?",
  );
  const feature = db.prepare<[number], FeatureForPullRequest>(
    'SELECT id, project_id, title, description, tmux_session FROM features WHERE id = ?',
  );

  return {
    project: (projectId: number) => project.get(projectId),
    setSettings(projectId: number, settings: GithubSettings): void {
      const { secret, remote, autoPullRequest = false } = settings;
      setSettings.run({ projectId, secret, remote, autoPullRequest: Number(autoPullRequest) });
    },
    /** An import asked for at `since` has not ended yet: GitHub may not even have answered. */
    importGoesOn: (projectId: number, since: Date) => void goesOn.run({ projectId, since: sqlTime(since) }),
    /** Returns since when issues are missing; null: all are. */
    beginImport(projectId: number, repository: string): string | null {
      begin.run({ projectId, repository, now: sqlTime(clock()) });
      return project.get(projectId)?.imported_until ?? null;
    },
    endImport(result: ImportEnd): void {
      // Its project may have been deleted meanwhile.
      if (!projectExists.get(result.projectId)) return;
      const state = result.error === null ? 'completed' : 'failed';
      end.run({ ...result, state, now: sqlTime(clock()) });
    },
    /** The workflow of the import was ended in the engine then; nothing if another one has begun since. */
    importCutOff(projectId: number, ended: Date, error: string): void {
      cutOff.run({ projectId, error, endedAt: sqlTime(ended), now: sqlTime(clock()) });
    },
    importIssue: issueImporter(db, clock, outbox),
    links: (projectId: number, limit: number, offset: number) => ({
      items: links.all(projectId, limit, offset),
      total: countLinks.get(projectId) ?? 0,
      limit,
      offset,
    }),
    feature: (id: number) => feature.get(id),
    /** Number of the issue that the feature came from. */
    issueOf: (featureId: number, repository: string): number | null =>
      issueOf.get(featureId, repository)?.number ?? null,
    ...pullRequests(db, clock, outbox),
  };
}
