/** What was discarded, kept byte by byte in a directory of ours until it can't be brought back any more. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile, readlink, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Discard, SeenFile } from '../../workflows/contracts/review';
import type { Entry, Side } from './entries';
import { inDirectory } from './places';

export interface KeptFile {
  readonly path: string;
  /** The file that a person chose it by: of a renamed one there are two. */
  readonly seen: string;
  /** In the last commit, and in the directory. */
  readonly before: Side | null;
  readonly after: Side | null;
  /** In the index, where that differed from the last commit. */
  readonly staged?: Side | null;
  /** Name of the copy; null: there was nothing, or a link. */
  readonly copy: string | null;
  readonly link: string | null;
  /** Permissions. */
  readonly mode: number;
}

export interface Kept {
  readonly id: string;
  readonly top: string;
  /** The last commit then; null: there was none. */
  readonly head: string | null;
  readonly by: string;
  readonly atMs: number;
  readonly untilMs: number;
  /** `kept`: it may have been cut off before all was discarded. */
  readonly state: 'kept' | 'done' | 'undone';
  readonly files: readonly KeptFile[];
}

/** What tells one moment of a file from another. */
export interface Stamp {
  readonly inode: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  /** null: it has several names, and that one of them goes is no change of what it holds. */
  readonly ctimeNs: bigint | null;
}

const MANIFEST = 'manifest.json';
const ID_CHARS = 24;
const ID = /^[0-9a-f]{24}$/;

/** The same for the same files as they were seen: a request that comes twice is one. */
export function idOf(top: string, files: readonly SeenFile[]): string {
  const facts = files
    .map(({ path, version }) => [path, version])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([top, facts]))
    .digest('hex')
    .slice(0, ID_CHARS);
}

export const discardOf = ({ id, by, atMs, untilMs, files }: Kept): Discard => ({
  ...{ id, by, atMs, untilMs },
  paths: [...new Set(files.map(({ seen }) => seen))],
});

export async function stampOf(path: string): Promise<Stamp | null> {
  const about = await lstat(path, { bigint: true }).catch(() => null);
  if (!about) return null;
  const { ino: inode, size, mtimeNs, ctimeNs, nlink } = about;
  return { inode, size, mtimeNs, ctimeNs: nlink > 1n ? null : ctimeNs };
}

export const isSame = (before: Stamp | null, now: Stamp | null): boolean =>
  before?.inode === now?.inode &&
  before?.size === now?.size &&
  before?.mtimeNs === now?.mtimeNs &&
  (before?.ctimeNs === null || before?.ctimeNs === now?.ctimeNs);

export type Stamps = ReadonlyMap<string, Stamp | null>;

/** As they are now, by their names below `top`. */
export async function stampsOf(top: string, paths: readonly string[]): Promise<Stamps> {
  const stamps = new Map<string, Stamp | null>();
  for (const path of paths) stamps.set(path, await stampOf(join(top, path)));
  return stamps;
}

export type KeptStore = ReturnType<typeof keptIn>;

export function keptIn(dir: string) {
  const placeOf = (id: string): string => join(dir, id);

  async function read(id: string): Promise<Kept | null> {
    if (!ID.test(id)) return null;
    try {
      return JSON.parse(await readFile(join(placeOf(id), MANIFEST), 'utf8')) as Kept;
    } catch {
      return null;
    }
  }

  const remove = (name: string): Promise<void> => rm(placeOf(name), { recursive: true, force: true });

  async function write(place: string, kept: Kept): Promise<void> {
    await durably(join(place, 'new'), JSON.stringify(kept));
    await rename(join(place, 'new'), join(place, MANIFEST));
    await onDisk(place);
  }

  return {
    read,
    copyOf: (id: string, copy: string): string => join(placeOf(id), copy),
    save: (kept: Kept): Promise<void> => write(placeOf(kept.id), kept),

    /**
     * Copies what stands there now. It takes the place of what was kept of the same files before, once it is known to be
     * what was seen: until then nothing is told of it.
     * @param finish adds what else is kept, in the same directory, and makes sure
     */
    async keep(
      about: Omit<Kept, 'files' | 'state'>,
      places: readonly (Entry & { readonly seen: string; readonly staged?: Side | null })[],
      finish: (place: string) => Promise<void>,
    ): Promise<Kept> {
      const fresh = `${placeOf(about.id)}.new`;
      await rm(fresh, { recursive: true, force: true });
      await mkdir(fresh, { recursive: true, mode: 0o700 });
      try {
        const files: KeptFile[] = [];
        for (const [at, { path, seen, before, after, staged }] of places.entries()) {
          const base = { path, seen, before, after, ...(staged !== undefined && { staged }) };
          const copy = `file-${at}`;
          const own =
            after === null
              ? NOTHING
              : await inDirectory(about.top, path, (place) => copied(place, fresh, copy));
          files.push({ ...base, ...own });
        }
        await finish(fresh);
        const kept: Kept = { ...about, state: 'kept', files };
        await write(fresh, kept);
        await remove(about.id);
        await rename(fresh, placeOf(about.id));
        await onDisk(dir);
        return kept;
      } catch (error) {
        await rm(fresh, { recursive: true, force: true });
        throw error;
      }
    },

    async list(): Promise<Kept[]> {
      const names = (await readdir(dir).catch(() => [])).filter((name) => ID.test(name));
      const all = await Promise.all(names.map(read));
      return all.filter((one) => one !== null);
    },

    /** Removes what can't be brought back any more. */
    async expire(nowMs: number): Promise<void> {
      for (const name of (await readdir(dir).catch(() => [])).filter((one) => ID.test(one))) {
        const kept = await read(name);
        if (kept !== null && kept.untilMs <= nowMs) await remove(name);
      }
    },

    /** Before anything else is done: what was begun and is of no use goes too. */
    async sweep(nowMs: number): Promise<void> {
      for (const name of await readdir(dir).catch(() => [])) {
        const kept = await read(name);
        if (kept === null || kept.untilMs <= nowMs) await remove(name);
      }
    },
  };
}

type Copied = Pick<KeptFile, 'copy' | 'link' | 'mode'>;
const NOTHING: Copied = { copy: null, link: null, mode: 0 };

/** A link is kept as a link. */
async function copied(from: string, dir: string, copy: string): Promise<Copied> {
  const about = await lstat(from);
  if (about.isSymbolicLink()) return { copy: null, link: await readlink(from), mode: 0 };
  const file = await open(from, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    await durably(join(dir, copy), await file.readFile());
    return { copy, link: null, mode: (await file.stat()).mode & 0o777 };
  } finally {
    await file.close();
  }
}

/** On the disk before anything else is done. */
async function durably(path: string, content: string | Buffer): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The names in a directory, which may be on another disk than the files that go. Some file systems can't be asked for it. */
async function onDisk(dir: string): Promise<void> {
  const opened = await open(dir, constants.O_RDONLY);
  try {
    await opened.sync().catch(() => undefined);
  } finally {
    await opened.close();
  }
}
