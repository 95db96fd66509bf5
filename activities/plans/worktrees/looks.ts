/** What git says of a repository and of its worktrees. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UNFINISHED } from '../../../terminal/review/standing';
import { type Git, GitError, gitIn } from './git';

export interface Repository {
  /** git's common directory: the same in all its worktrees. */
  readonly common: string;
  /** The top of its files; null: a bare one. */
  readonly top: string | null;
  /** Where the directory lies below that; empty, or with a slash at the end. */
  readonly prefix: string;
}

/** @throws GitError with what to do */
export async function repositoryAt(dir: string): Promise<Repository> {
  if (!existsSync(dir)) throw new GitError(`there is no directory ${dir}`);
  const git = gitIn(dir);
  const common = await git.find('rev-parse', '--path-format=absolute', '--git-common-dir');
  if (common === null) throw new GitError(`${dir} is in no git repository: worktrees need one`);
  if ((await git.find('rev-parse', '--is-inside-work-tree')) !== 'true')
    return { common: realpathSync(common), top: null, prefix: '' };
  const top = await git.get('rev-parse', '--path-format=absolute', '--show-toplevel');
  return { common: realpathSync(common), top, prefix: await git.get('rev-parse', '--show-prefix') };
}

/** One of the directories with files of the repository, as git lists it. */
export interface Listed {
  readonly path: string;
  /** `refs/heads/...`; null: detached, or bare. */
  readonly branch: string | null;
  readonly isLocked: boolean;
}

export async function listed(git: Git): Promise<Listed[]> {
  const text = await git.get('worktree', 'list', '--porcelain', '-z');
  return text
    .split('\0\0')
    .map((block) => block.split('\0').filter(Boolean))
    .flatMap((lines) => {
      const of = (name: string): string | null =>
        lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? null;
      const path = of('worktree');
      if (path === null) return [];
      return [{ path, branch: of('branch'), isLocked: lines.some((line) => /^locked(?: |$)/.test(line)) }];
    });
}

/** What a person or an agent has begun there and not ended; null: nothing. */
export async function unfinished(git: Git): Promise<string | null> {
  const dir = await git.get('rev-parse', '--path-format=absolute', '--git-dir');
  return UNFINISHED.find((name) => existsSync(join(dir, name))) ?? null;
}

/** Files that differ from the last commit, or that git knows nothing of and doesn't ignore. */
export async function dirtyFiles(git: Git, { untracked }: { untracked: boolean }): Promise<string[]> {
  const text = await git.get(
    ...['status', '--porcelain', '-z', '--no-renames', '--ignore-submodules=none'],
    `--untracked-files=${untracked ? 'all' : 'no'}`,
  );
  return text
    .split('\0')
    .filter(Boolean)
    .map((line) => line.slice(3));
}

export async function commitOf(git: Git, name: string): Promise<string | null> {
  return git.find('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
}

/** All of `older` is in `newer`. */
export async function isAncestor(git: Git, older: string, newer: string): Promise<boolean> {
  return (await git.find('merge-base', '--is-ancestor', older, newer)) !== null;
}

/** Somebody rebases that branch now: it is checked out nowhere meanwhile, and must not move. */
export async function isBeingRebased(common: string, ref: string): Promise<boolean> {
  const linked = join(common, 'worktrees');
  const dirs = existsSync(linked) ? (await readdir(linked)).map((name) => join(linked, name)) : [];
  return [common, ...dirs].some((dir) =>
    ['rebase-merge', 'rebase-apply'].some((state) => {
      const file = join(dir, state, 'head-name');
      return existsSync(file) && readFileSync(file, 'utf8').trim() === ref;
    }),
  );
}

/** A worktree of ours as it is found. `moved`: something else is checked out there. */
export type Found =
  { readonly is: 'there' } | { readonly is: 'gone' } | { readonly is: 'moved'; readonly to: string };

interface Wanted {
  readonly path: string;
  readonly repository: string;
  readonly branch: string;
}

export async function findWorktree({ path, repository, branch }: Wanted): Promise<Found> {
  if (!existsSync(path)) return { is: 'gone' };
  const git = gitIn(path, { isTop: true });
  const common = await git.find('rev-parse', '--path-format=absolute', '--git-common-dir');
  if (common === null || realpathSync(common) !== repository) return { is: 'gone' };
  const head = await git.find('symbolic-ref', '--quiet', 'HEAD');
  if (head === `refs/heads/${branch}`) return { is: 'there' };
  // While it is rebased it stands on no branch.
  if (head === null && (await isRebaseOf(git, `refs/heads/${branch}`))) return { is: 'there' };
  return { is: 'moved', to: head === null ? 'a commit of no branch' : head.replace(/^refs\/heads\//, '') };
}

async function isRebaseOf(git: Git, ref: string): Promise<boolean> {
  const file = await git.get('rev-parse', '--path-format=absolute', '--git-path', 'rebase-merge/head-name');
  return existsSync(dirname(file)) && readFileSync(file, 'utf8').trim() === ref;
}
