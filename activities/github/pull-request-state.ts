/** Whether a pull request is open, was merged, or was closed. What did not change since costs no request of the limit. */
import type { ProjectGithub } from './client';
import { isAnswer } from './faults';

export type PullRequestState =
  | { readonly is: 'unchanged' }
  /** `etag`: what GitHub calls what it said. */
  | { readonly is: 'open' | 'closed'; readonly etag: string | null }
  | { readonly is: 'merged'; readonly commit: string | null };

export function pullRequestState(
  { call, repository }: ProjectGithub,
  number: number,
  etag: string | null,
): Promise<PullRequestState> {
  return call(async (octokit): Promise<PullRequestState> => {
    try {
      const { data, headers } = await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
        ...repository,
        pull_number: number,
        ...(etag !== null && { headers: { 'if-none-match': etag } }),
      });
      if (data.merged) return { is: 'merged', commit: data.merge_commit_sha };
      return { is: data.state === 'closed' ? 'closed' : 'open', etag: headers.etag ?? null };
    } catch (error) {
      if (etag !== null && isAnswer(error, 304)) return { is: 'unchanged' };
      throw error;
    }
  });
}
