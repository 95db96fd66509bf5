/** What each type of task runs. Always an argv: no text of a person's becomes part of a command line. */
import type { TaskInput } from '../../../workflows/contracts/task-inputs';
import { deployCommand } from './deploy';
import { gitCommand } from './git';
import { projectCommand } from './project';
import { pythonCommand } from './python';
import type { Command } from './types';

export type { Command } from './types';

/**
 * @param dir the real directory that it is run in
 * @throws Refusal where the files that it needs aren't there
 */
export async function commandOf(input: TaskInput, dir: string): Promise<Command> {
  switch (input.type) {
    case 'shell':
      return { argv: ['sh', '-c', input.command] };
    case 'python':
      return pythonCommand(input, dir);
    case 'git':
      return gitCommand(input);
    case 'deploy':
      return deployCommand(input, dir);
    case 'test':
    case 'build':
      return { argv: input.command ?? projectCommand(input.type, dir) };
  }
}
