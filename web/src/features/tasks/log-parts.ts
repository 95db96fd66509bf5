/**
 * The end of a task's log as the page holds it: parts that are drawn one by one, so that a long log never is at once.
 * A part begins with a whole line if it can, since it stands in a box of its own.
 */
import type { Answer } from '../../app/api';

/** What was read of a log; offsets are bytes in its file. */
export type LogPiece = Pick<Answer<'GET /api/tasks/:id/log'>, 'offset' | 'text'>;

export interface LogPart extends LogPiece {
  /** So many of its characters lie before its offset: the beginning of its first line. */
  readonly carried: number;
}

/** What comes in smaller pieces becomes one part. */
const PART_CHARS = 32_768;
/** Kept of output that is followed; the rest can be read again. */
const MAX_CHARS = 1_000_000;

/** With output that came after it. The oldest parts go if there are too many. */
export function withLater(parts: readonly LogPart[], piece: LogPiece): readonly LogPart[] {
  const last = parts.at(-1);
  if (!last) return [{ ...piece, carried: 0 }];
  const { before, line } = cutAtLine(last.text);
  if (last.text.length < PART_CHARS || !before) {
    return withoutOldest([...parts.slice(0, -1), { ...last, text: last.text + piece.text }]);
  }
  const next = { offset: piece.offset, text: line + piece.text, carried: line.length };
  return withoutOldest([...parts.slice(0, -1), { ...last, text: before }, next]);
}

/** With output that came right before it. */
export function withEarlier(parts: readonly LogPart[], piece: LogPiece): readonly LogPart[] {
  const [first, ...rest] = parts;
  if (!first) return [{ ...piece, carried: 0 }];
  const { before, line } = cutAtLine(piece.text);
  if (!before) return [{ offset: piece.offset, text: line + first.text, carried: 0 }, ...rest];
  const joined = { ...first, text: line + first.text, carried: line.length };
  return [{ offset: piece.offset, text: before, carried: 0 }, joined, ...rest];
}

/**
 * A piece that was read from anywhere: the rest of a character that was cut stands as signs for bytes that make no
 * sense, one a byte.
 */
export function fromWholeCharacter({ offset, text }: LogPiece): LogPiece {
  const cut = offset > 0 ? (/^\uFFFD{0,3}/.exec(text)?.[0].length ?? 0) : 0;
  return { offset: offset + cut, text: text.slice(cut) };
}

function withoutOldest(parts: readonly LogPart[]): readonly LogPart[] {
  const chars = parts.reduce((sum, { text }) => sum + text.length, 0);
  const [oldest, first, ...rest] = parts;
  if (!oldest || !first || chars <= MAX_CHARS) return parts;
  const { carried, text } = first;
  return withoutOldest([{ ...first, text: text.slice(carried), carried: 0 }, ...rest]);
}

function cutAtLine(text: string): { before: string; line: string } {
  const cut = text.lastIndexOf('\n') + 1;
  return { before: text.slice(0, cut), line: text.slice(cut) };
}
