import type { Deps } from '../../activities/context';
import type { TerminalPane } from './channel';

/** Where the agent writes is found out while it lives: what it finished may be read only after it has ended. */
export function findTranscript({ watch, log }: Pick<Deps, 'watch' | 'log'>, pane: TerminalPane): void {
  watch
    .refresh({ pane })
    .catch((error: unknown) => log.warn({ err: error, paneId: pane.paneId }, 'the transcript was not read'));
}
