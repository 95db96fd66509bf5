/**
 * What changes in the directory of a session while a prompt is at work there: a look before it is submitted, and one at the
 * end of its turn. Neither may hold up or fail what it is about: it is waited for a moment only, and what goes wrong is
 * noted. A directory of its own keeps the first look, so that a restarted server goes on with it.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { HostStore, LeaseRef } from '../../workflows/contracts/host-store';
import type { WorkChanges } from '../../workflows/contracts/work-changes';
import { storedMs } from '../stored-time';
import { compare } from './compare';
import { git } from './git';
import { type Found, NoLookError, openRepository } from './repository';
import { readTree, type Tree } from './tree';
import { slots, within } from './waiting';

/** Enter waits for the first look so long at most, and the end of a turn for what is left to do of both. */
const BEFORE_ENTER_MS = 300;
const BEFORE_END_MS = 2_000;
/** A look that takes longer is given up. */
const LOOK_MS = 20_000;
const COMPARE_MS = 30_000;
/** Looks at once: each is some programs that read files. */
const AT_ONCE = 2;
const BEFORE_FILE = 'before.json';
const NAME = /^\d+-\d+$/;

export interface ChangesDeps {
  readonly dir: string;
  readonly hostStore: Pick<HostStore, 'keepChanges' | 'leasesOf'>;
  readonly log: Logger;
  /** After so long a look is given up. */
  readonly lookMs?: number;
  /** Enter waits so long for the first look at most. */
  readonly beforeEnterMs?: number;
}

export interface FirstLook {
  /** Before Enter: resolves when the look is done, or has taken too long to be waited for. */
  ready(): Promise<void>;
  /** The agent has the prompt: others can tell now that it works there. */
  taken(): void;
}

export interface Changes {
  begin(lease: LeaseRef, session: string, directory: string): FirstLook;
  /** The turn is over. Resolves once the files were looked at, or that has taken too long to be waited for. */
  end(lease: LeaseRef): Promise<void>;
  /** There was no turn. */
  drop(lease: LeaseRef): Promise<void>;
  /** Takes away what prompts left that have their sessions no more. */
  sweep(): Promise<void>;
}

/** What is kept between the two looks. */
interface Before {
  readonly known: Pick<WorkChanges, 'session' | 'directory' | 'beganAtMs'>;
  readonly note: string | null;
  readonly look: { readonly found: Found; readonly tree: KeptTree } | null;
}
interface UnderWay {
  readonly known: Before['known'];
  done: Promise<unknown>;
  isWanted: boolean;
}
type KeptTree = Omit<Tree, 'unread'> & { readonly unread: readonly (readonly [string, string])[] };

export function recordChanges({
  dir,
  hostStore,
  log,
  lookMs = LOOK_MS,
  beforeEnterMs = BEFORE_ENTER_MS,
}: ChangesDeps): Changes {
  const slot = slots(AT_ONCE);
  /** First looks that are not done yet, by their place. */
  const underWay = new Map<string, UnderWay>();
  /** Turns that have ended, whose changes are still to be told. */
  const ending = new Map<string, Promise<void>>();
  const placeOf = ({ promptId, grantedAt }: LeaseRef): string =>
    join(dir, `${promptId}-${storedMs(grantedAt)}`);
  const noted = (lease: LeaseRef) => (err: unknown) =>
    log.warn({ promptId: lease.promptId, err }, 'what changed in its directory is not told');
  const remove = (place: string): Promise<void> => rm(place, { recursive: true, force: true });
  const removeAfter = (look: UnderWay | undefined, place: string): void => {
    if (!look) return;
    look.isWanted = false;
    look.done
      .catch(() => undefined)
      .then(() => remove(place))
      .catch((err: unknown) => log.warn({ err }, 'a look at a directory is left over'));
  };
  const deadline = (ms: number): number => performance.now() + ms;

  const notCompared = (lease: LeaseRef, known: Before['known'], endedAtMs: number): Promise<void> => {
    const note = 'the turn ended before the first look was done';
    return hostStore.keepChanges({ ...begun(lease, { known, note, look: null }), endedAtMs });
  };

  /** Resolves when it need not be waited for any longer. */
  async function end(lease: LeaseRef, place: string): Promise<void> {
    const endedAtMs = Date.now();
    const waitsUntilMs = deadline(BEFORE_END_MS);
    const left = (): number => Math.max(0, waitsUntilMs - performance.now());
    const over = (): void => void ending.delete(place);
    // A turn may be shorter than the look before it.
    const first = underWay.get(place);
    await within(first?.done, left());
    const before = await readBefore(join(place, BEFORE_FILE));
    if (!before) {
      over();
      if (!first) return;
      removeAfter(first, place);
      notCompared(lease, first.known, endedAtMs).catch(noted(lease));
      return;
    }
    const after = slot(() => lastLook(before, deadline(lookMs)));
    after
      .then((last) => differences(before, last, deadline(COMPARE_MS)))
      .then((found) => hostStore.keepChanges({ ...begun(lease, before), endedAtMs, ...found }))
      .catch(noted(lease))
      .then(() => remove(place))
      .catch(noted(lease))
      .finally(over);
    await within(after, left());
  }

  return {
    begin(lease, session, directory) {
      const place = placeOf(lease);
      const known = { session, directory, beganAtMs: Date.now() };
      let goesOnMs: number | null = null;
      const isLate = (): string | null =>
        goesOnMs === null
          ? null
          : `the first look was not done when it was submitted, and took ${seconds(goesOnMs)} s more: what was done in that time may be missing`;
      const look: UnderWay = { known, isWanted: true, done: Promise.resolve() };
      const done = slot(async () => {
        // Its turn was over by then: others wait behind it.
        if (!look.isWanted) return null;
        await remove(place);
        await mkdir(place, { recursive: true, mode: 0o700 });
        const before = await firstLook(place, known, lookMs, isLate);
        await writeFile(join(place, 'new'), JSON.stringify(before), { mode: 0o600 });
        await rename(join(place, 'new'), join(place, BEFORE_FILE));
        return before;
      });
      look.done = done;
      underWay.set(place, look);
      done.catch(noted(lease)).finally(() => underWay.delete(place));
      return {
        async ready() {
          await within(done, beforeEnterMs);
          goesOnMs ??= performance.now();
        },
        taken() {
          goesOnMs ??= performance.now();
          done.then((before) => before && hostStore.keepChanges(begun(lease, before))).catch(noted(lease));
        },
      };
    },

    async end(lease) {
      const place = placeOf(lease);
      // The end of a turn and a stop may come at once: they are one end.
      const under = ending.get(place);
      if (under) return under;
      const ended = end(lease, place).catch(noted(lease));
      ending.set(place, ended);
      await ended;
    },

    async drop(lease) {
      const place = placeOf(lease);
      await remove(place).catch(noted(lease));
      removeAfter(underWay.get(place), place);
    },

    async sweep() {
      const names = (await readdir(dir).catch(() => [])).filter((name) => NAME.test(name));
      const ids = [...new Set(names.map((name) => Number(name.split('-')[0])))];
      const held = new Set((ids.length > 0 ? await hostStore.leasesOf(ids) : []).map((one) => placeOf(one)));
      const left = names.map((name) => join(dir, name)).filter((place) => !held.has(place));
      await Promise.all(left.map(remove));
    },
  };
}

