/** The files of a look as a person reviews them. */
import { mayHoldSecrets } from '../../policy/secret-files';
import type { ReviewedFile, Staging } from '../../workflows/contracts/review';
import { LOOK, WITHOUT_LINES } from '../changes/compare';
import { type Lines, linesIn } from '../changes/lines';
import { type Entry, isInner } from './entries';
import { ask, filteredIn, type Look } from './look';

/** So many are named. */
export const MOST_NAMED = 2_000;
/** Of names that are arguments of a program. */
const MOST_NAME_BYTES = 512 * 1024;

/** Of the first of them. @throws NoLookError */
export async function filesOf(look: Look, deadlineMs: number): Promise<ReviewedFile[]> {
  const named = look.entries.slice(0, MOST_NAMED);
  const reasons = await reasonsFor(look, named, deadlineMs);
  const counted = named.filter((one) => !reasons.get(one)?.note);
  const lines = await countLines(look, counted, deadlineMs);
  return named.map((entry) => {
    const { path, from, change, version } = entry;
    const count = lines.get(path);
    const { note = null, held = null } = reasons.get(entry) ?? {};
    return {
      ...{ path, from, change, version, staging: stagingOf(entry, look.staged), held },
      ...{ added: count?.added ?? null, removed: count?.removed ?? null },
      note: note ?? noteOf(entry, count),
    };
  });
}

interface Reason {
  /** Why its lines aren't shown. */
  readonly note: string | null;
  /** Why nothing is done with it. */
  readonly held: string;
}

/** Why something of a file is left to a person in a terminal. */
export async function reasonsFor(
  { found, tree }: Look,
  entries: readonly Entry[],
  deadlineMs: number,
): Promise<Map<Entry, Reason>> {
  const paths = entries.flatMap(({ path, from }) => (from === null ? [path] : [path, from]));
  const filtered = await filteredIn(found.own.top, paths, deadlineMs);
  const reasons = new Map<Entry, Reason>();
  for (const entry of entries) {
    const { path, from } = entry;
    const reason = reasonFor(entry, {
      unread: tree.unread.get(path),
      filter: filtered.get(path) ?? (from === null ? undefined : filtered.get(from)),
    });
    if (reason) reasons.set(entry, reason);
  }
  return reasons;
}

function reasonFor(
  entry: Entry,
  { unread, filter }: { unread: string | undefined; filter: string | undefined },
): Reason | null {
  const { path, from } = entry;
  if (mayHoldSecrets(path) || (from !== null && mayHoldSecrets(from)))
    return {
      note: 'a file of this name may hold secrets: its lines are not shown',
      held: 'a file of this name may hold secrets',
    };
  if (isInner(entry)) return { note: null, held: 'it is a repository of its own' };
  if (unread !== undefined) return { note: `not compared: ${unread}`, held: 'it was not read' };
  if (filter !== undefined)
    return {
      note: `its content goes through the filter '${filter}' of its repository: its lines are not compared`,
      held: `its content goes through the filter '${filter}' of its repository, which is not run here`,
    };
  return null;
}

async function countLines(
  { found, base, tree }: Look,
  entries: readonly Entry[],
  deadlineMs: number,
): Promise<Map<string, Lines>> {
  let bytes = 0;
  const names = entries.flatMap(({ path, from }) => {
    const both = from === null ? [path] : [from, path];
    bytes += both.reduce((sum, name) => sum + Buffer.byteLength(name) + 1, 0);
    return bytes <= MOST_NAME_BYTES ? both : [];
  });
  if (names.length === 0) return new Map();
  const told = await ask(found, [...LOOK, '--numstat', '-z', base, tree.id, '--', ...names], deadlineMs);
  return linesIn(told.stdout);
}

function noteOf({ change, before, after }: Entry, count: Lines | undefined): string | null {
  if (count?.isBinary) return 'it is no text';
  if (count === undefined || (count.added ?? 0) + (count.removed ?? 0) > 0) return null;
  return change === 'modified' && before?.object !== after?.object ? null : WITHOUT_LINES[change];
}

function stagingOf({ path, from, change, after }: Entry, staged: Look['staged']): Staging {
  const side = staged.get(path);
  if (side === undefined) {
    if (from !== null) return staged.has(from) ? 'both' : 'unstaged';
    return change === 'added' ? 'untracked' : 'unstaged';
  }
  return side?.object === after?.object && side?.mode === after?.mode ? 'staged' : 'both';
}
