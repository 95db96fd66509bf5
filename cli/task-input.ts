/** From the words of a command line to the input of a task. The API checks it; here only the places are known. */
import { GIT_OPERATIONS } from '../workflows/contracts/task-inputs';
import type { TaskType } from '../workflows/contracts/tasks';
import { UsageError } from './errors';

type GitOperation = (typeof GIT_OPERATIONS)[number];

/** What the words after a git operation are. */
const GIT_WORDS: Readonly<Record<GitOperation, readonly string[]>> = {
  clone: ['url', 'directory'],
  pull: ['remote', 'branch'],
  fetch: ['remote'],
  commit: ['message'],
  push: ['remote', 'branch'],
  branch: ['name', 'start'],
  checkout: ['ref'],
  status: [],
  diff: ['ref'],
  log: ['ref'],
  tag: ['name', 'ref'],
  merge: ['ref'],
  stash: ['action', 'message'],
};

export interface PythonOptions {
  readonly module?: string;
  readonly code?: string;
}

export function taskInput(
  type: TaskType,
  words: readonly string[],
  python: PythonOptions,
): Record<string, unknown> {
  switch (type) {
    case 'shell':
      if (words.length === 1) return { command: words[0] };
      throw new UsageError(
        'Put the command in quotes, so that it is one argument: tasks run shell "make && make check"',
      );
    case 'python':
      return pythonInput(words, python);
    case 'git':
      return gitInput(words);
    case 'deploy': {
      const [script, target, ...args] = words;
      if (script !== undefined && target !== undefined) return { script, target, args };
      throw new UsageError('Say what and where: tasks run deploy <script> <target>');
    }
    case 'test':
    case 'build':
      return words.length > 0 ? { command: words } : {};
  }
}

function pythonInput(words: readonly string[], { module, code }: PythonOptions): Record<string, unknown> {
  if (module !== undefined || code !== undefined) return { module, code, args: words };
  const [script, ...args] = words;
  if (script !== undefined) return { script, args };
  throw new UsageError('Say what to run: a script, --module or --code.');
}

function gitInput([operation, ...words]: readonly string[]): Record<string, unknown> {
  const names = GIT_WORDS[operation as GitOperation] as readonly string[] | undefined;
  if (names === undefined) throw new UsageError(`Expected one of ${GIT_OPERATIONS.join(', ')} after git.`);
  if (words.length > names.length) {
    const known = names.map((name) => ` [${name}]`).join('');
    throw new UsageError(`Expected git ${operation}${known}; the rest is given with --set name=value.`);
  }
  return { operation, ...Object.fromEntries(words.map((word, index) => [names[index] ?? '', word])) };
}
