/** The lines of one file, as a unified diff. */
import type { ReviewedLines } from '../../workflows/contracts/review';
import { ReviewError } from '../../workflows/contracts/review';
import { diffsIn, LOOK } from '../changes/compare';
import { ownGit } from '../changes/git';
import { NoLookError } from '../changes/repository';
import { describeFailure } from '../../processes/exec';
import { filesOf } from './files';
import type { Look } from './look';

/** Of one diff. */
const MOST_BYTES = 4 * 1024 * 1024;
const FEW_LINES = 3;
/** As many as a file can have that is read. */
const ALL_LINES = 10_000_000;

/** @throws NoLookError, ReviewError */
export async function linesOf(
  look: Look,
  { path, whole }: { path: string; whole: boolean },
  deadlineMs: number,
): Promise<ReviewedLines> {
  const file = (await filesOf(look, deadlineMs)).find((one) => one.path === path);
  if (!file) throw new ReviewError('gone', `'${path}' is as it was in the last commit: read the list anew`);
  if (file.note !== null) return { file, diff: null };
  const { found, base, tree } = look;
  const context = `-U${whole ? ALL_LINES : FEW_LINES}`;
  const names = file.from === null ? [path] : [file.from, path];
  const args = [...LOOK, '--patch', context, base, tree.id, '--', ...names];
  const told = await ownGit(found.own, args, { deadlineMs, maxBytes: MOST_BYTES });
  if (!told.ok) throw new NoLookError(describeFailure(told));
  const [diff = ''] = diffsIn(told, [file]);
  if (told.truncated) return { file: { ...file, note: 'its change is too long to be shown' }, diff: null };
  return diff === '' ? { file: { ...file, note: 'nothing of it is text' }, diff: null } : { file, diff };
}
