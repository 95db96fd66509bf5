/** Where a connection may stay open (server/upgrades.ts). */
import type { Scope } from '../workflows/contracts/access';

export const ENGINE_PATH = '/api/host/engine';
export const TERMINAL_PATH = '/api/sessions/:name/terminal';
export const TILES_PATH = '/api/tiles';

/** Path -> what who opens it needs: a scope, or `host`, the token of a joined host, which who serves it looks at. */
export const UPGRADE_PATHS = {
  [ENGINE_PATH]: 'host',
  [TERMINAL_PATH]: 'read',
  [TILES_PATH]: 'read',
} as const satisfies Readonly<Record<`/${string}`, Scope | 'host'>>;
export type UpgradePath = keyof typeof UPGRADE_PATHS;
