/** What differs between two looks at a directory: files with their lines, as unified diffs of a bounded length. */
import { mayHoldSecrets } from '../../policy/secret-files';
import { describeFailure, type ExecResult } from '../../processes/exec';
import type { ChangedFile, FileChange } from '../../workflows/contracts/work-changes';
import { ownGit, type OwnRepository } from './git';
import { type Lines, linesIn } from './lines';
import { NoLookError } from './repository';
import type { Tree } from './tree';

/** So many are named, and so many of them shown line by line. */
export const MOST_NAMED = 1_000;
const MOST_SHOWN = 200;
/** Of all names of those that are shown: they are arguments of a program. */
const MOST_NAME_BYTES = 256 * 1024;
/** Characters of one diff, and of all. */
const MOST_DIFF = 200_000;
const MOST_DIFFS = 1_000_000;
const MOST_READ_BYTES = 16 * 1024 * 1024;
/** Only files that stayed as they are count as renamed: nothing is read to find out. */
export const LOOK = ['diff', '--no-ext-diff', '--no-textconv', '--no-color', '-M100%'];

export const CHANGES: Readonly<Record<string, FileChange>> = {
  ...{ A: 'added', M: 'modified', D: 'deleted', R: 'renamed', T: 'type' },
};

/** Why nothing of it is to be seen. */
export const WITHOUT_LINES: Readonly<Record<FileChange, string>> = {
  added: 'it is empty',
  deleted: 'it was empty',
  renamed: 'only its name changed',
  modified: 'only its mode changed',
  type: 'only its mode changed',
};

interface Named {
  readonly path: string;
  readonly from: string | null;
  readonly change: FileChange;
}

/** @throws NoLookError */
export async function compare(
  own: OwnRepository,
  [before, after]: readonly [Tree, Tree],
  deadlineMs: number,
): Promise<{ files: ChangedFile[]; total: number }> {
  if (before.id === after.id) return { files: [], total: 0 };
  const ask = async (...args: string[]): Promise<ExecResult> => {
    const maxBytes = MOST_READ_BYTES;
    const told = await ownGit(own, [...LOOK, ...args], { deadlineMs, maxBytes });
    if (!told.ok) throw new NoLookError(describeFailure(told));
    return told;
  };
  const trees = [before.id, after.id];
  const all = namesIn((await ask('--name-status', '-z', ...trees)).stdout);
  const noteOf = ({ path, from }: Named): string | null => {
    // What is kept here is read by more people than the files are, and goes into backups.
    if (mayHoldSecrets(path) || (from !== null && mayHoldSecrets(from)))
      return 'a file of this name may hold secrets: its lines are not kept';
    const was = before.unread.get(from ?? path);
    const is = after.unread.get(path);
    if (was === undefined && is === undefined) return null;
    if (was === undefined || is === undefined) return `not compared: ${was ?? is}`;
    return `not compared: ${is} (${was} before)`;
  };
  const shown = shownOf(all.filter((one) => noteOf(one) === null));
  const names = shown.flatMap(({ path, from }) => (from === null ? [path] : [from, path]));
  const [lines, diffs] =
    names.length === 0
      ? [new Map<string, Lines>(), []]
      : await Promise.all([
          ask('--numstat', '-z', ...trees, '--', ...names).then(({ stdout }) => linesIn(stdout)),
          ask('--patch', ...trees, '--', ...names).then((patch) => diffsIn(patch, shown)),
        ]);
  let room = MOST_DIFFS;
  const files = all.slice(0, MOST_NAMED).map((one): ChangedFile => {
    const at = shown.indexOf(one);
    const counted = lines.get(one.path);
    const diff = at < 0 ? undefined : diffs[at];
    const base = { ...one, added: counted?.added ?? null, removed: counted?.removed ?? null, diff: null };
    if (at < 0) return { ...base, note: noteOf(one) ?? 'too many files changed to show this one' };
    if (counted?.isBinary) return { ...base, note: 'it is no text' };
    if (!diff) return { ...base, note: WITHOUT_LINES[one.change] };
    if (diff.length > Math.min(MOST_DIFF, room))
      return { ...base, note: 'its change is too long to be kept' };
    room -= diff.length;
    return { ...base, diff, note: null };
  });
  return { files, total: all.length };
}

/** The first of them, as far as their names have room. */
function shownOf(all: readonly Named[]): Named[] {
  let bytes = 0;
  return all.slice(0, MOST_SHOWN).filter(({ path, from }) => {
    bytes += Buffer.byteLength(path) + Buffer.byteLength(from ?? '');
    return bytes <= MOST_NAME_BYTES;
  });
}

/** `M\0path\0R100\0from\0to\0...` */
function namesIn(listed: string): Named[] {
  const words = listed.split('\0');
  const found: Named[] = [];
  for (let at = 0; at + 1 < words.length;) {
    const letter = (words[at] ?? '').charAt(0);
    const first = words[at + 1] ?? '';
    const change = CHANGES[letter] ?? 'modified';
    if (letter === 'R') found.push({ path: words[at + 2] ?? '', from: first, change });
    else found.push({ path: first, from: null, change });
    at += letter === 'R' ? 3 : 2;
  }
  return found;
}

/**
 * One for each file, in the order of the list. Each begins with a line that no line of a text can be taken for. What became
 * another type goes and comes: it has two.
 */
export function diffsIn(
  { stdout, truncated }: ExecResult,
  shown: readonly Pick<Named, 'change'>[],
): string[] {
  const parts = `\n${stdout}`.split('\ndiff --git ').slice(1);
  if (truncated) parts.pop();
  const hunks = parts.map((one) => {
    const at = one.indexOf('\n@@ ');
    return at < 0 ? '' : one.slice(at + 1).replace(/\n$/, '');
  });
  let at = 0;
  return shown.map(({ change }) => {
    const mine = hunks.slice(at, at + (change === 'type' ? 2 : 1));
    at += mine.length;
    return mine.filter(Boolean).join('\n');
  });
}