async function firstLook(
  place: string,
  known: Before['known'],
  lookMs: number,
  isLate: () => string | null,
): Promise<Before> {
  try {
    const found = await openRepository(known.directory, join(place, 'git'), performance.now() + lookMs);
    const { unread, ...tree } = await readTree(found, 'before', performance.now() + lookMs);
    return { known, note: isLate(), look: { found, tree: { ...tree, unread: [...unread] } } };
  } catch (error) {
    if (error instanceof NoLookError) return { known, note: error.message, look: null };
    throw error;
  }
}

type Last = { readonly tree: Tree; readonly head: string | null } | { readonly note: string };

async function lastLook({ look }: Before, deadlineMs: number): Promise<Last | null> {
  if (!look) return null;
  const { own } = look.found;
  try {
    const [head, tree] = await Promise.all([
      git(['rev-parse', '--verify', '--quiet', 'HEAD'], { cwd: own.top, deadlineMs }),
      readTree(look.found, 'after', deadlineMs),
    ]);
    return { tree, head: head.ok ? head.stdout.trim() : null };
  } catch (error) {
    if (error instanceof NoLookError) return { note: error.message };
    throw error;
  }
}

type Differences = Pick<WorkChanges, 'files' | 'total' | 'note' | 'headAfter'>;

async function differences(
  { look, note }: Before,
  last: Last | null,
  deadlineMs: number,
): Promise<Differences> {
  const nothing = { files: null, total: 0, headAfter: null };
  if (!look || last === null) return { ...nothing, note };
  if ('note' in last) return { ...nothing, note: last.note };
  const before = { ...look.tree, unread: new Map(look.tree.unread) };
  try {
    const found = await compare(look.found.own, [before, last.tree], deadlineMs);
    return { ...found, headAfter: last.head, note: notesOf(note, before, last.tree) };
  } catch (error) {
    if (error instanceof NoLookError) return { ...nothing, note: error.message };
    throw error;
  }
}

function notesOf(late: string | null, before: Tree, after: Tree): string | null {
  const unnamed = Math.max(before.unnamed, after.unnamed);
  const names = unnamed > 0 ? `files whose names are no text are left out: ${unnamed}` : null;
  return [late, names].filter(Boolean).join('; ') || null;
}

const begun = ({ promptId, grantedAt }: LeaseRef, { known, note, look }: Before): WorkChanges => ({
  ...{ promptId, grantedAt, ...known, endedAtMs: null, note },
  ...{ top: look?.found.own.top ?? null, headBefore: look?.found.head ?? null, headAfter: null },
  ...{ files: null, total: 0 },
});

async function readBefore(file: string): Promise<Before | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Before;
  } catch {
    return null;
  }
}

const seconds = (sinceMs: number): string => ((performance.now() - sinceMs) / 1000).toFixed(1);
