/** What was staged stands nowhere else once it is out of the index, and git lets go of it some day: it is kept with the files. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFailure } from '../../processes/exec';
import { ReviewError } from '../../workflows/contracts/review';
import { ownGit } from '../changes/git';
import { INNER } from './entries';
import type { Kept, KeptFile } from './kept';
import type { Look } from './look';
import { setInIndex } from './their-index';

/** `git pack-objects` adds a name and an ending. */
const PACK = 'staged';
const IS_PACK = /^staged-[0-9a-f]+\.pack$/;

/** @param dir where the files are kept @throws ReviewError */
export async function keepStaged(
  { found }: Look,
  files: readonly Pick<KeptFile, 'staged'>[],
  dir: string,
  deadlineMs: number,
): Promise<void> {
  const objects = new Set(
    files.flatMap(({ staged }) => (staged && staged.mode !== INNER ? [staged.object] : [])),
  );
  if (objects.size === 0) return;
  const input = Buffer.from([...objects].map((object) => `${object}\n`).join(''));
  const args = ['pack-objects', '--quiet', join(dir, PACK)];
  const done = await ownGit(found.own, args, { deadlineMs, input });
  if (!done.ok)
    throw new ReviewError(
      'refused',
      `nothing was done: what is staged could not be kept: ${describeFailure(done)}`,
    );
}

/** @param dir where the files were kept @throws ReviewError */
export async function stageAgain(
  { found }: Look,
  { files }: Kept,
  dir: string,
  deadlineMs: number,
): Promise<void> {
  const theirs = { ...found.own, kept: found.own.objects };
  for (const name of (await readdir(dir)).filter((one) => IS_PACK.test(one))) {
    const input = await readFile(join(dir, name));
    const done = await ownGit(theirs, ['unpack-objects', '-q'], { deadlineMs, input });
    if (!done.ok)
      throw new ReviewError(
        'refused',
        `the files are back, but not what was staged of them: ${describeFailure(done)}`,
      );
  }
  const sides = files.flatMap(({ path, staged: side }) => (side === undefined ? [] : [{ path, side }]));
  await setInIndex(found.own.top, found.digest, sides, deadlineMs);
}
