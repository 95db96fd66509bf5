/**
 * Where the files of a directory are, told by git: HEAD, and a hash of all files that it doesn't ignore, committed or not.
 * Nothing is written into the repository: index and objects are our own.
 */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { tmpdir } from 'node:os';
import { programEnvironment } from '../../config';
import { run } from '../../processes/exec';
import type { TreeState } from '../../workflows/contracts/plans';

export interface Tree extends TreeState {
  /** Why something of it isn't known. */
  readonly note: string | null;
}

/** A repository so large that it takes longer is not told. */
const TIME_LIMIT_MS = 20_000;
const UNKNOWN: TreeState = { head: null, tree: null };
/** No program that the repository names is run for a look at it. */
const CAREFUL = [
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.untrackedCache=false',
];

interface Repository {
  readonly top: string;
  readonly index: string;
  readonly objects: string;
}

type Git = (
  dir: string,
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
) => Promise<string | null>;

/** @param objectsDir keeps what was found, so that two looks can be compared */
export function trees(objectsDir: string) {
  const git: Git = async (dir, args, env = {}) => {
    const result = await run(['git', ...CAREFUL, ...args], {
      cwd: dir,
      env: { ...programEnvironment(), GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', ...env },
      timeoutMs: TIME_LIMIT_MS,
      detached: true,
    });
    return result.ok ? result.stdout : null;
  };
  const own = ({ objects }: Repository): Record<string, string> => ({
    GIT_OBJECT_DIRECTORY: objectsDir,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: objects,
  });

  return {
    async read(dir: string | null): Promise<Tree> {
      if (dir === null) return { ...UNKNOWN, note: 'where it works is not known' };
      const repository = await repositoryOf(git, dir);
      if (!repository) return { ...UNKNOWN, note: `${dir} is in no git repository` };
      const head = (await git(dir, ['rev-parse', '--verify', '--quiet', 'HEAD']))?.trim() ?? null;
      const tree = await writeTree(git, repository, objectsDir, own(repository));
      return { head, tree, note: tree === null ? 'git could not read its files in time' : null };
    },

    /** Files that differ between two looks, relative to `dir`; null = not known. */
    async files(dir: string, before: string | null, after: string | null): Promise<readonly string[] | null> {
      if (before === null || after === null) return null;
      if (before === after) return [];
      const repository = await repositoryOf(git, dir);
      if (!repository) return null;
      const args = ['diff', '--name-only', '-z', '--no-renames', before, after];
      const names = await git(repository.top, args, own(repository));
      return (
        names
          ?.split('\0')
          .filter(Boolean)
          .map((name) => relative(dir, join(repository.top, name))) ?? null
      );
    },
  };
}

async function repositoryOf(git: Git, dir: string): Promise<Repository | null> {
  const paths = ['--show-toplevel', '--git-path', 'index', '--git-path', 'objects'];
  const answer = await git(dir, ['rev-parse', '--path-format=absolute', ...paths]);
  const [top, index, objects] = answer?.trimEnd().split('\n') ?? [];
  return top && index && objects ? { top, index, objects } : null;
}

/** Begins with a copy of the index, which knows what didn't change. */
async function writeTree(
  git: Git,
  { top, index }: Repository,
  objectsDir: string,
  own: Readonly<Record<string, string>>,
): Promise<string | null> {
  await mkdir(objectsDir, { recursive: true, mode: 0o700 });
  const dir = await mkdtemp(join(tmpdir(), 'architect-tree-'));
  const env = { ...own, GIT_INDEX_FILE: join(dir, 'index') };
  try {
    await copyFile(index, env.GIT_INDEX_FILE).catch(() => undefined);
    const added = await git(top, ['add', '--all', '--', '.'], env);
    return added === null ? null : ((await git(top, ['write-tree'], env))?.trim() ?? null);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
