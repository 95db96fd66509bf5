/**
 * git as plans use it on worktrees: nobody is there to answer a question, and nothing runs that a repository or an agent
 * could have named (hooks, monitors, editors). Which files and branches there are decides git, asked before each step.
 */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { programEnvironment } from '../../../config';
import { describeFailure, type ExecResult, run } from '../../../processes/exec';

/** What keeps a step from being done; `message` is for a person. */
export class GitError extends Error {
  override readonly name = 'GitError';
  constructor(
    message: string,
    /** Another git holds a lock, or was killed while it did. */
    readonly isLocked = false,
    /** Another machine didn't answer, or refused: it may be asked again. */
    readonly isRemote = false,
  ) {
    super(message);
  }
}

export interface GitOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Its top is `dir` itself: where that is no worktree any more, the repository that it lies in isn't meant. */
  readonly isTop?: boolean;
}

const TIME_LIMIT_MS = 120_000;
/** What people set for themselves and would do more here than is asked for, or would decide a conflict. */
const SETTINGS = [
  ...['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.askPass=true', 'core.quotePath=false'],
  ...['core.untrackedCache=false', 'rerere.enabled=false', 'gc.auto=0', 'maintenance.auto=false'],
  ...[
    'rebase.autoStash=false',
    'rebase.updateRefs=false',
    'rebase.autoSquash=false',
    'rebase.abbreviateCommands=false',
  ],
  ...[
    'rebase.rebaseMerges=false',
    'merge.autoStash=false',
    'merge.verifySignatures=false',
    'commit.status=false',
  ],
  ...[
    'branch.autoSetupMerge=false',
    'push.followTags=false',
    'push.recurseSubmodules=no',
    'submodule.recurse=false',
  ],
  ...[
    'credential.interactive=false',
    'advice.detachedHead=false',
    'color.ui=false',
    'log.showSignature=false',
  ],
].flatMap((setting) => ['-c', setting]);
/** Of the environment of this server: what names a repository would name another one. */
const KEPT =
  /^GIT_(SSH|SSH_COMMAND|SSH_VARIANT|AUTHOR_\w+|COMMITTER_\w+|CONFIG_(GLOBAL|SYSTEM|NOSYSTEM)|EXEC_PATH|SSL_\w+|PROXY_\w+)$/;

const environment = (dir: string, isTop: boolean): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(programEnvironment()).filter(([name]) => !name.startsWith('GIT_') || KEPT.test(name)),
  ),
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: 'true',
  SSH_ASKPASS_REQUIRE: 'never',
  GIT_EDITOR: 'true',
  GIT_SEQUENCE_EDITOR: 'true',
  GIT_PAGER: 'cat',
  // Not `ext`, which runs any program.
  GIT_ALLOW_PROTOCOL: 'https:http:ssh:git:file',
  ...(isTop && { GIT_CEILING_DIRECTORIES: dirname(dir) }),
});

export type Git = ReturnType<typeof gitIn>;

/** git in one directory. */
export function gitIn(dir: string, { timeoutMs = TIME_LIMIT_MS, signal, isTop = false }: GitOptions = {}) {
  const ask = (args: readonly string[]): Promise<ExecResult> =>
    run(['git', ...SETTINGS, ...args], {
      ...{ cwd: dir, env: environment(dir, isTop), timeoutMs, detached: true },
      ...(signal && { signal }),
    });
  return {
    dir,
    /** Whatever came of it. */
    ask,
    /** Its output, without the last line end. @throws GitError */
    async get(...args: string[]): Promise<string> {
      const result = await ask(args);
      if (!result.ok) throw failureOf(result, args);
      return result.stdout.replace(/\n$/, '');
    },
    /** The same; null where git says no. @throws GitError where it can't answer at all */
    async find(...args: string[]): Promise<string | null> {
      const result = await ask(args);
      if (result.ok) return result.stdout.replace(/\n$/, '');
      if (result.exitCode === 1 || result.exitCode === 128) return null;
      throw failureOf(result, args);
    },
  };
}

const REMOTE: ReadonlySet<string> = new Set(['fetch', 'push', 'ls-remote']);
const LOCK = /(?:Unable to create|cannot lock ref|could not lock)[^\n]*?'?(\/[^'\n]*\.lock)'?: File exists/i;

export function failureOf(result: ExecResult, [command = '']: readonly string[]): GitError {
  const [, lock] = LOCK.exec(result.stderr) ?? [];
  if (lock === undefined)
    return new GitError(`git ${command}: ${describeFailure(result)}`, false, REMOTE.has(command));
  const since = statSync(lock, { throwIfNoEntry: false })?.mtime.toISOString();
  return new GitError(
    `git's lock ${lock}${since === undefined ? '' : `, there since ${since},`} is in the way: another git is at work, or one was killed. If none runs, remove that file; it is tried again`,
    true,
  );
}
