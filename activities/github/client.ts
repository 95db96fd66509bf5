/** GitHub as one project may use it. */
import type { Octokit } from '@octokit/core';
import { GITHUB_SECRET } from '../../workflows/contracts/github';
import { isVaultClosed } from '../../store';
import type { Deps } from '../context';
import { stopSignal } from '../once-for-all-tries';
import { failureOfCall, githubFault } from './faults';
import { type Repository, repositoryOf } from './remote';

export type GithubDeps = Pick<Deps, 'store' | 'log' | 'secretValues' | 'githubApiUrl'>;

export interface ProjectGithub {
  readonly directory: string;
  /** git's name of the repository there; null: the usual one. */
  readonly remote: string | null;
  readonly repository: Repository;
  /** `owner/name` */
  readonly fullName: string;
  /** Runs calls; what GitHub answers with becomes the failure that the activity ends with. */
  call<T>(use: (octokit: Octokit) => Promise<T>): Promise<T>;
}

const USER_AGENT = 'architect-dashboard';
/** One call; a hung connection is given up and the activity tried again. */
const CALL_TIMEOUT_MS = 20_000;
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * @param stop when a call is given up; otherwise with the activity that it belongs to
 * @throws the faults `github_no_remote`, `github_no_token` and `github_vault_closed`
 */
export async function githubOf(
  deps: GithubDeps,
  projectId: number,
  stop: () => AbortSignal = stopSignal,
): Promise<ProjectGithub> {
  const { store, githubApiUrl } = deps;
  const project = store.projectPaths.get(projectId);
  if (!project) throw githubFault('github_no_remote', `Project ${projectId} is not in the record any more.`);
  const settings = store.github.project(projectId);
  const remote = settings?.remote ?? null;
  const repository = await repositoryOf(project.source_path, remote, githubApiUrl);
  const secretName = settings?.secret_name ?? GITHUB_SECRET;
  const auth = await tokenOf(deps, secretName, projectId);
  // Only who uses GitHub needs it.
  const { Octokit: Client } = await import('@octokit/core');
  const octokit = new Client({ auth, baseUrl: githubApiUrl, userAgent: USER_AGENT, log: quiet });
  const fullName = `${repository.owner}/${repository.repo}`;
  octokit.hook.before('request', (options) => {
    options.request = {
      ...options.request,
      signal: AbortSignal.any([stop(), AbortSignal.timeout(CALL_TIMEOUT_MS)]),
    };
  });
  return {
    directory: project.source_path as string,
    remote,
    repository,
    fullName,
    async call(use) {
      try {
        return await use(octokit);
      } catch (error) {
        throw failureOfCall(error, { repository: fullName, secretName, now: Date.now });
      }
    },
  };
}

async function tokenOf({ secretValues }: GithubDeps, name: string, projectId: number): Promise<string> {
  let why = `The secret ${name} is empty.`;
  try {
    const values = await secretValues([name], `github of project ${projectId}`);
    const token = values[name]?.trim();
    if (token) return token;
  } catch (error) {
    const { message } = error as Error;
    if (isVaultClosed(error)) throw githubFault('github_vault_closed', message);
    why = message;
  }
  throw githubFault(
    'github_no_token',
    `${why} Put a GitHub token that may read issues and write pull requests into the vault as ${name}, or name another secret for the project.`,
  );
}
