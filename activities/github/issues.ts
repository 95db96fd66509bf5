/** Issues of a repository, a page at a time. */
import type { Issue } from '../../store/github/rows';
import type { ProjectGithub } from './client';

export interface IssuePage {
  readonly issues: readonly Issue[];
  readonly hasNext: boolean;
}

const PAGE_SIZE = 100;
const MAX_BODY_CHARS = 65_536;
const MAX_TITLE_CHARS = 500;

/** The oldest first: issues that come while pages are read are on the last one. */
export async function readIssues(
  { call, repository }: ProjectGithub,
  page: number,
  since: string | null,
): Promise<IssuePage> {
  const { data, headers } = await call((octokit) =>
    octokit.request('GET /repos/{owner}/{repo}/issues', {
      ...repository,
      ...{ state: 'all', sort: 'created', direction: 'asc', per_page: PAGE_SIZE, page },
      ...(since !== null && { since }),
    }),
  );
  const issues = data
    // GitHub lists pull requests among the issues.
    .filter(({ pull_request: pull }) => !pull)
    .map((issue): Issue => ({
      number: issue.number,
      url: issue.html_url,
      title: issue.title.slice(0, MAX_TITLE_CHARS),
      body: issue.body?.slice(0, MAX_BODY_CHARS) ?? null,
      state: issue.state === 'closed' ? 'closed' : 'open',
      updatedAt: issue.updated_at,
      closedAt: issue.closed_at,
      labels: issue.labels.map((label) => (typeof label === 'string' ? label : (label.name ?? ''))),
    }));
  return { issues, hasNext: /<[^>]+>;\s*rel="next"/.test(headers.link ?? '') };
}
