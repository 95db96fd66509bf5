/** Files that git ignores, such as `.env`, brought into a new worktree: out of the repository's own directory, and no other. */
import { constants } from 'node:fs';
import { lstat, mkdir, open, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { WorktreeError } from './context';
import { gitIn } from './git';

/** What is larger is no setting. */
const MOST_BYTES = 64 * 1024 * 1024;

/** One that is there already stays as it is. @throws WorktreeError */
export async function copyFiles(top: string | null, path: string, files: readonly string[]): Promise<void> {
  if (files.length === 0) return;
  if (top === null)
    throw new WorktreeError('a bare repository has no files that could be copied: take copy out of worktree');
  const git = gitIn(path, { isTop: true });
  for (const file of files) {
    const ignored = await git.ask(['check-ignore', '--quiet', '--', file]);
    if (ignored.exitCode !== 0)
      throw new WorktreeError(
        `'${file}' can not be copied into a worktree: git does not ignore it there, so that it could be committed. Add it to .gitignore or .git/info/exclude`,
      );
    await copy(top, path, file);
  }
}

async function copy(top: string, path: string, file: string): Promise<void> {
  const source = await realpath(join(top, file)).catch(() => null);
  if (source === null) throw new WorktreeError(`there is no file ${join(top, file)} to be copied`);
  if (!isBelow(source, await realpath(top)) || source.split(sep).includes('.git'))
    throw new WorktreeError(`'${file}' leads to ${source}, out of the repository: it is not copied`);
  const target = join(path, file);
  await mkdir(dirname(target), { recursive: true });
  // A directory of the repository may be a link to somewhere else.
  if (!isBelow(join(await realpath(dirname(target)), 'x'), await realpath(path)))
    throw new WorktreeError(
      `'${file}' would be written outside of the worktree, through a link in the repository`,
    );
  if (await lstat(target).catch(() => null)) return;
  const from = await open(source, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const facts = await from.stat();
    if (!facts.isFile() || facts.size > MOST_BYTES)
      throw new WorktreeError(
        `'${file}' is no file of at most ${MOST_BYTES / 1024 / 1024} MiB: it is not copied`,
      );
    const content = await from.readFile();
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const to = await open(target, flags, facts.mode & 0o777);
    try {
      await to.writeFile(content);
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

const isBelow = (path: string, directory: string): boolean => path.startsWith(directory + sep);
