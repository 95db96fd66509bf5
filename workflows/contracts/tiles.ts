/** The last rows of many terminals at once, for tiles: what a page and the server say to each other, and the host's side. */

/** Rows that a tile has room for. */
export const TILE_ROWS = 10;
/** Tiles that one page may have in view. */
export const MOST_TILES = 100;
/** Longest row, in characters with those of its colours. */
export const MAX_ROW_CHARS = 4_000;

/** Which terminal it is, as the store has it. */
export interface TilePlace {
  readonly session: string;
  readonly paneId: string;
}

/**
 * What a tile shows. Its rows hold no control characters but those of colours and attributes (SGR), and each begins with
 * none of them on.
 */
export interface Tile {
  readonly session: string;
  /** The lowest is the last one that something stands in. */
  readonly rows: readonly string[];
}

export interface TileViewing {
  /** These and no others from now on; each is told at once, and then whenever it has changed. */
  show(places: readonly TilePlace[]): void;
  close(): void;
}

/** The terminals of this machine. */
export interface TileDoor {
  watch(sink: (tile: Tile) => void): TileViewing;
}

/** To the page. */
export type TileMessage = { readonly type: 'tile' } & Tile;
/** From the page: the sessions whose tiles are in view. */
export interface TilesRequest {
  readonly type: 'show';
  readonly sessions: readonly string[];
}
