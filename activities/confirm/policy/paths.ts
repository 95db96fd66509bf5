/** Paths as text: nothing here looks at a disk, so symbolic links are not followed. */
import { posix } from 'node:path';

/** Where `~` is when nobody said: a place that is never inside a working directory. */
const UNKNOWN_HOME = '/~';

export interface Places {
  readonly workingDir: string;
  readonly projectRoot: string;
  readonly home: string;
}

export function placesOf(request: {
  readonly workingDir: string;
  readonly projectRoot?: string | undefined;
  readonly home?: string | undefined;
}): Places {
  const workingDir = clean(request.workingDir);
  const root = request.projectRoot === undefined ? workingDir : clean(request.projectRoot);
  return {
    workingDir,
    // A root that isn't around the working directory, or is the whole disk, would make more readable than meant.
    projectRoot: root !== '/' && isInside(workingDir, root) ? root : workingDir,
    home: request.home === undefined ? UNKNOWN_HOME : clean(request.home),
  };
}

/** Absolute, without `.`, `..` and a slash at the end. */
export function clean(path: string): string {
  const resolved = posix.resolve('/', path);
  // POSIX lets a path start with exactly two slashes.
  return resolved.replace(/^\/+/, '/');
}

export const resolveIn = (dir: string, path: string): string => clean(posix.resolve(dir, path));

/** True for `dir` itself too. */
export function isInside(path: string, dir: string): boolean {
  return path === dir || path.startsWith(dir === '/' ? '/' : `${dir}/`);
}

/** `~` and `~/x` as a file tool may give them; other text as it is. */
export function expandHome(path: string, home: string): string {
  return path === '~' || path.startsWith('~/') ? home + path.slice(1) : path;
}

/** True where a glob, as written, could leave the directory it starts in or match names that start with a dot. */
export function isWideGlob(text: string): boolean {
  const names = text.split('/');
  const first = names.findIndex((name) => /[*?[]/.test(name));
  return first >= 0 && names.slice(first).some((name) => name === '..' || /^\..*[*?[]/.test(name));
}
