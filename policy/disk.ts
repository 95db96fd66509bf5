/** What is on the disk, for judging paths: the one place where the policy's facts come from. */
import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { posix } from 'node:path';

/** More links in one path than this go in a circle. */
const MAX_LINKS = 40;

export interface Disk {
  /**
   * Where an absolute path leads, symbolic links followed; `..` is what lies above the place a link leads to. What
   * doesn't exist yet stays as written, below the longest part that does. Undefined where that can't be told.
   */
  real(path: string): string | undefined;
  /** The names in a directory; none where there is no such directory, undefined where that can't be told. */
  names(path: string): readonly string[] | undefined;
  /** True where the path itself is a symbolic link. */
  isLink(path: string): boolean;
}

export const DISK: Disk = { real, names, isLink };

function real(path: string): string | undefined {
  const rest = path.split('/').reverse();
  let at = '/';
  let links = 0;
  try {
    for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
      if (name === '' || name === '.') continue;
      if (name === '..') {
        at = posix.dirname(at);
        continue;
      }
      const next = posix.join(at, name);
      const target = linkTarget(next);
      if (target === undefined) {
        at = next;
        continue;
      }
      links += 1;
      if (links > MAX_LINKS) return undefined;
      if (target.startsWith('/')) at = '/';
      rest.push(...target.split('/').reverse());
    }
    return at;
  } catch {
    return undefined;
  }
}

function linkTarget(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function names(path: string): readonly string[] | undefined {
  try {
    return readdirSync(path);
  } catch (error) {
    return isMissing(error) ? [] : undefined;
  }
}

function isLink(path: string): boolean {
  try {
    return linkTarget(path) !== undefined;
  } catch {
    return false;
  }
}

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  ['ENOENT', 'ENOTDIR'].includes(String(error.code));
