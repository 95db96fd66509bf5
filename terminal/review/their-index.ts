/** The index of the repository itself: entries are set in it, all at once or none. */
import { statSync } from 'node:fs';
import { describeFailure } from '../../processes/exec';
import { ReviewError } from '../../workflows/contracts/review';
import { git } from '../changes/git';
import type { Side } from './entries';

const NO_OBJECT: Readonly<Record<'sha1' | 'sha256', string>> = {
  sha1: '0'.repeat(40),
  sha256: '0'.repeat(64),
};
const LOCK = /Unable to create '(\/[^'\n]*\.lock)': File exists/;

/** @throws ReviewError where another git is at work there */
export async function setInIndex(
  top: string,
  digest: 'sha1' | 'sha256',
  entries: readonly { readonly path: string; readonly side: Side | null }[],
  deadlineMs: number,
): Promise<void> {
  if (entries.length === 0) return;
  const words = entries.map(({ path, side }) =>
    side ? `${side.mode} ${side.object}\t${path}\0` : `0 ${NO_OBJECT[digest]}\t${path}\0`,
  );
  // What gives way to another comes first: a file and a directory can't have the same name.
  const input = Buffer.from(
    [...words].sort((a, b) => Number(b.startsWith('0 ')) - Number(a.startsWith('0 '))).join(''),
  );
  const done = await git(['update-index', '-z', '--index-info'], { cwd: top, deadlineMs, input });
  if (done.ok) return;
  const [, lock] = LOCK.exec(done.stderr) ?? [];
  if (lock === undefined) throw new ReviewError('refused', `nothing was done: ${describeFailure(done)}`);
  const since = statSync(lock, { throwIfNoEntry: false })?.mtime.toISOString();
  throw new ReviewError(
    'refused',
    `nothing was done: git's lock ${lock}${since === undefined ? '' : `, there since ${since},`} is in the way. Another git is at work, or one was killed: try again, and if none runs, remove that file`,
  );
}
