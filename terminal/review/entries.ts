/** What differs between the last commit and the directory, as git lists it. */
import { createHash } from 'node:crypto';
import type { FileChange } from '../../workflows/contracts/work-changes';
import { CHANGES } from '../changes/compare';

/** What stands under a name: git's mode, such as 100644, and the name of its content. */
export interface Side {
  readonly mode: string;
  readonly object: string;
}

export interface Entry {
  readonly path: string;
  /** Of a renamed one only. */
  readonly from: string | null;
  readonly change: FileChange;
  /** In the last commit, and in the directory; null: nothing is there. */
  readonly before: Side | null;
  readonly after: Side | null;
  readonly version: string;
}

const NOTHING = '000000';
const VERSION_CHARS = 32;
/** A repository inside of this one. */
export const INNER = '160000';

export const isInner = ({ before, after }: Entry): boolean => [before?.mode, after?.mode].includes(INNER);

/** `listed`: of `git diff --raw -z --no-abbrev`: `:100644 100644 1234 5678 M\0path\0`. */
export function entriesIn(listed: string): Entry[] {
  const words = listed.split('\0');
  const found: Entry[] = [];
  for (let at = 0; at + 1 < words.length;) {
    const [was = '', is = '', one = '', other = '', letter = ''] = (words[at] ?? '').slice(1).split(' ');
    const isRenamed = letter.startsWith('R');
    const [first = '', second = ''] = [words[at + 1], words[at + 2]];
    const [path, from] = isRenamed ? [second, first] : [first, null];
    const change = CHANGES[letter.charAt(0)] ?? 'modified';
    const version = versionOf(path, from, was, is, one, other);
    found.push({ path, from, change, before: side(was, one), after: side(is, other), version });
    at += isRenamed ? 3 : 2;
  }
  return found;
}

const side = (mode: string, object: string): Side | null => (mode === NOTHING ? null : { mode, object });

const versionOf = (...facts: (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, VERSION_CHARS);

/** One for each name: what was renamed is gone in one place and has come in another. */
export function placesOf(entries: readonly Entry[]): Entry[] {
  return entries.flatMap((entry) => {
    const { from, before, after } = entry;
    if (from === null) return [entry];
    return [
      { ...entry, path: from, from: null, change: 'deleted' as const, before, after: null },
      { ...entry, from: null, change: 'added' as const, before: null, after },
    ];
  });
}
