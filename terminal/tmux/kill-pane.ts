/** Ends one terminal. */
import type { Client } from './client';
import { expectations, guardCommand, ifHeld } from './guard';
import { removeToken, runOnce } from './once';
import { command } from './quote';
import { endWithLastPane } from './sessions';
import { TmuxMovedError, type Guard } from './types';

/**
 * Ends exactly that pane, and with its last pane the session.
 * @throws TmuxMovedError where the guard doesn't hold: nothing was ended
 */
export async function killPane(client: Client, paneId: string, guard: Guard): Promise<void> {
  const wanted = guardCommand(paneId, expectations(paneId, guard));
  const [answer, everywhere = []] = await client.reading(({ run }) =>
    run(
      [
        command('display-message', '-p', '-t', paneId, '#{window_panes} #{session_windows} #{session_id}'),
        command('list-panes', '-a', '-F', '#{pane_id}'),
      ].join(' ; '),
      2,
    ),
  );
  const [panes, windows, sessionId = ''] = (answer?.[0] ?? '').split(' ');
  // Listed once for each session that shows it: where one of them ended, the pane would live on in the others.
  const shared = everywhere.filter((id) => id === paneId).length > 1;
  const isLast = panes === '1' && windows === '1' && !shared;
  const kill = command('kill-pane', '-t', paneId);
  const held = await ifHeld(() =>
    isLast
      ? endWithLastPane(client, { sessionId, guard: wanted, kill })
      : runOnce(client, { commands: (_connection, token) => [wanted, removeToken(token), kill] }),
  );
  if (!held) throw new TmuxMovedError(`Pane ${paneId} is another terminal now: look again.`);
}
