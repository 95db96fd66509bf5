import { parse as splitCommand } from 'shell-quote';
import { invalid } from '../http/errors';

/** What a shell takes as quoted. */
const QUOTED = /\\[^]|'[^']*'|"(?:\\[^]|[^"\\])*"/g;

/** Splits a command line as a shell would; what only a shell can do is refused, since none runs. */
export function argvOf(command: string): string[] {
  if (/['"]/.test(command.replace(QUOTED, ''))) throw invalid('command', 'has a quote that is not closed');
  const parts = splitCommand(command, (name) => `$${name}`);
  if (parts.length === 0) throw invalid('command', 'must not be empty');
  return parts.map((part) => {
    if (typeof part === 'string') return part;
    throw invalid(
      'command',
      'expected a program and its arguments; pipes, redirections, wildcards and comments need a shell',
    );
  });
}
