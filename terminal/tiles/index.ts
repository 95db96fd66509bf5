/**
 * Tiles of terminals: the last rows of each that a page has in view, with their colours. The list that the watch reads
 * several times a second tells which panes had output; those alone are asked for their screens, all in one go, and
 * nothing is asked while nobody looks.
 */
import type { Logger } from 'pino';
import type { Tile, TileDoor, TilePlace } from '../../workflows/contracts/tiles';
import type { Tmux } from '../tmux/types';
import type { LabelledPane } from '../watch/labels';
import { signature } from '../watch/signature';
import type { Watch } from '../watch/types';
import { tileRows } from './rows';

/** How often tiles are told at most. */
const EVERY_MS = 500;
/** tmux tells the time of the last output in whole seconds. */
const OUTPUT_WITHIN_MS = 1_000;
type Sink = (tile: Tile) => void;

interface Shown {
  paneId: string;
  /** What the list said of it when it was last asked for; unset: it never was. */
  signature: string | undefined;
  /** When that was, Unix milliseconds. */
  askedAtMs: number;
  /** As it was last told. */
  rows: readonly string[] | undefined;
  readonly sinks: Set<Sink>;
}

export interface TilesDeps {
  readonly watch: Pick<Watch, 'onPanes'>;
  readonly tmux: Pick<Tmux, 'captureColours'>;
  readonly log: Logger;
}

export function terminalTiles({ watch, tmux, log }: TilesDeps): TileDoor & { close(): void } {
  const shown = new Map<string, Shown>();
  const due = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let askedMs = -Infinity;
  let asking = false;

  function want(session: string): void {
    due.add(session);
    if (asking || timer) return;
    const pauseMs = Math.max(0, askedMs + EVERY_MS - performance.now());
    timer = setTimeout(() => void ask(), pauseMs);
  }

  async function ask(): Promise<void> {
    timer = undefined;
    asking = true;
    askedMs = performance.now();
    const tiles = [...due].flatMap((session) => {
      const tile = shown.get(session);
      return tile ? [{ session, tile, paneId: tile.paneId }] : [];
    });
    due.clear();
    for (const { tile } of tiles) tile.askedAtMs = Date.now();
    try {
      const screens = await tmux.captureColours(tiles.map(({ paneId }) => paneId));
      tiles.forEach(({ session, tile, paneId }, at) => {
        // The session has another terminal since: that one is asked for next.
        if (paneId === tile.paneId) tell(session, tile, screens[at]);
      });
    } catch (err) {
      // The next look at it asks again.
      log.debug({ err }, 'the colours of terminals could not be read');
      for (const { tile } of tiles) tile.signature = undefined;
    }
    asking = false;
    const [next] = due;
    if (next !== undefined) want(next);
  }

  function tell(session: string, tile: Shown, screen: readonly string[] | undefined): void {
    if (!screen) return;
    const rows = tileRows(screen);
    if (JSON.stringify(rows) === JSON.stringify(tile.rows)) return;
    tile.rows = rows;
    for (const sink of tile.sinks) sink({ session, rows });
  }

  const unsubscribe = watch.onPanes((panes) => {
    for (const { label, pane } of shown.size > 0 ? panes : []) {
      const tile = shown.get(label);
      if (!tile || !mayDiffer(tile, pane)) continue;
      tile.paneId = pane.paneId;
      tile.signature = signature(pane);
      want(label);
    }
  });

  function leave(session: string, sink: Sink): void {
    const tile = shown.get(session);
    tile?.sinks.delete(sink);
    if (tile?.sinks.size === 0) shown.delete(session);
  }

  function join({ session, paneId }: TilePlace, sink: Sink): void {
    const known = shown.get(session);
    const tile: Shown = known ?? {
      ...{ paneId, signature: undefined, askedAtMs: 0, rows: undefined },
      sinks: new Set(),
    };
    tile.sinks.add(sink);
    shown.set(session, tile);
    // Another one has it already.
    if (tile.rows) sink({ session, rows: tile.rows });
    else want(session);
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
      clearTimeout(timer);
      unsubscribe();
      shown.clear();
    },
  };
}

/** Output of the second in which it was asked for may have come after that. */
const mayDiffer = (tile: Shown, pane: LabelledPane['pane']): boolean =>
  signature(pane) !== tile.signature || pane.outputAtMs + OUTPUT_WITHIN_MS > tile.askedAtMs;
