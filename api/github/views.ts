/** What of a project comes from GitHub and what went there, as the API shows it. */
import type { z } from 'zod';
import type { Store } from '../../store';
import { isoTime } from '../../store/db/time';
import { GITHUB_REMOTE, GITHUB_SECRET } from '../../workflows/contracts/github';
import type { githubProject } from './responses';

type GithubStore = Store['github'];

/** @param limit and `offset` of the page of its links */
export function githubView(
  github: GithubStore,
  projectId: number,
  limit: number,
  offset: number,
): z.output<typeof githubProject> {
  const row = github.project(projectId);
  const links = github.links(projectId, limit, offset);
  return {
    project_id: projectId,
    secret: row?.secret_name ?? GITHUB_SECRET,
    remote: row?.remote ?? GITHUB_REMOTE,
    auto_pull_request: row?.auto_pull_request === 1,
    repository: row?.repository ?? null,
    import: row?.import_state
      ? {
          state: row.import_state,
          error: row.import_error,
          started_at: isoTime(row.import_started_at),
          ended_at: isoTime(row.import_ended_at),
          created: row.import_created,
          updated: row.import_updated,
        }
      : null,
    links: { ...links, items: links.items.map(linkView) },
    pull_requests: github
      .pullRequests(projectId)
      .map((pull) => ({ ...pull, created_at: isoTime(pull.created_at) })),
    pull_requests_due: github
      .duePullRequests(projectId)
      .map((due) => ({ ...due, since: isoTime(due.since) })),
  };
}

type LinkRow = ReturnType<GithubStore['links']>['items'][number];

function linkView({ kind, record_id, repository, number, url, state, issue_updated_at }: LinkRow) {
  return { kind, record_id, repository, number, url, state, issue_updated_at };
}
