/**
 * Where the files of a directory are, by git: HEAD, and a hash of all files that it doesn't ignore, committed or not.
 * Nothing is written into the repository, and no program that it names is run.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ownGit } from '../../terminal/changes/git';
import { type Found, NoLookError, openRepository } from '../../terminal/changes/repository';
import type { TreeLimits } from '../../terminal/changes/sorted';
import { readTree } from '../../terminal/changes/tree';
import type { TreeState } from '../../workflows/contracts/plans';

export interface Tree extends TreeState {
  /** Why something of it isn't known. */
  readonly note: string | null;
}

/** A repository so large that it takes longer is not told. */
const TIME_LIMIT_MS = 20_000;
const MIB = 1024 * 1024;
/** Evidence of a plan: the time is what bounds it. */
const LIMITS: TreeLimits = { files: 200_000, fileBytes: 256 * MIB, bytes: 4096 * MIB };
const UNKNOWN: TreeState = { head: null, tree: null };

/** @param objectsDir keeps what was found, so that two looks can be compared */
export function trees(objectsDir: string) {
  return {
    async read(dir: string | null): Promise<Tree> {
      if (dir === null) return { ...UNKNOWN, note: 'where it works is not known' };
      let head: string | null = null;
      try {
        return await looking(dir, objectsDir, async (found, deadlineMs) => {
          ({ head } = found);
          return {
            head,
            tree: (await readTree(found, 'look', deadlineMs, { limits: LIMITS })).id,
            note: null,
          };
        });
      } catch (error) {
        if (!(error instanceof NoLookError)) throw error;
        return { ...UNKNOWN, head, note: error.message };
      }
    },

    /** Files that differ between two looks, relative to `dir`; null = not known. */
    async files(dir: string, before: string | null, after: string | null): Promise<readonly string[] | null> {
      if (before === null || after === null) return null;
      if (before === after) return [];
      try {
        return await looking(dir, objectsDir, async ({ own }, deadlineMs) => {
          const args = ['diff', '--name-only', '-z', '--no-renames', before, after];
          const names = await ownGit(own, args, { deadlineMs });
          if (!names.ok) return null;
          return names.stdout
            .split('\0')
            .filter(Boolean)
            .map((name) => relative(dir, join(own.top, name)));
        });
      } catch (error) {
        if (error instanceof NoLookError) return null;
        throw error;
      }
    },
  };
}

/** @throws NoLookError */
async function looking<Told>(
  dir: string,
  objectsDir: string,
  look: (found: Found, deadlineMs: number) => Promise<Told>,
): Promise<Told> {
  await mkdir(objectsDir, { recursive: true, mode: 0o700 });
  const place = await mkdtemp(join(tmpdir(), 'architect-tree-'));
  const deadlineMs = performance.now() + TIME_LIMIT_MS;
  try {
    const found = await openRepository(dir, join(place, 'git'), deadlineMs);
    return await look({ ...found, own: { ...found.own, kept: objectsDir } }, deadlineMs);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
