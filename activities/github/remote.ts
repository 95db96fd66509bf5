/** Which repository at GitHub a project's directory belongs to, asked of git. */
import { GITHUB_REMOTE } from '../../workflows/contracts/github';
import { describeFailure, run } from '../../processes/exec';
import { githubFault } from './faults';

export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

const GIT_TIMEOUT_MS = 10_000;

const git = (directory: string, ...args: string[]) =>
  run(['git', '-C', directory, ...args], { timeoutMs: GIT_TIMEOUT_MS });

/**
 * @param apiUrl decides which host is GitHub: the token goes to no other
 * @throws the fault `github_no_remote` with what to do
 */
export async function repositoryOf(
  directory: string | null,
  remote: string | null,
  apiUrl: string,
): Promise<Repository> {
  const name = remote ?? GITHUB_REMOTE;
  if (directory === null || directory.trim() === '') {
    throw githubFault('github_no_remote', 'The project has no source_path: set it to its git checkout.');
  }
  const result = await git(directory, 'config', '--get', `remote.${name}.url`);
  // 1 is git's answer for "not set".
  if (!result.ok && result.exitCode !== 1) {
    throw githubFault('github_no_remote', `The remote can't be read: ${describeFailure(result)}`);
  }
  const url = result.stdout.trim();
  if (url === '') {
    throw githubFault(
      'github_no_remote',
      `The project's directory has no git remote '${name}': add one with git remote add ${name} URL, or name another for the project.`,
    );
  }
  const host = webHost(apiUrl);
  const found = parseRemote(url);
  if (found?.host !== host) {
    throw githubFault(
      'github_no_remote',
      `The remote '${name}' leads to ${found?.host ?? 'no host'}, not to a repository at ${host}. GITHUB_API_URL names another GitHub.`,
    );
  }
  return { owner: found.owner, repo: found.repo };
}

/** The branch that is checked out; null where none is. */
export async function currentBranch(directory: string): Promise<string | null> {
  const result = await git(directory, 'symbolic-ref', '--quiet', '--short', 'HEAD');
  return result.ok ? result.stdout.trim() : null;
}

/** `git@host:owner/name.git`, `ssh://git@host:22/owner/name`, `https://host/owner/name.git`. */
export function parseRemote(url: string): (Repository & { host: string }) | null {
  const scp = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/\/)(.+)$/.exec(url);
  const [host, path] = scp ? [scp[1], scp[2]] : partsOf(url);
  const [, owner, repo] = /^\/*([\w.-]+)\/([\w.-]+?)(?:\.git)?\/*$/.exec(path ?? '') ?? [];
  if (host === undefined || owner === undefined || repo === undefined) return null;
  return { host: sameHost(host), owner, repo };
}

function partsOf(url: string): [string?, string?] {
  if (!URL.canParse(url)) return [];
  const { hostname, pathname, protocol } = new URL(url);
  return ['https:', 'http:', 'ssh:', 'git:'].includes(protocol) ? [hostname, pathname] : [];
}

/** SSH over the HTTPS port has a name of its own at GitHub. */
const sameHost = (host: string): string => host.toLowerCase().replace(/^(?:www\.|ssh\.)(?=github\.com$)/, '');

/** `https://api.github.com` belongs to github.com, `https://git.example/api/v3` to git.example. */
function webHost(apiUrl: string): string {
  return new URL(apiUrl).hostname.replace(/^api\.(?=github\.com$|.*\.ghe\.com$)/, '');
}
