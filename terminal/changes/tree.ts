/**
 * All files of a directory that git doesn't ignore, committed or not, as one object of git's. Its index and its objects are
 * ours: nothing is written into the repository that is looked at.
 */
import { createHash } from 'node:crypto';
import { rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFailure, type ExecResult } from '../../processes/exec';
import { copyRegular } from './copy';
import { ownGit } from './git';
import { type Found, NoLookError } from './repository';
import { LIMITS, sorted, type TreeLimits } from './sorted';

const MOST_INDEX_BYTES = 256 * 1024 * 1024;
/** What stands for bytes that are no text. */
const NO_TEXT = '\ufffd';

export interface Tree {
  readonly id: string;
  /** Files whose content was not read, with the reason. */
  readonly unread: ReadonlyMap<string, string>;
  /** Files that are left out, because their names are no text. */
  readonly unnamed: number;
}

interface TreeOptions {
  readonly limits?: TreeLimits;
  /** Only these are looked at; the others are as the index of the repository has them. */
  readonly only?: readonly string[];
}

/** @throws NoLookError */
export async function readTree(
  found: Found,
  name: string,
  deadlineMs: number,
  { limits = LIMITS, only = [] }: TreeOptions = {},
): Promise<Tree> {
  const { own } = found;
  const index = join(own.dir, `${name}.index`);
  await copyIndex(found.index, index);
  const call = { index, deadlineMs };
  const which = ['--modified', '--deleted', '--others', '--exclude-standard', '--', ...only];
  const listed = await ownGit(own, ['ls-files', '-z', ...which], call);
  if (!listed.ok) throw new NoLookError(describeFailure(listed));
  const paths = [...new Set(listed.stdout.split('\0'))].filter(Boolean);
  if (listed.truncated || paths.length > limits.files)
    throw new NoLookError(
      `more than ${limits.files.toLocaleString('en')} files are new or changed there: name those that don't belong to it in .gitignore`,
    );
  const named = paths.filter((path) => !path.includes(NO_TEXT));
  const { gone, directories, files, unread } = await sorted(own.top, named, limits);
  // What is in the way of another goes first.
  await update(found, ['--force-remove', '--stdin'], gone, call);
  for (const path of await addDirectories(found, directories, call))
    unread.set(path, 'a repository of its own without a commit');
  await update(found, [...ADD, '--stdin'], files, call);
  const kept = [...unread].map(([path, words]) => {
    const object = createHash(found.digest).update(`blob ${words.length}\0${words}`).digest('hex');
    return `100644 ${object}\t${path}`;
  });
  await update(found, ['--index-info'], kept, call);
  const written = await ownGit(own, ['write-tree', '--missing-ok'], call);
  await rm(index, { force: true });
  if (!written.ok) throw new NoLookError(describeFailure(written));
  return { id: written.stdout.trim(), unread, unnamed: paths.length - named.length };
}

/** Begins with what its index knows. Files as young as the index are compared, so it must not become younger. */
export async function copyIndex(from: string, to: string): Promise<void> {
  const mtimeMs = await copyRegular(from, to, MOST_INDEX_BYTES);
  // Nothing was ever added there.
  if (mtimeMs === null) return;
  const second = Math.floor(mtimeMs / 1000);
  await utimes(to, second, second);
}

const ADD = ['--add', '--remove', '--replace'];
type IndexCall = { readonly index: string; readonly deadlineMs: number };

async function update(...given: Parameters<typeof updated>): Promise<void> {
  const done = await updated(...given);
  if (done && !done.ok) throw new NoLookError(describeFailure(done));
}

/** Undefined: there was nothing to do. */
async function updated(
  { own }: Found,
  args: readonly string[],
  entries: readonly string[],
  call: IndexCall,
): Promise<ExecResult | undefined> {
  if (entries.length === 0) return undefined;
  const input = Buffer.from(entries.map((entry) => `${entry}\0`).join(''));
  return ownGit(own, ['update-index', '-z', ...args], { ...call, input });
}

/** git ends a name with a slash where a repository of its own stands there that it doesn't know. */
const INNER = /\/$/;

/** @returns those that have nothing which could be told of them */
async function addDirectories(
  found: Found,
  directories: readonly string[],
  call: IndexCall,
): Promise<string[]> {
  const add = (...paths: string[]) => updated(found, [...ADD, '--stdin'], paths, call);
  const inner = directories.filter((path) => INNER.test(path)).map((path) => path.replace(INNER, ''));
  await update(
    found,
    [...ADD, '--stdin'],
    directories.filter((path) => !INNER.test(path)),
    call,
  );
  if ((await add(...inner))?.ok !== false) return [];
  const empty: string[] = [];
  for (const path of inner) if (!(await add(path))?.ok) empty.push(path);
  return empty;
}
