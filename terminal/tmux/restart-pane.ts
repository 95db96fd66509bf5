/** Starts the program of a pane anew: tmux has kept its command line, directory and environment. */
import type { Client } from './client';
import { expectations, guardCommand, ifHeld, tellTime } from './guard';
import { removeToken, runOnce } from './once';
import { command } from './quote';
import { type Guard, TmuxMovedError } from './types';

export async function restartPane(client: Client, paneId: string, guard: Guard): Promise<void> {
  const held = await ifHeld(() =>
    // Once: the program that a repeat would end is the one that was just started.
    runOnce(client, {
      commands: (_connection, token) => [
        tellTime,
        guardCommand(paneId, expectations(paneId, guard)),
        command('respawn-pane', '-k', '-t', paneId),
        removeToken(token),
      ],
    }),
  );
  if (!held) throw new TmuxMovedError(`Pane ${paneId} is another terminal now: look again.`);
}
