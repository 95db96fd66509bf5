/** Tiles of terminals: the last rows of each that a page has in view, with their colours, whenever they change. */
import type { Tile, TileDoor, TilePlace } from '../../workflows/contracts/tiles';
import type { ColourScreens, WantedScreen } from '../colours';
import { tileRows } from '../colours/rows';

/** How often tiles are told at most. */
const EVERY_MS = 500;
type Sink = (tile: Tile) => void;

interface Shown {
  /** As it was last told. */
  rows: readonly string[] | undefined;
  readonly sinks: Set<Sink>;
}

export function terminalTiles(screens: Pick<ColourScreens, 'read' | 'want'>): TileDoor & { close(): void } {
  const shown = new Map<string, Shown>();

  function tell({ session }: WantedScreen, screen: readonly string[]): void {
    const tile = shown.get(session);
    const rows = tileRows(screen);
    if (!tile || JSON.stringify(rows) === JSON.stringify(tile.rows)) return;
    tile.rows = rows;
    for (const sink of tile.sinks) sink({ session, rows });
  }

  const end = screens.read({ everyMs: EVERY_MS, wants: ({ session }) => shown.has(session), take: tell });

  function leave(session: string, sink: Sink): void {
    const tile = shown.get(session);
    tile?.sinks.delete(sink);
    if (tile?.sinks.size === 0) shown.delete(session);
  }

  function join({ session, paneId }: TilePlace, sink: Sink): void {
    const tile: Shown = shown.get(session) ?? { rows: undefined, sinks: new Set() };
    tile.sinks.add(sink);
    shown.set(session, tile);
    // Another one has it already.
    if (tile.rows) sink({ session, rows: tile.rows });
    else screens.want({ session, paneId });
  }

  return {
    watch(sink) {
      let now = new Set<string>();
      return {
        show(places) {
          const next = new Set(places.map(({ session }) => session));
          for (const session of now) if (!next.has(session)) leave(session, sink);
          for (const place of places) if (!now.has(place.session)) join(place, sink);
          now = next;
        },
        close() {
          for (const session of now) leave(session, sink);
          now = new Set();
        },
      };
    },
    close() {
      end();
      shown.clear();
    },
  };
}
