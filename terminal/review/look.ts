/** A look at a directory against its last commit, through a repository of our own: nothing of theirs is written. */
import { join } from 'node:path';
import { describeFailure, type ExecResult } from '../../processes/exec';
import { LOOK } from '../changes/compare';
import { git, ownGit } from '../changes/git';
import { type Found, NoLookError, openRepository } from '../changes/repository';
import type { TreeLimits } from '../changes/sorted';
import { copyIndex, readTree, type Tree } from '../changes/tree';
import { entriesIn, type Entry, type Side } from './entries';

const MIB = 1024 * 1024;
/** More is read than for what is kept: it is asked for, and gone afterwards. */
export const LIMITS: TreeLimits = { files: 10_000, fileBytes: 8 * MIB, bytes: 128 * MIB };
const MOST_READ_BYTES = 32 * MIB;

export interface Look {
  readonly found: Found;
  /** Of the last commit; an empty one where there is none. */
  readonly base: string;
  readonly tree: Tree;
  readonly entries: readonly Entry[];
  /** What the index has where it isn't as the last commit; null: nothing. */
  readonly staged: ReadonlyMap<string, Side | null>;
}

/**
 * @param dir of our own repository, which is made there
 * @param only these files are looked at; unset: all
 * @throws NoLookError
 */
export async function lookAt(
  directory: string,
  dir: string,
  deadlineMs: number,
  only: readonly string[] = [],
): Promise<Look> {
  const found = await openRepository(directory, dir, deadlineMs);
  const base = await baseOf(found, deadlineMs);
  const tree = await readTree(found, 'now', deadlineMs, { limits: LIMITS, only });
  const entries = await entriesOf(found, [base, tree.id], deadlineMs, only);
  return { found, base, tree, entries, staged: await stagedIn(found, base, deadlineMs, only) };
}

export async function ask(
  { own }: Found,
  args: readonly string[],
  deadlineMs: number,
  index?: string,
): Promise<ExecResult> {
  const told = await ownGit(own, args, { deadlineMs, maxBytes: MOST_READ_BYTES, ...(index && { index }) });
  if (!told.ok) throw new NoLookError(describeFailure(told));
  // What isn't listed would be taken for what didn't change.
  if (told.truncated) throw new NoLookError('more is different there than can be looked at');
  return told;
}

/** The files of the last commit. */
export async function baseOf(found: Found, deadlineMs: number): Promise<string> {
  const args = found.head === null ? ['mktree'] : ['rev-parse', '--verify', `${found.head}^{tree}`];
  return (await ask(found, args, deadlineMs)).stdout.trim();
}

/** What differs between two trees, or commits. */
export async function entriesOf(
  found: Found,
  trees: readonly [string, string],
  deadlineMs: number,
  only: readonly string[] = [],
): Promise<Entry[]> {
  const args = [...LOOK, '--raw', '-z', '--no-abbrev', ...trees, '--', ...only];
  return entriesIn((await ask(found, args, deadlineMs)).stdout);
}

async function stagedIn(
  found: Found,
  base: string,
  deadlineMs: number,
  only: readonly string[],
): Promise<Map<string, Side | null>> {
  const index = join(found.own.dir, 'staged.index');
  await copyIndex(found.index, index);
  const args = ['diff-index', '--cached', '--raw', '-z', '--no-abbrev', '--no-renames', base, '--', ...only];
  const listed = await ask(found, args, deadlineMs, index);
  return new Map(entriesIn(listed.stdout).map(({ path, after }) => [path, after]));
}

/** Those whose content goes through a program that the repository names, with the name that it has there. */
export async function filteredIn(
  top: string,
  paths: readonly string[],
  deadlineMs: number,
): Promise<Map<string, string>> {
  if (paths.length === 0) return new Map();
  const input = Buffer.from(paths.map((path) => `${path}\0`).join(''));
  const call = { cwd: top, deadlineMs, input, maxBytes: MOST_READ_BYTES };
  const told = await git(['check-attr', '-z', '--stdin', 'filter'], call);
  if (!told.ok) throw new NoLookError(describeFailure(told));
  const words = told.stdout.split('\0');
  const found = new Map<string, string>();
  for (let at = 0; at + 2 < words.length; at += 3) {
    const [path = '', , value = ''] = words.slice(at, at + 3);
    if (value !== 'unspecified' && value !== 'unset') found.set(path, value);
  }
  return found;
}
