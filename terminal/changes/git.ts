/**
 * git, for a look at directories that an agent writes to: their settings, attributes and hooks are what an agent, or
 * whoever made the repository, wants them to be. No program that they could name is run. A look at the repository itself
 * asks only where it is; files are read through a repository of our own, which has no settings but ours.
 */
import { programEnvironment } from '../../config';
import { type ExecResult, run } from '../../processes/exec';

/** Of our environment: what names a repository, or a program, would be about another one. */
const isKept = (name: string): boolean => !/^(GIT_|LC_ALL$|LANGUAGE$|PAGER$|EDITOR$)/.test(name);

const CAREFUL = [
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.untrackedCache=false'],
  ...['core.quotePath=false', 'gc.auto=0', 'maintenance.auto=false', 'color.ui=false'],
  // Larger files are compared as a whole, and never held in memory.
  'core.bigFileThreshold=4m',
].flatMap((setting) => ['-c', setting]);

/** Nobody is there to answer, and nothing is asked of another machine. */
const ALONE = {
  LC_ALL: 'C',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_LITERAL_PATHSPECS: '1',
  GIT_PAGER: 'cat',
};
/** Only our own repository is read so: settings of the user may name programs, which a repository then chooses from. */
const OWN = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_ATTR_NOSYSTEM: '1' };

export interface GitCall {
  readonly cwd: string;
  /** When it has to be done, as `performance.now()` has it. */
  readonly deadlineMs: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: readonly string[];
  readonly input?: Buffer;
  readonly maxBytes?: number;
}

export function git(args: readonly string[], call: GitCall): Promise<ExecResult> {
  const { cwd, deadlineMs, env = {}, settings = [], input, maxBytes } = call;
  const ours = Object.fromEntries(Object.entries(programEnvironment()).filter(([name]) => isKept(name)));
  return run(['git', ...CAREFUL, ...settings.flatMap((one) => ['-c', one]), ...args], {
    ...{ cwd, env: { ...ours, ...ALONE, ...env }, detached: true, killGraceMs: 500 },
    timeoutMs: Math.max(1, deadlineMs - performance.now()),
    ...(input && { input }),
    ...(maxBytes !== undefined && { maxBytes }),
  });
}

export interface OwnRepository {
  /** Our own, with an index beside it. */
  readonly dir: string;
  /** Where the files are. */
  readonly top: string;
  /** Of the repository that is looked at: read only. */
  readonly objects: string;
  /** How its files are to be read, such as `core.autocrlf=true`. */
  readonly settings: readonly string[];
  /** Where what is found is written; unset: into `dir`. */
  readonly kept?: string;
}

/** The same through our own repository: files of theirs, settings of ours. */
export function ownGit(
  { dir, top, objects, settings, kept }: OwnRepository,
  args: readonly string[],
  call: Omit<GitCall, 'cwd' | 'env' | 'settings'> & { readonly index?: string },
): Promise<ExecResult> {
  const { index, ...rest } = call;
  return git(args, {
    ...{ ...rest, cwd: top, settings },
    env: {
      ...OWN,
      GIT_DIR: dir,
      GIT_WORK_TREE: top,
      // As git reads a path with a colon in it.
      GIT_ALTERNATE_OBJECT_DIRECTORIES: `"${objects.replace(/["\\]/g, '\\$&')}"`,
      ...(kept !== undefined && { GIT_OBJECT_DIRECTORY: kept }),
      ...(index !== undefined && { GIT_INDEX_FILE: index }),
    },
  });
}

export function initOwn(dir: string, format: string, cwd: string, deadlineMs: number): Promise<ExecResult> {
  const args = ['init', '--bare', '--quiet', '--template=', `--object-format=${format}`, dir];
  return git(args, { cwd, deadlineMs, env: OWN });
}
