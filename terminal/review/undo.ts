/** Brings back what was discarded, byte by byte, unless something else has taken its place. May be cut off and repeated. */
import { chmod, copyFile, link, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Discard, ReviewError } from '../../workflows/contracts/review';
import { listOf } from './chosen';
import { type Entry, placesOf } from './entries';
import { discardOf, isSame, type Kept, type KeptFile, type KeptStore, stampOf, type Stamps } from './kept';
import type { Look } from './look';
import { inDirectory, makeAbove, removeEmptyAbove, requireRoom } from './places';
import { stageAgain } from './staged';

/**
 * @param stamps of its files, from before the look
 * @throws ReviewError
 */
export async function undoDiscard(
  look: Look,
  store: KeptStore,
  kept: Kept,
  { stamps, deadlineMs }: { stamps: Stamps; deadlineMs: number },
): Promise<Discard> {
  if (kept.state === 'undone') return discardOf(kept);
  const { top } = look.found.own;
  const now = new Map(placesOf(look.entries).map((place) => [place.path, place]));
  const copies = dirname(store.copyOf(kept.id, 'file'));
  const standings = kept.files.map((file) => {
    const isThere = (stamps.get(file.path) ?? null) !== null;
    return { file, is: standing(file, now.get(file.path), kept.state, isThere) };
  });
  const taken = standings.filter(({ is }) => is === 'taken').map(({ file }) => file.path);
  if (taken.length > 0)
    throw new ReviewError(
      'changed',
      `${listOf(taken)} changed since: nothing was brought back. What was discarded is in ${copies} until it expires`,
    );
  /** Somebody may have written to it since it was found to be what the discard left. */
  const requireLeft = async (path: string, place = join(top, path)): Promise<void> => {
    if (isSame(stamps.get(path) ?? null, await stampOf(place))) return;
    throw new ReviewError(
      'changed',
      `'${path}' changed at this very moment and stayed. What was discarded is in ${copies} until it expires`,
    );
  };
  const due = standings.filter(({ is }) => is === 'due').map(({ file }) => file);
  for (const { path } of due) {
    await requireRoom(top, path);
    await requireLeft(path);
  }
  // What makes room comes first.
  for (const { path, after } of due) if (after === null) await takeAway(top, path, requireLeft);
  for (const file of due)
    if (file.after !== null) await putBack(top, file, { store, id: kept.id, requireLeft });
  await stageAgain(look, kept, copies, deadlineMs);
  const undone: Kept = { ...kept, state: 'undone' };
  await store.save(undone);
  return discardOf(undone);
}

/** `due`: as the discard left it. */
function standing(
  { before, after }: KeptFile,
  now: Entry | undefined,
  state: Kept['state'],
  isThere: boolean,
): 'due' | 'back' | 'taken' {
  // Something that git ignores may have come to a place where nothing was left.
  if (now === undefined) return before === null && isThere ? 'taken' : 'due';
  if (now.after?.object === after?.object && now.after?.mode === after?.mode) return 'back';
  // It was cut off between the removing and the last commit's file.
  return state === 'kept' && now.after === null ? 'due' : 'taken';
}

type RequireLeft = (path: string, place?: string) => Promise<void>;

async function takeAway(top: string, path: string, requireLeft: RequireLeft): Promise<void> {
  if ((await stampOf(join(top, path))) !== null)
    await inDirectory(top, path, async (place) => {
      await requireLeft(path, place);
      await rm(place, { force: true });
    });
  await removeEmptyAbove(top, path);
}

interface PutBack {
  readonly store: KeptStore;
  readonly id: string;
  readonly requireLeft: RequireLeft;
}

async function putBack(top: string, file: KeptFile, { store, id, requireLeft }: PutBack): Promise<void> {
  const { path, copy, link: target, mode } = file;
  await makeAbove(top, path);
  await inDirectory(top, path, async (place) => {
    // Of one name for one file: a try that was cut off leaves nothing that the next one doesn't take away.
    const fresh = join(dirname(place), `.undo-${id}`);
    await rm(fresh, { force: true });
    try {
      if (target !== null) await symlink(target, fresh);
      else if (copy !== null) {
        await copyFile(store.copyOf(id, copy), fresh);
        await chmod(fresh, mode);
      }
      if ((await stampOf(place)) !== null) {
        await requireLeft(path, place);
        await rename(fresh, place);
      }
      // Only where still nothing is.
      else if (target !== null) await symlink(target, place);
      else await link(fresh, place);
    } finally {
      await rm(fresh, { force: true });
    }
  });
}
