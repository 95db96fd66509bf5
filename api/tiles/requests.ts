/** What a page may say over the WebSocket of the tiles. */
import { z } from 'zod';
import { MOST_TILES, type TilesRequest } from '../../workflows/contracts/tiles';

const MAX_NAME_CHARS = 500;

const request = z.strictObject({
  type: z.literal('show'),
  sessions: z.array(z.string().min(1).max(MAX_NAME_CHARS)).max(MOST_TILES),
});

/** undefined: it is none. */
export function requestOf(message: string): TilesRequest | undefined {
  try {
    return request.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}
