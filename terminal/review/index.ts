/**
 * Reviews of directories on this machine: what differs from the last commit, read when it is asked for, and commits,
 * discards and their undoing. One change at a time; looks share some slots, because each is some programs.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type MayWrite, type Reviews, ReviewError } from '../../workflows/contracts/review';
import { NoLookError } from '../changes/repository';
import { slots } from '../changes/waiting';
import { commitFiles } from './commit';
import { discardFiles } from './discard';
import { filesOf, MOST_NAMED } from './files';
import { discardOf, keptIn, stampsOf } from './kept';
import { linesOf } from './lines';
import { type Look, lookAt } from './look';
import { isName } from './places';
import { standingOf } from './standing';
import { undoDiscard } from './undo';

const LOOK_MS = 20_000;
const CHANGE_MS = 60_000;
const AT_ONCE = 2;
const always: MayWrite = () => undefined;

interface ReviewOptions {
  /** Ours alone. */
  readonly dir: string;
  /** What is discarded can be brought back so long. */
  readonly keepMs: number;
  readonly clock?: () => Date;
}

export function reviewsIn({ dir, keepMs, clock = () => new Date() }: ReviewOptions): Reviews {
  const looks = join(dir, 'looks');
  const kept = keptIn(join(dir, 'discarded'));
  const slot = slots(AT_ONCE);
  const turn = slots(1);
  const nowMs = (): number => clock().getTime();

  /** In a directory that is gone afterwards. @throws ReviewError */
  async function within<T>(work: (place: string) => Promise<T>): Promise<T> {
    await mkdir(looks, { recursive: true, mode: 0o700 });
    const place = await mkdtemp(join(looks, 'look-'));
    try {
      return await work(place);
    } catch (error) {
      if (error instanceof NoLookError) throw new ReviewError('refused', error.message);
      const { code, syscall, message } = error as NodeJS.ErrnoException;
      if (code === undefined || syscall === undefined) throw error;
      // Such as a full disk: nothing was removed that isn't kept, and the same request goes on.
      throw new ReviewError('refused', `it could not be carried out (${message}): mend that, and ask again`);
    } finally {
      await rm(place, { recursive: true, force: true });
    }
  }

  const looking = <T>(
    directory: string,
    limitMs: number,
    work: (look: Look, deadlineMs: number, place: string) => Promise<T>,
    only: readonly string[] = [],
  ): Promise<T> =>
    within(async (place) => {
      const deadlineMs = performance.now() + limitMs;
      return work(await lookAt(directory, join(place, 'git'), deadlineMs, only), deadlineMs, place);
    });

  return {
    look: (directory) =>
      slot(() =>
        looking(directory, LOOK_MS, async (look, deadlineMs) => {
          const { found, tree, entries } = look;
          const { top } = found.own;
          // One that is being undone at this moment is needed until that has ended.
          await kept.expire(nowMs() - CHANGE_MS);
          const [files, standing, all] = await Promise.all([
            filesOf(look, deadlineMs),
            standingOf(top, deadlineMs),
            kept.list(),
          ]);
          const mine = all.filter(
            (one) =>
              one.top === top && one.state !== 'undone' && one.untilMs > nowMs() && one.files.length > 0,
          );
          return {
            ...{ directory, top, head: found.head, ...standing, files, total: entries.length },
            note: noteOf(tree.unnamed, entries.length),
            discards: mine.sort((a, b) => b.atMs - a.atMs).map(discardOf),
          };
        }),
      ),

    lines: (directory, { path, from, whole }) =>
      slot(async () => {
        const only = from === null ? [path] : [from, path];
        if (!only.every(isName)) throw new ReviewError('gone', `there is no file '${path}' in ${directory}`);
        return looking(
          directory,
          LOOK_MS,
          (look, deadlineMs) => linesOf(look, { path, whole }, deadlineMs),
          only,
        );
      }),

    commit: (directory, wanted, mayWrite = always) =>
      turn(() =>
        looking(directory, CHANGE_MS, (look, deadlineMs) => {
          mayWrite(look.found.own.top);
          return commitFiles(look, { ...wanted, message: `${wanted.message.trim()}\n` }, deadlineMs);
        }),
      ),

    discard: (directory, wanted, mayWrite = always) =>
      turn(() =>
        looking(directory, CHANGE_MS, (look, deadlineMs, place) => {
          mayWrite(look.found.own.top);
          const request = { ...wanted, nowMs: nowMs(), keepMs };
          return discardFiles(look, kept, request, { again: join(place, 'again'), deadlineMs });
        }),
      ),

    undo: (directory, id, mayWrite = always) =>
      turn(async () => {
        const found = await kept.read(id);
        if (found === null || found.untilMs <= nowMs())
          throw new ReviewError('gone', 'what was discarded there is not kept any more');
        const stamps = await stampsOf(
          found.top,
          found.files.map(({ path }) => path),
        );
        return looking(directory, CHANGE_MS, (look, deadlineMs) => {
          const { top } = look.found.own;
          if (top !== found.top)
            throw new ReviewError('gone', `that was discarded in ${found.top}, not in ${top}`);
          mayWrite(top);
          return undoDiscard(look, kept, found, { stamps, deadlineMs });
        });
      }),

    async sweep() {
      await rm(looks, { recursive: true, force: true });
      await kept.sweep(nowMs());
    },
  };
}

function noteOf(unnamed: number, total: number): string | null {
  const notes = [
    total > MOST_NAMED ? `the first ${MOST_NAMED.toLocaleString('en')} of them are named` : null,
    unnamed > 0 ? `files whose names are no text are left out: ${unnamed}` : null,
  ];
  return notes.filter(Boolean).join('; ') || null;
}
