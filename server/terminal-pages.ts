/** Terminals in pages: the WebSocket of each session, and who has its keyboard. */
import { WebSocketServer } from 'ws';
import { HttpError, notLoggedIn } from '../api/http/errors';
import { createServices } from '../api/services';
import { terminalPages } from '../api/terminal';
import { terminalHolds } from '../api/terminal/holds';
import { tilePages } from '../api/tiles';
import type { Config } from '../config';
import type { Logs } from '../telemetry/log';
import { terminalDoor } from '../terminal/stream';
import type { ColourScreens } from '../terminal/colours';
import { terminalTiles } from '../terminal/tiles';
import type { Tmux } from '../terminal/tmux/types';
import { installationId } from './installation-id';
import type { Undo } from './undo';
import { TERMINAL_PATH, TILES_PATH } from './upgrade-paths';
import type { WebDeps, WebSide } from './web-side';

/** A paste of the longest text, as JSON may write it. */
const MAX_MESSAGE_BYTES = 2 * 1024 * 1024;
/** Each has a part of the output under way; nobody looks at so many. */
const MOST_OPEN = 200;

interface Parts {
  readonly config: Config;
  readonly logs: Logs;
  readonly undo: Undo;
  readonly deps: WebDeps;
  readonly web: Pick<WebSide, 'events' | 'upgrades'>;
  readonly tmux: Tmux;
  readonly screens: ColourScreens;
}

/** @returns what ends their connections: as long as one is open the ports of the dashboard can't close */
export function showTerminals({ config, logs, undo, deps, web, tmux, screens }: Parts): () => void {
  const log = logs.of('sessions');
  const graceMs = config.terminalGraceMs;
  const instanceId = installationId(config.dataDir);
  const door = terminalDoor({ tmux, instanceId, socketName: config.tmuxSocket, log });
  const { sessions, confirmations } = createServices({ ...deps, events: web.events });
  const holds = terminalHolds({ ...deps, door, reconsider: confirmations.reconsider, log, graceMs });
  const pages = terminalPages({ ...deps, sessions, door, holds, log, graceMs });
  const tileDoor = terminalTiles(screens);
  const tiles = tilePages({ ...deps, door: tileDoor, log });
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  const close = (): void => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  };
  undo.add(door.close, tileDoor.close, holds.start(), close);
  web.upgrades.serve(TERMINAL_PATH, ({ request, socket, head, params, principal, stands }) => {
    if (!principal) throw notLoggedIn();
    requireRoom(sockets);
    const session = params['name'] ?? '';
    sockets.handleUpgrade(request, socket, head, (link) => pages.open(link, { session, principal, stands }));
  });
  web.upgrades.serve(TILES_PATH, ({ request, socket, head, principal, stands }) => {
    if (!principal) throw notLoggedIn();
    requireRoom(sockets);
    sockets.handleUpgrade(request, socket, head, (link) => tiles.open(link, { stands }));
  });
  return close;
}

function requireRoom({ clients }: WebSocketServer): void {
  if (clients.size >= MOST_OPEN)
    throw new HttpError(503, 'too_many', `${MOST_OPEN} terminals are open in pages: close some of them.`);
}
