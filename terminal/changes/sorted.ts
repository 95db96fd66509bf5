/** Names that git tells of as new or changed, by what stands there now: what git is to read, and why it isn't to read the others. */
import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const MIB = 1024 * 1024;
export interface TreeLimits {
  /** More files than these that are new or changed are not looked at. */
  readonly files: number;
  /** A larger file is known by its size and time only. */
  readonly fileBytes: number;
  /** Of all files that are read. */
  readonly bytes: number;
}
export const LIMITS: TreeLimits = { files: 10_000, fileBytes: 2 * MIB, bytes: 64 * MIB };
const AT_ONCE = 64;

export interface Sorted {
  /** Nothing stands there any more, or it can be reached through a link only. */
  readonly gone: readonly string[];
  /** Repositories of their own, or what has come in the place of a file. */
  readonly directories: readonly string[];
  readonly files: readonly string[];
  /** Not to be read, with the reason. */
  readonly unread: Map<string, string>;
}

interface Look {
  readonly kind: 'gone' | 'directory' | 'file';
  readonly size: number;
  /** Its content is not read. */
  readonly why: string | null;
}

export async function sorted(top: string, paths: readonly string[], limits: TreeLimits): Promise<Sorted> {
  const found = { gone: [] as string[], directories: [] as string[], files: [] as string[] };
  const unread = new Map<string, string>();
  const isLinked = linksBelow(top);
  let bytes = 0;
  const place = (path: string, { kind, size, why }: Look): void => {
    if (kind === 'gone') return void found.gone.push(path);
    if (kind === 'directory') return void found.directories.push(path);
    bytes += size;
    if (why === null && bytes <= limits.bytes) found.files.push(path);
    else unread.set(path, why ?? `${size} bytes, when all that changed was too much to be read`);
  };
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const some = paths.slice(at, at + AT_ONCE);
    const looks = await Promise.all(
      some.map(async (path) =>
        (await isLinked(dirname(path))) ? GONE : lookAt(join(top, path), limits.fileBytes),
      ),
    );
    looks.forEach((look, index) => place(some[index] ?? '', look));
  }
  return { ...found, unread };
}

/** Whether a directory below `top` is a link, or lies behind one: git takes what is there for gone. */
function linksBelow(top: string): (dir: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>([['.', Promise.resolve(false)]]);
  const look = async (dir: string): Promise<boolean> => {
    if (await isLinked(dirname(dir))) return true;
    return lstat(join(top, dir)).then(
      (about) => about.isSymbolicLink(),
      () => false,
    );
  };
  const isLinked = (dir: string): Promise<boolean> => {
    const found = known.get(dir) ?? look(dir);
    known.set(dir, found);
    return found;
  };
  return isLinked;
}

const GONE: Look = { kind: 'gone', size: 0, why: null };
const file = (why: string | null, size = 0): Look => ({ kind: 'file', size, why });

/** A link takes no room. */
async function lookAt(path: string, mostBytes: number): Promise<Look> {
  try {
    const about = await lstat(path);
    const { size, mtimeMs } = about;
    if (about.isDirectory()) return { kind: 'directory', size: 0, why: null };
    if (about.isSymbolicLink()) return file(null);
    if (!about.isFile()) return file('no file, but a pipe, socket or device');
    if (size > mostBytes) return file(`${size} bytes, of ${new Date(mtimeMs).toISOString()}`);
    const opened = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    await opened.close();
    return file(null, size);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') return file('it may not be read');
    return code === 'ENOENT' || code === 'ENOTDIR' ? GONE : file(null);
  }
}
