/** The watch over the sessions of this host, with the hooks and transcripts of their agents. */
import type { Logger } from 'pino';
import type { Tmux } from '../../activities/adapters/tmux/types';
import { createChannels } from '../../activities/evidence/channels';
import { type HookPlaces, prepareHooks } from '../../activities/evidence/hooks/report-script';
import { createWatch, type WatchDeps } from '../../activities/watch';
import type { Watch } from '../../activities/watch/types';
import type { Config } from '../../config';
import type { Store } from '../../store';

export interface SessionsOptions {
  readonly tmux: Tmux;
  readonly store: Store;
  readonly config: Pick<Config, 'dataDir' | 'hostName'>;
  readonly log: Logger;
  /** A session has become ready. */
  readonly onFreed: () => void;
  /** Told of the dialogs on the screens. */
  readonly dialogs: NonNullable<WatchDeps['dialogs']>;
}

export function watchSessions({ tmux, store, config, log, onFreed, dialogs }: SessionsOptions): {
  watch: Watch;
  hooks: HookPlaces;
  stop: () => Promise<void>;
} {
  const hooks = prepareHooks(config.dataDir);
  const channels = createChannels({
    spoolDir: hooks.spool,
    log,
    // Nothing is told before the watch below is made: all of it comes from files read later.
    onTold: (paneId) => watch.told(paneId),
    keyOf: (paneId) => store.sessions.hookKey(paneId),
    serverPid: () => tmux.serverPid(),
  });
  const watch: Watch = createWatch({
    tmux,
    store,
    host: config.hostName,
    log,
    clock: () => new Date(),
    channels,
    onFreed,
    dialogs,
  });
  return {
    watch,
    hooks,
    async stop() {
      await watch.stop();
      await channels.stop();
    },
  };
}
