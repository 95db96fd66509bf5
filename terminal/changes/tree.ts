/**
 * All files of a directory that git doesn't ignore, committed or not, as one object of git's. Its index and its objects are
 * ours: nothing is written into the repository that is looked at.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFailure } from '../../processes/exec';
import { copyRegular } from './copy';
import { ownGit } from './git';
import { type Found, NoLookError } from './repository';

const MIB = 1024 * 1024;
export interface TreeLimits {
  /** More files than these that are new or changed are not looked at. */
  readonly files: number;
  /** A larger file is known by its size and time only. */
  readonly fileBytes: number;
  /** Of all files that are read. */
  readonly bytes: number;
}
const LIMITS: TreeLimits = { files: 10_000, fileBytes: 2 * MIB, bytes: 64 * MIB };
const MOST_INDEX_BYTES = 256 * MIB;
const AT_ONCE = 64;
/** What stands for bytes that are no text. */
const NO_TEXT = '\ufffd';

export interface Tree {
  readonly id: string;
  /** Files whose content was not read, with the reason. */
  readonly unread: ReadonlyMap<string, string>;
  /** Files that are left out, because their names are no text. */
  readonly unnamed: number;
}

/** @throws NoLookError */
export async function readTree(
  found: Found,
  name: string,
  deadlineMs: number,
  limits = LIMITS,
): Promise<Tree> {
  const { own } = found;
  const index = join(own.dir, `${name}.index`);
  await copyIndex(found.index, index);
  const call = { index, deadlineMs };
  const listed = await ownGit(
    own,
    ['ls-files', '-z', '--modified', '--deleted', '--others', '--exclude-standard'],
    call,
  );
  if (!listed.ok || listed.truncated) throw new NoLookError(describeFailure(listed));
  const paths = [...new Set(listed.stdout.split('\0').map((path) => path.replace(/\/$/, '')))].filter(
    Boolean,
  );
  const named = paths.filter((path) => !path.includes(NO_TEXT));
  if (paths.length > limits.files)
    throw new NoLookError(
      `more than ${limits.files.toLocaleString('en')} files are new or changed there: name those that don't belong to it in .gitignore`,
    );
  const { read, unread } = await sorted(own.top, named, limits);
  await update(
    found,
    ['--add', '--remove', '--stdin'],
    read.map((path) => `${path}\0`),
    call,
  );
  const kept = [...unread].map(([path, words]) => {
    const object = createHash(found.digest).update(`blob ${words.length}\0${words}`).digest('hex');
    return `100644 ${object}\t${path}\0`;
  });
  await update(found, ['--index-info'], kept, call);
  const written = await ownGit(own, ['write-tree', '--missing-ok'], call);
  await rm(index, { force: true });
  if (!written.ok) throw new NoLookError(describeFailure(written));
  return { id: written.stdout.trim(), unread, unnamed: paths.length - named.length };
}

/** Begins with what its index knows. Files as young as the index are compared, so it must not become younger. */
async function copyIndex(from: string, to: string): Promise<void> {
  const mtimeMs = await copyRegular(from, to, MOST_INDEX_BYTES);
  // Nothing was ever added there.
  if (mtimeMs === null) return;
  const second = Math.floor(mtimeMs / 1000);
  await utimes(to, second, second);
}

async function update(
  { own }: Found,
  args: readonly string[],
  entries: readonly string[],
  call: { readonly index: string; readonly deadlineMs: number },
): Promise<void> {
  if (entries.length === 0) return;
  const done = await ownGit(own, ['update-index', '-z', ...args], {
    ...call,
    input: Buffer.from(entries.join('')),
  });
  if (!done.ok) throw new NoLookError(describeFailure(done));
}

/** Those that git is to read, and why it isn't to read the others. */
async function sorted(
  top: string,
  paths: readonly string[],
  limits: TreeLimits,
): Promise<{ read: string[]; unread: Map<string, string> }> {
  const read: string[] = [];
  const unread = new Map<string, string>();
  let bytes = 0;
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const some = paths.slice(at, at + AT_ONCE);
    const looks = await Promise.all(some.map((path) => lookAt(join(top, path), limits.fileBytes)));
    looks.forEach(({ size, why }, index) => {
      const path = some[index] ?? '';
      bytes += size;
      if (why === null && bytes <= limits.bytes) read.push(path);
      else unread.set(path, why ?? `${size} bytes, when all that changed was too much to be read`);
    });
  }
  return { read, unread };
}

/** `why`: its content is not read. What is gone, a directory or a link takes no room. */
async function lookAt(path: string, mostBytes: number): Promise<{ size: number; why: string | null }> {
  const nothing = { size: 0, why: null };
  try {
    const about = await lstat(path);
    const { size, mtimeMs } = about;
    if (about.isDirectory() || about.isSymbolicLink()) return nothing;
    if (!about.isFile()) return { size: 0, why: 'no file, but a pipe, socket or device' };
    if (size > mostBytes) return { size: 0, why: `${size} bytes, of ${new Date(mtimeMs).toISOString()}` };
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    await file.close();
    return { size, why: null };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM' ? { size: 0, why: 'it may not be read' } : nothing;
  }
}
