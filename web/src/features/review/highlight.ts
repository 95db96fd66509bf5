/** The words of lines in their colours. Lines that follow each other are taken apart together, so that texts over several lines are known. */
import { computed, effect, signal } from '@preact/signals';
import type { CodeToken } from '../code/tokens';
import { openPath, rows } from './model';
import type { Row, Side } from './rows';

type TokensOf = (text: string, language: string) => CodeToken[];

const tokensOf = signal<TokensOf | null>(null);
let isAsked = false;

/** Loaded with the first lines. */
export const startColours = (): void =>
  void effect(() => {
    if (rows.value.length === 0 || isAsked) return;
    isAsked = true;
    import('../code/languages').then(
      ({ codeTokens }) => (tokensOf.value = codeTokens),
      // It reads as well without.
      () => undefined,
    );
  });

/** So many lines are taken apart at once. */
const MOST_LINES = 150;

interface Piece {
  readonly side: Side;
  readonly rows: readonly Row[];
}

/** Which piece a row belongs to. */
const pieces = computed(() => {
  const found = new Map<Row, Piece>();
  for (const side of ['old', 'new'] as const) {
    let piece: Row[] = [];
    const close = (): void => {
      for (const row of piece) found.set(row, { side, rows: piece });
      piece = [];
    };
    for (const row of rows.value) {
      if (row.kind === 'gap' || piece.length >= MOST_LINES) close();
      // Lines on both sides are taken with those that came.
      if (row.kind !== 'gap' && row[side] !== null) piece.push(row);
    }
    close();
  }
  return found;
});

const known = computed(() => {
  void rows.value;
  void tokensOf.value;
  return new Map<readonly Row[], CodeToken[][]>();
});

/** Of one line; follows what is loaded. */
export function tokensIn(row: Row): readonly CodeToken[] {
  const plain = [{ text: row.text, kind: '' }];
  const take = tokensOf.value;
  const piece = pieces.value.get(row);
  if (take === null || piece === undefined) return plain;
  const cache = known.value;
  let lines = cache.get(piece.rows);
  if (lines === undefined) {
    const text = piece.rows.map((one) => one.text).join('\n');
    lines = byLine(take(text, languageOf(openPath.value)));
    cache.set(piece.rows, lines);
  }
  return lines[piece.rows.indexOf(row)] ?? plain;
}

function byLine(tokens: readonly CodeToken[]): CodeToken[][] {
  const lines: CodeToken[][] = [[]];
  for (const { text, kind } of tokens)
    text.split('\n').forEach((part, at) => {
      if (at > 0) lines.push([]);
      if (part !== '') lines.at(-1)?.push({ text: part, kind });
    });
  return lines;
}

/** The ending of its name, or the name itself where it has none: Dockerfile, Makefile. */
function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}
