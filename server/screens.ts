/** What terminals show, for tiles and recordings: what the recorder asks of the store, and who is told when it can't go on. */
import type { Config } from '../config';
import type { Store } from '../store';
import type { Logger, Logs } from '../telemetry/log';
import { colourScreens, type ColourScreens } from '../terminal/colours';
import { recordScreens } from '../terminal/recording';
import type { Tmux } from '../terminal/tmux/types';
import type { Watch } from '../terminal/watch/types';
import type { Undo } from './undo';

const USUAL_COLS = 80;

interface Parts {
  readonly config: Pick<Config, 'recording'>;
  readonly logs: Logs;
  readonly undo: Undo;
  readonly store: Store;
  readonly watch: Pick<Watch, 'onPanes'>;
  readonly tmux: Pick<Tmux, 'captureColours'>;
}

/** Screens with their colours, for those who show them; they are recorded as the settings have it. */
export function startScreens({ config, logs, undo, store, watch, tmux }: Parts): ColourScreens {
  const log = logs.of('sessions');
  const screens = colourScreens({ watch, tmux, log });
  undo.add(screens.close);
  // Also what is left of a time when screens were recorded.
  store.recordings.prune().catch((err: unknown) => log.warn({ err }, 'old recordings are not removed'));
  if (config.recording.isOn)
    undo.add(startRecording(config.recording.intervalMs, { store, screens, watch, log }));
  return screens;
}

interface Recorded extends Pick<Parts, 'store' | 'watch'> {
  readonly screens: ColourScreens;
  readonly log: Logger;
}

/** @returns what ends it, once all is written */
function startRecording(intervalMs: number, { store, screens, watch, log }: Recorded): () => Promise<void> {
  const { recordings } = store;
  recordings.onObstacle((reason, err) => {
    if (reason === undefined) log.info('screens are recorded again');
    else if (reason === 'disk')
      log.warn('screens are not recorded: the disk of the data directory is nearly full');
    else log.error({ err }, 'screens are not recorded: their files could not be written');
  });
  const stop = recordScreens({
    ...{ screens, watch, log, intervalMs },
    ...{ sink: recordings.sink, targets: recordings.targets },
    textOf: joinedTexts(recordings),
    secrets: vaultValues(store, log),
  });
  return async () => {
    stop();
    await recordings.stop();
  };
}

/** Each once. */
function joinedTexts({ keptText }: Store['recordings']) {
  const told = new Map<string, string | null>();
  return (session: string, isWantedAgain: boolean): { text: string; cols: number } | undefined => {
    const kept = keptText(session);
    if (kept?.screen == null || (!isWantedAgain && told.get(session) === kept.at)) return undefined;
    told.set(session, kept.at);
    return { text: kept.screen, cols: Number.parseInt(kept.size ?? '', 10) || USUAL_COLS };
  };
}

/** What could not be read is tried again. */
const READ_AGAIN_MS = 60_000;

/** Read anew when one has changed. undefined: one of them can't be read. */
function vaultValues({ vault, recordings }: Store, log: Logger): () => readonly string[] | undefined {
  let known: { readonly revisions: string; readonly values: readonly string[] } | undefined;
  let failed: { readonly revisions: string; readonly atMs: number } | undefined;

  function read(): readonly string[] | undefined {
    try {
      return vault.valuesToHide();
    } catch (err) {
      log.warn(
        { err },
        'screens are not recorded: secrets of the vault can be left out of them only if they can be read',
      );
      return undefined;
    }
  }

  return () => {
    const secrets = vault.list();
    const revisions = secrets.map(({ id, revision, readable }) => `${id} ${revision} ${readable}`).join();
    if (known?.revisions === revisions) return known.values;
    if (failed?.revisions === revisions && performance.now() - failed.atMs < READ_AGAIN_MS) return undefined;
    const values = read();
    known = values && { revisions, values };
    failed = values ? undefined : { revisions, atMs: performance.now() };
    recordings.blind(values === undefined);
    return values;
  };
}
