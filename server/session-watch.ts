/** The watch over the sessions of this host, with the hooks and transcripts of their agents. */
import type { Logger } from 'pino';
import type { Tmux } from '../terminal/tmux/types';
import { typedText } from '../terminal/attempt';
import { createChannels } from '../agents/events/channels';
import { type HookPlaces, prepareHooks } from '../agents/hooks/report-script';
import { createWatch } from '../terminal/watch';
import type { WatchDeps } from '../terminal/watch/deps';
import { createOwnership } from '../terminal/watch/ownership';
import type { Watch } from '../terminal/watch/types';
import type { Config } from '../config';
import type { HostStore } from '../workflows/contracts/host-store';
import { installationId } from './installation-id';

export interface SessionsOptions {
  readonly tmux: Tmux;
  readonly hostStore: HostStore;
  readonly config: Pick<Config, 'dataDir' | 'hostName' | 'ownerTimeoutMs'>;
  /** Unset on a machine that has joined: all of its names are its own. */
  readonly nameHere?: NonNullable<WatchDeps['nameHere']>;
  /** Where a person finds this dashboard. */
  readonly url: string;
  readonly log: Logger;
  /** A session has become ready. */
  readonly onFreed: () => void;
  /** Told of the dialogs on the screens. */
  readonly dialogs: NonNullable<WatchDeps['dialogs']>;
  /** Unset: nobody counts what it costs. */
  readonly observer?: NonNullable<WatchDeps['observer']>;
}

export function watchSessions(options: SessionsOptions): {
  watch: Watch;
  hooks: HookPlaces;
  stop: () => Promise<void>;
} {
  const { tmux, hostStore, config, url, log, onFreed, dialogs, observer, nameHere } = options;
  const hooks = prepareHooks(config.dataDir);
  const channels = createChannels({
    spoolDir: hooks.spool,
    log,
    // Nothing is told before the watch below is made: all of it comes from files read later.
    onTold: (paneId) => watch.noteReport(paneId),
    keyOf: (paneId) => hostStore.hookKey({ server: tmux.server() ?? null, paneId }),
    serverPid: () => tmux.serverPid(),
    promptIn: async ({ paneId, pid }) => {
      const prompt = await hostStore.promptIn({ paneId, pid });
      return prompt ? { text: typedText(prompt), sinceMs: prompt.grantedAtMs } : undefined;
    },
  });
  const watch: Watch = createWatch({
    tmux,
    hostStore,
    host: config.hostName,
    log,
    clock: () => new Date(),
    channels,
    onFreed,
    dialogs,
    ...(observer && { observer }),
    ...(nameHere && { nameHere }),
    ownership: createOwnership({
      tmux,
      instanceId: installationId(config.dataDir),
      deadAfterMs: config.ownerTimeoutMs,
      describe: () => `${url}, process ${process.pid}`,
      log,
    }),
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
