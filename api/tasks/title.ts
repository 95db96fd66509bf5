/** What a task does, in one line. */
import type { TaskInput } from '../../workflows/contracts/task-inputs';

const MAX_CHARS = 200;

export function taskTitle(input: TaskInput): string {
  const line = words(input)
    .filter((word) => word !== undefined && word !== '')
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > MAX_CHARS ? `${line.slice(0, MAX_CHARS - 1)}…` : line;
}

function words(input: TaskInput): readonly (string | undefined)[] {
  switch (input.type) {
    case 'shell':
      return [input.command.trim().split('\n', 1)[0]];
    case 'python': {
      const { script, module, code, args = [] } = input;
      const what =
        script ?? (module === undefined ? `-c ${code?.trim().split('\n', 1)[0] ?? ''}` : `-m ${module}`);
      return ['python', what, ...args];
    }
    case 'git':
      return ['git', input.operation, ...gitWords(input)];
    case 'deploy':
      return [input.script, input.target, ...(input.args ?? [])];
    case 'test':
    case 'build':
      return input.command ?? [`${input.type} the project`];
  }
}

function gitWords(input: Extract<TaskInput, { type: 'git' }>): readonly (string | undefined)[] {
  switch (input.operation) {
    case 'clone':
      return [withoutLogin(input.url), input.directory];
    case 'commit':
      return [input.message.split('\n', 1)[0]];
    case 'pull':
    case 'push':
      return [input.remote, input.branch];
    case 'fetch':
      return [input.remote];
    case 'branch':
    case 'tag':
      return [input.name];
    case 'checkout':
    case 'merge':
    case 'diff':
    case 'log':
      return [input.ref];
    case 'stash':
      return [input.action];
    case 'status':
      return [];
  }
}

/** Titles are shown in lists and streams. */
function withoutLogin(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/@]+@/, '$1');
}
