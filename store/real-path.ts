/**
 * Which directory a path really lies in, symbolic links followed: who may work where depends on it.
 * (`isInsideByName` in policy/ compares names only, and never looks at the disk.)
 */
import { realpathSync } from 'node:fs';
import { sep } from 'node:path';

declare const followed: unique symbol;
/** A path without symbolic links. Only `realPath` makes one, so a path can't be checked before its links were followed. */
export type RealPath = string & { readonly [followed]: true };

/** Where `path` leads; undefined if there is nothing, or if that can't be read. */
export function realPath(path: string): RealPath | undefined {
  try {
    return realpathSync(path) as RealPath;
  } catch {
    return undefined;
  }
}

/**
 * Whether `path` is `directory` or lies below it. Links in `directory` are followed here. A directory that isn't there
 * holds nothing. What is checked is `path` itself, and not what its name leads to by now: use that same value afterwards.
 */
export function isInsideOnDisk(path: RealPath, directory: string): boolean {
  const real = realPath(directory);
  return real !== undefined && (path === real || path.startsWith(real.endsWith(sep) ? real : real + sep));
}
