/** The terminal: one tmux server, over one control-mode connection. */
import type { Logger } from 'pino';
import { OWN_SETTING_NAMES } from '../../config/settings';
import { createClient } from './client';
import { readPanes } from './panes';
import { captureColours, captureFrames, captureRows } from './screen';
import { killPane } from './kill-pane';
import { restartPane } from './restart-pane';
import { newSession, programEnd, renameSession } from './sessions';
import { paneOption, serverOptions, setPaneOptions, setServerOption } from './options';
import { startPipe, stopPipe } from './pipe';
import { watchPane } from './output';
import { createRestorer } from './sizes';
import { giveSizeBack, restoreSizes, takeSize } from './taken-size';
import { leaveMode, paste, pressKeys, typeBytes } from './typing';
import { TmuxGoneError, type PaneInfo, type Tmux } from './types';

export interface TmuxOptions {
  /** `tmux -L name`; unset = the user's own server. */
  readonly socketName?: string;
  /** A file in which the server is noted, so that it is found again after a restart though its socket is gone. */
  readonly serverFile?: string;
  readonly log: Logger;
  /** The longest pause between two looks for a server; default 1000. */
  readonly reconnectMs?: number;
  /** A tmux that doesn't answer for so long is given up and connected to anew; default 5000. */
  readonly commandTimeoutMs?: number;
}

/**
 * Variables the programs in panes must not inherit from this one: tmux's own, which would nest it, and our settings,
 * some of which are secrets.
 */
const DROPPED_ENV = ['TMUX', 'TMUX_PANE', ...OWN_SETTING_NAMES];

/** Starts looking for the server at once; it is never started by looking. */
export function createTmux(options: TmuxOptions): Tmux {
  const client = createClient({
    log: options.log,
    dropEnv: DROPPED_ENV,
    reconnectMs: options.reconnectMs ?? 1000,
    commandTimeoutMs: options.commandTimeoutMs ?? 5000,
    ...(options.socketName === undefined ? {} : { socketName: options.socketName }),
    ...(options.serverFile === undefined ? {} : { serverFile: options.serverFile }),
  });

  const restore = createRestorer();

  async function listPanes(): Promise<PaneInfo[]> {
    for (let again = true; ; again = false) {
      const connection = await client.find(false);
      if (!connection) return [];
      try {
        const { panes, unwatched } = await readPanes(connection);
        restore(connection, unwatched);
        return panes;
      } catch (error) {
        // The session we were attached to may have ended, and the others live on.
        if (!(error instanceof TmuxGoneError) || !again) throw error;
      }
    }
  }

  return {
    listPanes,
    capture: async (panes) =>
      panes.length === 0 ? [] : client.reading((connection) => captureFrames(connection, panes)),
    captureColours: async (paneIds) =>
      paneIds.length === 0 ? [] : client.reading((connection) => captureColours(connection, paneIds)),
    captureRows: (paneId, startRow) =>
      client.reading((connection) => captureRows(connection, paneId, startRow)),
    leaveMode: (paneId) => client.reading((connection) => leaveMode(connection, paneId)),
    paste: (paneId, text, guard, mark) => paste(client, paneId, { text, guard, mark }),
    keys: (paneId, names, guard, mark) => pressKeys(client, paneId, { names, guard, mark }),
    typeBytes: (paneId, bytes, guard) => typeBytes(client, paneId, bytes, guard),
    watchPane: (pane, listener) => watchPane(client, pane, listener),
    takeSize: (paneId, size, holder, guard) => takeSize(client, paneId, size, { holder, guard }),
    giveSizeBack: (paneId, holder) => giveSizeBack(client, paneId, holder),
    restoreSizes: (holder, stands) => restoreSizes(client, holder, stands),
    setPaneOptions: (paneId, values, guard) => setPaneOptions(client, paneId, values, guard),
    paneOption: (paneId, name) => client.reading((connection) => paneOption(connection, paneId, name)),
    startPipe: (paneId, pipe) => startPipe(client, paneId, pipe),
    stopPipe: (paneId, guard, mark) => stopPipe(client, paneId, guard, mark),
    serverOptions: (prefix) => client.reading((connection) => serverOptions(connection, prefix)),
    setServerOption: (name, value) =>
      client.reading((connection) => setServerOption(connection, name, value)),
    newSession: (session) => newSession(client, session),
    programEnd: (paneId) => programEnd(client, paneId),
    killPane: (paneId, guard) => killPane(client, paneId, guard),
    restartPane: (paneId, guard) => restartPane(client, paneId, guard),
    renameSession: (pane, newName) => renameSession(client, pane, newName),
    trouble: client.trouble,
    onServer: client.onServer,
    server: client.server,
    serverPid: () => client.server()?.split(' ')[0],
    close: client.close,
  };
}
