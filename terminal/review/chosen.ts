/** The files that a person chose, compared with how they are now. */
import { ReviewError, type SeenFile } from '../../workflows/contracts/review';
import type { Entry } from './entries';
import { reasonsFor } from './files';
import type { Look } from './look';

/** So many are named in a message. */
const MOST_WORDS = 3;

export function listOf(paths: readonly string[]): string {
  const first = paths.slice(0, MOST_WORDS).map((path) => `'${path}'`);
  const more = paths.length - first.length;
  return `${first.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

export const changedSince = (paths: readonly string[]): ReviewError =>
  new ReviewError(
    'changed',
    `${listOf(paths)} changed since you saw ${paths.length === 1 ? 'it' : 'them'}: nothing was done. Read the list anew and look again`,
  );

/** @throws ReviewError where something of it is left to a person */
export async function requireFree(look: Look, entries: readonly Entry[], deadlineMs: number): Promise<void> {
  const [first] = await reasonsFor(look, entries, deadlineMs);
  if (!first) return;
  const [{ path }, { held }] = first;
  throw new ReviewError('refused', `'${path}' is left to you, in a terminal: ${held}. Nothing was done`);
}

/** @returns those that are as they were seen, and the names of those that aren't */
export function seenIn(
  entries: readonly Entry[],
  files: readonly SeenFile[],
): { same: Entry[]; others: string[] } {
  const known = new Map(entries.map((entry) => [entry.path, entry]));
  const same: Entry[] = [];
  const others: string[] = [];
  for (const { path, version } of files) {
    const entry = known.get(path);
    if (entry?.version === version) same.push(entry);
    else others.push(path);
  }
  return { same, others };
}
