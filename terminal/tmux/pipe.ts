/** What a pane prints, passed on to a program as well (pipe-pane). A pane has one pipe: that of a person stays. */
import type { Client } from './client';
import { expectations, guardCommand, ifHeld } from './guard';
import { setting } from './options';
import { command, literalFormat } from './quote';
import type { Guard, Mark } from './types';

const unpiped = { format: '#{pane_pipe}', expected: '0', name: 'no pipe' };

/** False where the guard doesn't hold or the pane has a pipe: then nothing is piped. `mark` says whose it is. */
export function startPipe(
  client: Client,
  paneId: string,
  { program, guard, mark }: { readonly program: string; readonly guard: Guard; readonly mark: Mark },
): Promise<boolean> {
  // tmux reads the program as a format, and `%` in it as a time.
  const literal = literalFormat(program).replaceAll('%', '%%');
  const commands = [
    guardCommand(paneId, [...expectations(paneId, guard), unpiped]),
    setting(['-p', '-t', paneId], mark.option, mark.value),
    command('pipe-pane', '-O', '-t', paneId, literal),
  ];
  return ifHeld(() => client.reading(({ run }) => run(commands.join(' ; '), commands.length)));
}

/** Ends the pipe that was marked so. False where the guard doesn't hold, or another one is marked. */
export function stopPipe(client: Client, paneId: string, guard: Guard, mark: Mark): Promise<boolean> {
  const options = { ...guard.options, [mark.option]: mark.value };
  const commands = [
    guardCommand(paneId, expectations(paneId, { ...guard, options })),
    setting(['-p', '-t', paneId], mark.option, null),
    command('pipe-pane', '-t', paneId),
  ];
  return ifHeld(() => client.reading(({ run }) => run(commands.join(' ; '), commands.length)));
}
