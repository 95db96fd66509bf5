import type { TerminalPane } from '../../agents/events/channel';
import type { HostDeps } from '../context';

/** Where the agent writes is found out while it lives: what it finished may be read only after it has ended. */
export function findTranscript({ watch, log }: Pick<HostDeps, 'watch' | 'log'>, pane: TerminalPane): void {
  watch
    .refresh({ pane })
    .catch((error: unknown) => log.warn({ err: error, paneId: pane.paneId }, 'the transcript was not read'));
}
