/** How a repository stands: its branch, and what was begun in it and not ended. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from '../changes/git';

/** What git has in its own directory while something is under way. */
export const UNFINISHED = [
  'rebase-merge',
  'rebase-apply',
  'MERGE_HEAD',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
  'BISECT_LOG',
] as const;

const WORDS: Readonly<Record<(typeof UNFINISHED)[number], string>> = {
  'rebase-merge': 'a rebase',
  'rebase-apply': 'a rebase or the applying of patches',
  MERGE_HEAD: 'a merge',
  CHERRY_PICK_HEAD: 'a cherry-pick',
  REVERT_HEAD: 'a revert',
  BISECT_LOG: 'a bisection',
};

export interface Standing {
  readonly branch: string | null;
  readonly unfinished: string | null;
}

export async function standingOf(top: string, deadlineMs: number): Promise<Standing> {
  const call = { cwd: top, deadlineMs };
  const [dir, head] = await Promise.all([
    git(['rev-parse', '--path-format=absolute', '--git-dir'], call),
    git(['symbolic-ref', '--quiet', '--short', 'HEAD'], call),
  ]);
  const own = dir.stdout.replace(/\n$/, '');
  const there = await Promise.all(
    UNFINISHED.map((name) =>
      access(join(own, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  const begun = UNFINISHED.find((_, at) => there[at]);
  return { branch: head.ok ? head.stdout.trim() : null, unfinished: begun ? WORDS[begun] : null };
}
