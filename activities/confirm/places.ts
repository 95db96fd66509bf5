import { realpathSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';

/** True where `path` is `directory` or below it, symbolic links followed: a link may lead anywhere. */
export function isInside(path: string, directory: string): boolean {
  try {
    const between = relative(realpathSync(directory), realpathSync(path));
    return !isAbsolute(between) && between.split('/')[0] !== '..';
  } catch {
    // One of the two doesn't exist.
    return false;
  }
}
