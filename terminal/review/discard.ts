/**
 * Chosen files become what they were in the last commit. All of it is kept first, and on the disk; then the index, then
 * the files are changed. Cut off anywhere, the same request goes on where it was.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFailure } from '../../processes/exec';
import { type Discard, ReviewError, type DiscardRequest } from '../../workflows/contracts/review';
import { ownGit } from '../changes/git';
import { changedSince, listOf, requireFree, seenIn } from './chosen';
import { type Entry, placesOf } from './entries';
import {
  discardOf,
  idOf,
  isSame,
  type Kept,
  type KeptFile,
  type KeptStore,
  type Stamp,
  stampOf,
  type Stamps,
  stampsOf,
} from './kept';
import { ask, lookAt, type Look } from './look';
import { inDirectory, removeEmptyAbove, requirePlain, requireRoom } from './places';
import { keepStaged } from './staged';
import { standingOf } from './standing';
import { setInIndex } from './their-index';

interface KeptRequest extends DiscardRequest {
  readonly nowMs: number;
  readonly keepMs: number;
}

/**
 * @param again a directory for a second look
 * @throws NoLookError, ReviewError
 */
export async function discardFiles(
  look: Look,
  store: KeptStore,
  wanted: KeptRequest,
  { again, deadlineMs }: { again: string; deadlineMs: number },
): Promise<Discard> {
  const { top } = look.found.own;
  const { unfinished } = await standingOf(top, deadlineMs);
  if (unfinished !== null)
    throw new ReviewError('refused', `${unfinished} is under way in ${top}: end it there first`);
  const id = idOf(top, wanted.files);
  const { same, others } = seenIn(look.entries, wanted.files);
  const before = await store.read(id);
  if (others.length > 0) {
    const goesOn =
      before !== null &&
      before.state !== 'undone' &&
      // Another commit may have other files, and theirs would be taken back.
      before.head === look.found.head &&
      isBegun(before, others, look.entries);
    if (!goesOn) throw changedSince(others);
    const left = placesOf(same);
    const stamps = await stampsOf(top, namesOf(left));
    await requireStill(top, left, { again, deadlineMs });
    return carryOut(look, store, before, { deadlineMs, places: left, stamps });
  }
  await requireFree(look, same, deadlineMs);
  const places = same.flatMap((entry) =>
    placesOf([entry]).map((place) => ({ ...place, seen: entry.path, ...stagedOf(look, before, place) })),
  );
  // What comes back needs the place that nothing has now.
  for (const { path, after } of places)
    await (after === null ? requireRoom(top, path) : requirePlain(top, path));
  const { by, nowMs, keepMs } = wanted;
  const { head } = look.found;
  const stamps = await stampsOf(top, namesOf(places));
  const about = { id, top, head, by, atMs: nowMs, untilMs: nowMs + keepMs };
  const kept = await store.keep(about, places, async (place) => {
    await keepStaged(look, places, place, deadlineMs);
    await requireStill(top, places, { again, deadlineMs });
  });
  return carryOut(look, store, kept, { deadlineMs, places, stamps });
}

const namesOf = (places: readonly Entry[]): string[] => places.map(({ path }) => path);

/** What was copied is what was seen: nobody wrote to it meanwhile. @throws ReviewError */
async function requireStill(
  top: string,
  places: readonly Entry[],
  { again, deadlineMs }: { again: string; deadlineMs: number },
): Promise<void> {
  if (places.length === 0) return;
  const second = await lookAt(top, again, deadlineMs, namesOf(places));
  const now = new Map(placesOf(second.entries).map((place) => [place.path, place]));
  const moved = places.filter(({ path, after }) => now.get(path)?.after?.object !== after?.object);
  if (moved.length > 0) throw changedSince(namesOf(moved));
}

/** One that was cut off may have taken it out of the index already. */
function stagedOf({ staged }: Look, before: Kept | null, { path }: Entry): Pick<KeptFile, 'staged'> {
  if (staged.has(path)) return { staged: staged.get(path) ?? null };
  const known = before?.state === 'kept' ? before.files.find((file) => file.path === path) : undefined;
  return known?.staged === undefined ? {} : { staged: known.staged };
}

/** What isn't as it was seen is as this very request left it when it was cut off, or done. */
function isBegun(kept: Kept, others: readonly string[], entries: readonly Entry[]): boolean {
  const now = new Map(placesOf(entries).map((place) => [place.path, place]));
  return others.every((seen) => {
    const mine = kept.files.filter((file) => file.seen === seen);
    return mine.length > 0 && mine.every(({ path }) => (now.get(path)?.after ?? null) === null);
  });
}

interface CarryOut {
  readonly deadlineMs: number;
  /** Those that are still there. */
  readonly places: readonly Entry[];
  /** From before they were copied, or looked at. */
  readonly stamps: Stamps;
}

async function carryOut(
  look: Look,
  store: KeptStore,
  kept: Kept,
  { deadlineMs, places, stamps }: CarryOut,
): Promise<Discard> {
  const { found, staged } = look;
  const { top } = found.own;
  // git would take a file for changed whose size isn't the one that its index has noted: with other line ends, say.
  const noted = kept.files.filter(({ path, before }) => staged.has(path) || before !== null);
  const sides = noted.map(({ path, before }) => ({ path, side: before }));
  await setInIndex(top, found.digest, sides, deadlineMs);
  const late: string[] = [];
  for (const { path, after } of places) {
    if (after === null) continue;
    const isGone = await removeIfSame(top, path, stamps.get(path) ?? null);
    if (!isGone) late.push(path);
  }
  const files = kept.files.filter(({ path }) => !late.includes(path));
  const stay = kept.files.flatMap(({ path, staged: side }) =>
    side !== undefined && late.includes(path) ? [{ path, side }] : [],
  );
  await setInIndex(top, found.digest, stay, deadlineMs);
  await bringBack(look, files, deadlineMs);
  for (const { path, before } of files) if (before === null) await removeEmptyAbove(top, path);
  const done: Kept = { ...kept, files, state: 'done' };
  await store.save(done);
  if (late.length === 0) return discardOf(done);
  throw new ReviewError(
    'changed',
    `${listOf(late)} changed at this very moment and stayed. The other files were discarded, and can be brought back`,
  );
}

/** False: somebody else wrote to it, or took its directory away. */
async function removeIfSame(top: string, path: string, before: Stamp | null): Promise<boolean> {
  if (!isSame(before, await stampOf(join(top, path)))) return false;
  return inDirectory(top, path, async (place) => {
    if (!isSame(before, await stampOf(place))) return false;
    await rm(place, { force: true });
    return true;
  });
}

/** git makes only what isn't there, and goes by no link. */
async function bringBack(look: Look, files: readonly KeptFile[], deadlineMs: number): Promise<void> {
  const { found, base } = look;
  const index = join(found.own.dir, 'back.index');
  const missing: string[] = [];
  for (const { path, before } of files)
    if (before !== null && (await stampOf(join(found.own.top, path))) === null) missing.push(path);
  if (missing.length === 0) return;
  await ask(found, ['read-tree', base], deadlineMs, index);
  const input = Buffer.from(missing.map((path) => `${path}\0`).join(''));
  const done = await ownGit(found.own, ['checkout-index', '-z', '--stdin'], { deadlineMs, index, input });
  if (!done.ok)
    throw new ReviewError(
      'refused',
      `not all came back as it was in the last commit: ${describeFailure(done)}. What was there is kept: discard again to go on, or undo`,
    );
}
