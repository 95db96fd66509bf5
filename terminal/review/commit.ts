/**
 * A commit of chosen files as they were seen. Hooks of the repository are not run, and nothing is signed: both are
 * programs that whoever can write there has named. First the index has the files, then the branch moves on: cut off in
 * between, they are staged, and the same request goes on.
 */
import { join } from 'node:path';
import { describeFailure } from '../../processes/exec';
import { type Committed, type CommitRequest, ReviewError } from '../../workflows/contracts/review';
import { git, ownGit } from '../changes/git';
import { changedSince, requireFree, seenIn } from './chosen';
import { type Entry, placesOf, type Side } from './entries';
import { ask, entriesOf, type Look } from './look';
import { standingOf } from './standing';
import { setInIndex } from './their-index';

/** Nobody's name is guessed, and a message is what was typed. */
const SETTINGS = ['user.useConfigOnly=true', 'i18n.commitEncoding=UTF-8'];

/** @throws NoLookError, ReviewError */
export async function commitFiles(look: Look, wanted: CommitRequest, deadlineMs: number): Promise<Committed> {
  const { found, entries } = look;
  const { top } = found.own;
  const { branch, unfinished } = await standingOf(top, deadlineMs);
  if (found.head !== wanted.head) {
    const wasThere = await isMade(look, wanted, deadlineMs);
    if (wasThere && found.head !== null) return { commit: found.head, branch, wasThere };
    throw new ReviewError(
      'changed',
      `the last commit is another one since you looked: nothing was done. Read the list anew and look again`,
    );
  }
  if (unfinished !== null)
    throw new ReviewError('refused', `${unfinished} is under way in ${top}: end it there first`);
  const { same, others } = seenIn(entries, wanted.files);
  if (others.length > 0) throw changedSince(others);
  await requireFree(look, same, deadlineMs);
  const places = placesOf(same);
  const tree = await treeWith(look, places, deadlineMs);
  const commit = await commitOf(look, tree, wanted.message, deadlineMs);
  await setInIndex(
    top,
    found.digest,
    places.map(({ path, after }) => ({ path, side: after })),
    deadlineMs,
  );
  await moveOn(look, commit, wanted, deadlineMs);
  return { commit, branch, wasThere: false };
}

/** The files of the last commit with these, written into their repository. */
async function treeWith(
  { found, base }: Look,
  places: readonly Entry[],
  deadlineMs: number,
): Promise<string> {
  const index = join(found.own.dir, 'commit.index');
  const own = { ...found.own, kept: found.own.objects };
  const call = { index, deadlineMs };
  const update = async (args: readonly string[], paths: readonly string[]): Promise<void> => {
    if (paths.length === 0) return;
    const input = Buffer.from(paths.map((path) => `${path}\0`).join(''));
    const done = await ownGit(own, ['update-index', '-z', ...args, '--stdin'], { ...call, input });
    if (!done.ok) throw new ReviewError('refused', `nothing was done: ${describeFailure(done)}`);
  };
  await ask(found, ['read-tree', base], deadlineMs, index);
  const gone = places.filter(({ after }) => after === null).map(({ path }) => path);
  const there = places.filter(({ after }) => after !== null).map(({ path }) => path);
  await update(['--force-remove'], gone);
  await update(['--add', '--replace'], there);
  await requireAsSeen(found, places, index, deadlineMs);
  const written = await ownGit(own, ['write-tree'], call);
  if (!written.ok) throw new ReviewError('refused', `nothing was done: ${describeFailure(written)}`);
  return written.stdout.trim();
}

/** Somebody may have written to a file since the look. */
async function requireAsSeen(
  found: Look['found'],
  places: readonly Entry[],
  index: string,
  deadlineMs: number,
): Promise<void> {
  const listed = await ask(found, ['ls-files', '--stage', '-z'], deadlineMs, index);
  const now = new Map<string, Side>();
  for (const line of listed.stdout.split('\0')) {
    const at = line.indexOf('\t');
    const [mode = '', object = ''] = line.slice(0, at).split(' ');
    now.set(line.slice(at + 1), { mode, object });
  }
  const others = places.filter(({ path, after }) => {
    const side = now.get(path);
    return side?.object !== after?.object || side?.mode !== after?.mode;
  });
  if (others.length > 0) throw changedSince(others.map(({ path }) => path));
}

async function commitOf({ found }: Look, tree: string, message: string, deadlineMs: number): Promise<string> {
  const parent = found.head === null ? [] : ['-p', found.head];
  const made = await git(['commit-tree', tree, ...parent, '-F', '-'], {
    ...{ cwd: found.own.top, deadlineMs, settings: SETTINGS },
    input: Buffer.from(message),
  });
  if (made.ok) return made.stdout.trim();
  if (/tell me who you are|no (?:name|email) was given|empty ident/i.test(made.stderr))
    throw new ReviewError(
      'refused',
      `git doesn't know who commits in ${found.own.top}: set user.name and user.email there with git config. Nothing was done`,
    );
  throw new ReviewError('refused', `nothing was done: ${describeFailure(made)}`);
}

/** Only from the commit that was seen: who was faster wins. */
async function moveOn(
  { found }: Look,
  commit: string,
  { message, head }: CommitRequest,
  deadlineMs: number,
): Promise<void> {
  const [subject = ''] = message.split('\n');
  const zeros = '0'.repeat(found.digest === 'sha256' ? 64 : 40);
  const note = `commit${head === null ? ' (initial)' : ''}: ${subject}`;
  const args = ['update-ref', '-m', note, 'HEAD', commit, head ?? zeros];
  const moved = await git(args, { cwd: found.own.top, deadlineMs, settings: SETTINGS });
  if (moved.ok) return;
  throw new ReviewError(
    'changed',
    `the files are staged, but not committed: ${describeFailure(moved)}. Read the list anew and look again`,
  );
}

/** The last commit is what this request asks for: it was carried out, and is asked once more. */
async function isMade({ found }: Look, wanted: CommitRequest, deadlineMs: number): Promise<boolean> {
  if (found.head === null) return false;
  const told = await ask(found, ['cat-file', 'commit', found.head], deadlineMs);
  const end = told.stdout.indexOf('\n\n');
  const parents = [...told.stdout.slice(0, end).matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, id]) => id);
  if (parents.length > 1 || (parents[0] ?? null) !== wanted.head) return false;
  if (told.stdout.slice(end + 2).trimEnd() !== wanted.message.trimEnd()) return false;
  const before = wanted.head ?? (await ask(found, ['mktree'], deadlineMs)).stdout.trim();
  const entries = await entriesOf(found, [before, found.head], deadlineMs);
  const { others } = seenIn(entries, wanted.files);
  return others.length === 0 && entries.length === wanted.files.length;
}
