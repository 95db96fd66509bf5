/** The WebSocket of the tiles: the last rows of the terminals that a page has in view, whenever they change. */
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Store } from '../../store';
import { withoutControl } from '../../workflows/contracts/control-characters';
import {
  MAX_ROW_CHARS,
  type Tile,
  TILE_ROWS,
  type TileDoor,
  type TileMessage,
  type TilePlace,
} from '../../workflows/contracts/tiles';
import { CLOSED } from '../../workflows/contracts/terminal-messages';
import { terminalOf } from '../terminal/holds';
import { watchLife } from '../terminal/life';
import { requestOf } from './requests';

/** What was not taken yet: more isn't sent, and the newest tiles follow later. */
const MOST_UNSENT_BYTES = 256 * 1024;
/** How often it is looked whether there is room again, and at terminals of other machines. */
const LOOK_EVERY_MS = 1_000;

export interface TilePagesDeps {
  readonly store: Pick<Store, 'sessions' | 'hosts'>;
  readonly door: TileDoor;
  readonly log: Logger;
}

export function tilePages({ store, door, log }: TilePagesDeps) {
  /** Those of this machine are watched; of the others the record has the text, which changes once a second. */
  function placesOf(names: readonly string[]): { here: TilePlace[]; elsewhere: string[] } {
    const here: TilePlace[] = [];
    const elsewhere: string[] = [];
    for (const name of names) {
      const row = store.sessions.get(name);
      const terminal = row && terminalOf(row);
      if (!terminal) continue;
      if (row.host !== null && store.hosts.get(row.host) !== undefined) elsewhere.push(name);
      else here.push({ session: name, paneId: terminal.paneId });
    }
    return { here, elsewhere };
  }

  return {
    open(socket: WebSocket, { stands }: { readonly stands: () => boolean }): void {
      /** The newest of each that found no room. */
      const unsent = new Map<string, Tile>();
      const told = new Map<string, string>();
      let wanted: readonly string[] = [];
      let elsewhere: readonly string[] = [];

      const send = (tile: Tile): void => {
        if (socket.readyState !== socket.OPEN) return;
        if (socket.bufferedAmount > MOST_UNSENT_BYTES) return void unsent.set(tile.session, tile);
        unsent.delete(tile.session);
        socket.send(JSON.stringify({ type: 'tile', ...tile } satisfies TileMessage));
      };
      const viewing = door.watch(send);

      const tellElsewhere = (): void => {
        for (const session of elsewhere) {
          const screen = store.sessions.get(session)?.last_output ?? '';
          if (told.get(session) === screen) continue;
          told.set(session, screen);
          send({ session, rows: plainRows(screen) });
        }
      };
      /** Sessions come and go, and are made anew under their names. */
      const follow = (): void => {
        const places = placesOf(wanted);
        elsewhere = places.elsewhere;
        viewing.show(places.here);
        tellElsewhere();
        for (const tile of [...unsent.values()]) send(tile);
      };
      const guarded = (work: () => void): void => {
        try {
          work();
        } catch (err) {
          log.error({ err }, 'the tiles of a page could not be looked at');
          socket.terminate();
        }
      };
      const timer = setInterval(() => guarded(follow), LOOK_EVERY_MS);

      socket.on('message', (data: Buffer, isBinary) => {
        const request = isBinary ? undefined : requestOf(data.toString());
        if (!request) return;
        wanted = request.sessions;
        told.clear();
        unsent.clear();
        guarded(follow);
      });
      socket.on('error', (err) => log.debug({ err }, 'the connection of tiles failed'));
      watchLife(socket, () => guarded(() => stands() || socket.close(CLOSED.login, 'the login has ended')));
      socket.once('close', () => {
        clearInterval(timer);
        viewing.close();
      });
    },
  };
}

function plainRows(screen: string): string[] {
  const rows = screen.split('\n').map((row) => withoutControl(row).slice(0, MAX_ROW_CHARS).trimEnd());
  const last = rows.findLastIndex((row) => row !== '');
  return rows.slice(Math.max(0, last + 1 - TILE_ROWS), last + 1);
}
