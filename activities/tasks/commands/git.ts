/**
 * Git operations. Names come after their options, paths and addresses after `--`, and the schemas refuse names that
 * begin with a dash, so that none of them is taken for an option.
 */
import type { GitInput } from '../../../workflows/contracts/task-inputs';
import type { Command } from './types';

const ENV = {
  // Nobody is there to answer a question or to write in an editor.
  GIT_TERMINAL_PROMPT: '0',
  GIT_EDITOR: 'true',
  GIT_PAGER: 'cat',
  // Not `ext`, which runs any program.
  GIT_ALLOW_PROTOCOL: 'https:http:ssh:git:file',
};

export function gitCommand(input: GitInput): Command {
  const argv = input.operation === 'commit' ? commit(input) : ['git', ...argsOf(input)];
  return { argv, env: ENV };
}

type Of<Operation> = Extract<GitInput, { operation: Operation }>;

/** New files belong to a commit as well, so they are added first; the shell sees its own text only. */
function commit({ message, paths, all }: Of<'commit'>): readonly string[] {
  if (!paths?.length && !all) return ['git', 'commit', '-m', message];
  const what = paths?.length ? paths : [':/'];
  const script = 'message=$1; shift; git add -A -- "$@" && exec git commit -m "$message" -- "$@"';
  return ['sh', '-c', script, 'sh', message, ...what];
}

function argsOf(input: Exclude<GitInput, { operation: 'commit' }>): string[] {
  switch (input.operation) {
    case 'clone':
      return [
        ...['clone', ...option('--branch', input.branch), ...option('--depth', input.depth), '--', input.url],
        ...given(input.directory),
      ];
    case 'pull':
      return ['pull', input.rebase ? '--rebase' : '--ff-only', ...remote(input)];
    case 'fetch':
      return [
        'fetch',
        ...flag('--prune', input.prune),
        ...flag('--tags', input.tags),
        ...given(input.remote),
      ];
    case 'push':
      return [
        ...['push', ...flag('--set-upstream', input.set_upstream), ...flag('--tags', input.tags)],
        ...remote(input),
      ];
    case 'branch':
      if (input.name === undefined) return ['branch', '--all', '--verbose'];
      return input.delete
        ? ['branch', '--delete', input.name]
        : ['branch', input.name, ...given(input.start)];
    case 'checkout':
      return ['checkout', ...flag('-b', input.create), input.ref, ...paths(input.paths)];
    case 'status':
      return ['status', '--short', '--branch'];
    case 'diff':
      return ['diff', ...flag('--staged', input.staged), ...given(input.ref), ...paths(input.paths)];
    case 'log':
      return ['log', `--max-count=${input.limit ?? 20}`, ...given(input.ref), ...paths(input.paths)];
    case 'tag':
      if (input.name === undefined) return ['tag', '--list'];
      return ['tag', ...option('--message', input.message), input.name, ...given(input.ref)];
    case 'merge':
      return ['merge', '--no-edit', ...flag('--no-ff', input.no_ff), input.ref];
    case 'stash':
      return ['stash', input.action ?? 'push', ...option('--message', input.message)];
  }
}

/** A branch alone is one of the usual remote. */
function remote({
  remote: name,
  branch,
}: {
  readonly remote?: string | undefined;
  readonly branch?: string | undefined;
}) {
  return [...given(name ?? (branch === undefined ? undefined : 'origin')), ...given(branch)];
}

const given = (value: string | undefined): string[] => (value === undefined ? [] : [value]);
const flag = (name: string, on: boolean | undefined): string[] => (on ? [name] : []);
const option = (name: string, value: string | number | undefined): string[] =>
  value === undefined ? [] : [name, String(value)];
const paths = (names: readonly string[] | undefined): string[] => (names?.length ? ['--', ...names] : []);
