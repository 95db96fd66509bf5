/**
 * Pages of the log files, from their end: the lines of all files together in the order of time. However large the files
 * are, a page reads so much of them and no more, and lets others have their turn meanwhile.
 */
import { statSync } from 'node:fs';
import { setImmediate as otherTurns } from 'node:timers/promises';
import type { LogFilter, LogPage, LogPositions, ShownLine } from '../../workflows/contracts/logs';
import { linesAtBackwards } from './lines-backwards';
import type { LogFile } from './log-files';
import { shownIfWanted, timeOf } from './shown';

/** What a page may look at; who wants more asks for the next one. */
const MOST_CHARS = 16 * 1024 * 1024;
/** After so much others have their turn. */
const TURN_CHARS = 512 * 1024;
/** Of one file: what is written, and those that were put aside. */
const MOST_SEGMENTS = 30;

interface Head {
  readonly part: string;
  readonly text: string;
  readonly time: string;
  readonly inode: number;
  readonly end: number;
}

interface PageOptions {
  readonly limit: number;
  /** undefined: from the end. */
  readonly before?: LogPositions | undefined;
  /** So far a file is read, where there is no position. */
  readonly endOf?: (path: string) => number | undefined;
  readonly mostChars?: number;
}

export async function logPage(
  files: readonly LogFile[],
  filter: LogFilter,
  { limit, before, endOf, mostChars = MOST_CHARS }: PageOptions,
): Promise<LogPage> {
  const sources = files.map((file) => headsOf(file, before, endOf?.(file.path)));
  const heads = sources.map((source) => source.next().value);
  const lines: ShownLine[] = [];
  let searchedTo: string | null = null;
  let looked = 0;
  let turn = 0;
  try {
    while (lines.length < limit && looked < mostChars) {
      const place = newestOf(heads);
      const head = heads[place];
      if (!head) break;
      const shown = shownIfWanted(head.part, head.text, filter);
      if (shown) lines.push(shown);
      if (head.time !== '') searchedTo = head.time;
      looked += head.text.length;
      turn += head.text.length;
      heads[place] = sources[place]?.next().value;
      if (turn < TURN_CHARS) continue;
      turn = 0;
      await otherTurns();
    }
  } finally {
    for (const source of sources) source.return(undefined);
  }
  const left = heads.flatMap((head) => (head ? [head] : []));
  const next = Object.fromEntries(left.map(({ part, inode, end }) => [part, { inode, offset: end }]));
  return { lines, next: left.length > 0 ? next : null, searchedTo };
}

/** -1: there is none. A line without a time stands with the one that came after it. */
function newestOf(heads: readonly (Head | undefined)[]): number {
  let found = -1;
  for (const [place, head] of heads.entries()) {
    if (head && (found === -1 || head.time > (heads[found]?.time ?? ''))) found = place;
  }
  return found;
}

/** The lines of a file and of those that were put aside, the newest first. */
function* headsOf(
  { part, path }: LogFile,
  before: LogPositions | undefined,
  end: number | undefined,
): Generator<Head, undefined> {
  const position = before?.[part];
  if (before && !position) return undefined;
  let time = '';
  let isBegun = position === undefined;
  for (const [place, segment] of segmentsOf(path).entries()) {
    const { inode } = segment;
    if (!isBegun && inode !== position?.inode) continue;
    const from = isBegun ? (place === 0 ? end : undefined) : position?.offset;
    isBegun = true;
    for (const { text, end: to } of linesAtBackwards(segment.path, from)) {
      time = timeOf(text) || time;
      yield { part, text, time, inode, end: to };
    }
  }
  return undefined;
}

function segmentsOf(path: string): { readonly path: string; readonly inode: number }[] {
  const paths = [path, ...Array.from({ length: MOST_SEGMENTS }, (_, index) => `${path}.${index + 1}`)];
  return paths.flatMap((one) => {
    const found = statSync(one, { throwIfNoEntry: false });
    return found ? [{ path: one, inode: found.ino }] : [];
  });
}
