/** Where a feature's branch may be checked out. */
import type { FeatureForPullRequest } from '../../store/github';
import type { GithubDeps, ProjectGithub } from './client';
import { currentBranch, repositoryOf } from './remote';

export interface CheckedOut {
  readonly directory: string;
  readonly branch: string;
}

/** Branches checked out in the directory of the session that worked on the feature, and in the project's own. */
export async function workedIn(
  { store, githubApiUrl }: GithubDeps,
  github: ProjectGithub,
  { tmux_session }: FeatureForPullRequest,
): Promise<CheckedOut[]> {
  const session = tmux_session === null ? undefined : store.sessions.get(tmux_session);
  const sameRepository = async (directory: string): Promise<boolean> => {
    // A session may have gone on to something else since: no repository, or another one.
    const found = await repositoryOf(directory, github.remote, githubApiUrl).catch(() => undefined);
    return found !== undefined && `${found.owner}/${found.repo}` === github.fullName;
  };
  const directories = new Set([session?.working_dir, github.directory].filter((one) => one != null));
  const found: CheckedOut[] = [];
  for (const directory of directories) {
    if (directory !== github.directory && !(await sameRepository(directory))) continue;
    const branch = await currentBranch(directory);
    if (branch !== null) found.push({ directory, branch });
  }
  return found;
}
