/** Where the repository of a directory is, and how its files are read. Nothing of it is changed, and no program of it run. */
import { lstat, mkdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { describeFailure } from '../../processes/exec';
import { copyRegular } from './copy';
import { git, initOwn, type OwnRepository } from './git';

export interface Found {
  readonly own: OwnRepository;
  /** Its index, which knows what didn't change. */
  readonly index: string;
  /** 40 or 64 hexadecimal digits to a name of an object. */
  readonly digest: 'sha1' | 'sha256';
  /** The commit that is checked out; null where there is none. */
  readonly head: string | null;
}

/** There is nothing to look at; `message` is for a person. */
export class NoLookError extends Error {
  override readonly name = 'NoLookError';
}

const MOST_PATTERNS_BYTES = 1024 * 1024;
/** They say how files are compared, and name no program. The file of patterns is only read. */
const READ_AS =
  '^core\\.(autocrlf|eol|safecrlf|filemode|symlinks|ignorecase|precomposeunicode|excludesfile)$';

/** @throws NoLookError */
export async function openRepository(directory: string, dir: string, deadlineMs: number): Promise<Found> {
  const call = { cwd: directory, deadlineMs };
  const paths = ['--show-toplevel', '--git-path', 'index', '--git-path', 'objects'].concat(
    ...['--git-path', 'info/exclude', '--git-path', 'info/attributes'],
  );
  const [where, format, head, settings] = await Promise.all([
    git(['rev-parse', '--path-format=absolute', ...paths], call),
    git(['rev-parse', '--show-object-format'], call),
    git(['rev-parse', '--verify', '--quiet', 'HEAD'], call),
    git(['config', '-z', '--get-regexp', READ_AS], call),
  ]);
  if (!where.ok) throw noRepository(directory, where);
  const [top = '', index = '', objects = '', exclude = '', attributes = ''] = where.stdout
    .replace(/\n$/, '')
    .split('\n');
  if (!(await isInside(directory, top)))
    throw new NoLookError(`git names another place, ${top}, for the files of ${directory}`);
  const digest = format.stdout.trim() === 'sha256' ? 'sha256' : 'sha1';
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const made = await initOwn(dir, digest, dir, deadlineMs);
  if (!made.ok) throw new NoLookError(describeFailure(made));
  await mkdir(join(dir, 'info'), { recursive: true });
  await copyRegular(exclude, join(dir, 'info', 'exclude'), MOST_PATTERNS_BYTES);
  await copyRegular(attributes, join(dir, 'info', 'attributes'), MOST_PATTERNS_BYTES);
  return {
    own: { dir, top, objects, settings: settingsIn(settings.stdout) },
    ...{ index, digest, head: head.ok ? head.stdout.trim() : null },
  };
}

function noRepository(directory: string, failure: Parameters<typeof describeFailure>[0]): NoLookError {
  return /not a git repository|must be run in a work tree/.test(failure.stderr)
    ? new NoLookError(`${directory} is in no git repository`)
    : new NoLookError(describeFailure(failure));
}

/** A setting of the repository may name any directory for its files, such as that of all that a person has. */
async function isInside(directory: string, top: string): Promise<boolean> {
  if (top === '' || !(await lstat(join(top, '.git')).catch(() => null))) return false;
  const [here, above] = await Promise.all([realpath(directory), realpath(top)]).catch(
    () => ['', '-'] as const,
  );
  return here === above || here.startsWith(above === sep ? sep : `${above}${sep}`);
}

/** `name\nvalue\0...`; one without a value is true. */
function settingsIn(listed: string): string[] {
  return listed
    .split('\0')
    .filter(Boolean)
    .map((entry) => {
      const [name = '', ...value] = entry.split('\n');
      return value.length === 0 ? name : `${name}=${value.join('\n')}`;
    });
}
