/** Places in a work tree that are written to: never by way of a link, never outside of it. */
import { constants } from 'node:fs';
import { lstat, mkdir, open, readlink, realpath, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ReviewError } from '../../workflows/contracts/review';

/** A name below the top, and nothing of git's own. */
export const isName = (path: string): boolean =>
  path !== '' &&
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part !== '.git');

/** The directories above it, the highest first. */
function above(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

/** @throws ReviewError unless all directories above it that are there are directories */
export async function requirePlain(top: string, path: string): Promise<void> {
  if (!isName(path)) throw new ReviewError('refused', `'${path}' is no name of a file in ${top}`);
  for (const dir of above(path)) {
    const about = await lstat(join(top, dir)).catch(() => null);
    if (about && !about.isDirectory())
      throw new ReviewError(
        'refused',
        `'${path}' can't come back: ${dir} is ${about.isSymbolicLink() ? 'a link' : 'a file'} now. Discard that first; nothing was done`,
      );
  }
}

/** The same, and that no directory has its own place. */
export async function requireRoom(top: string, path: string): Promise<void> {
  await requirePlain(top, path);
  const about = await lstat(join(top, path)).catch(() => null);
  if (about?.isDirectory())
    throw new ReviewError(
      'refused',
      `'${path}' can't come back: a directory has its place. Discard what is in there first; nothing was done`,
    );
}

/**
 * Does something with a file in its directory. Where the system can name the directory itself, no link that takes its place,
 * or that of one above it, leads elsewhere meanwhile.
 * @throws ReviewError where it is reached by a link
 */
export async function inDirectory<T>(
  top: string,
  path: string,
  work: (place: string) => Promise<T>,
): Promise<T> {
  await requirePlain(top, path);
  const dir = join(await realpath(top), dirname(path));
  const opened = await open(dir, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    const held = `/proc/self/fd/${opened.fd}`;
    const is = await readlink(held).catch(() => null);
    if (is !== null && is !== dir)
      throw new ReviewError('changed', `'${path}' is reached by a link now: it is left alone`);
    return await work(join(is === null ? dir : held, basename(path)));
  } finally {
    await opened.close();
  }
}

export async function makeAbove(top: string, path: string): Promise<void> {
  await requirePlain(top, path);
  await mkdir(dirname(join(top, path)), { recursive: true });
}

/** Directories that have become empty. */
export async function removeEmptyAbove(top: string, path: string): Promise<void> {
  for (const dir of above(path).reverse()) {
    const isGone = await rmdir(join(top, dir)).then(
      () => true,
      () => false,
    );
    if (!isGone) return;
  }
}
