/** Comments on lines, kept by this browser until they are sent; and the prompt that they make. */
import { computed, signal } from '@preact/signals';
import { readable } from '../../app/clean';
import { keptName } from '../../app/kept-name';
import type { Side } from './rows';

export interface Comment {
  readonly id: number;
  readonly path: string;
  readonly side: Side;
  /** Numbers of the first and of the last line. */
  readonly from: number;
  readonly to: number;
  /** The lines as they were when they were spoken of. */
  readonly quote: readonly string[];
  readonly text: string;
}

/** Lines of one comment that are quoted; the others are counted. */
const MOST_QUOTED = 12;
const MOST_QUOTED_CHARS = 400;

const all = signal<readonly Comment[]>([]);
let key = '';

export const comments = computed(() => all.value);
/** In the order of files and lines. */
export const inOrder = computed(() =>
  all.value.toSorted((a, b) =>
    a.path === b.path ? a.from - b.from || a.id - b.id : a.path < b.path ? -1 : 1,
  ),
);
export const countIn = (path: string): number => all.value.filter((one) => one.path === path).length;

/** `of`: what is reviewed, such as `session dev`. Another tab may write as well. */
export function openComments(of: string): void {
  key = keptName(`architect.review ${of}`);
  const read = (): void => void (all.value = JSON.parse(localStorage.getItem(key) ?? '[]') as Comment[]);
  window.addEventListener('storage', (event) => {
    if (event.key === key) read();
  });
  read();
}

function keep(next: readonly Comment[]): void {
  all.value = next;
  if (next.length === 0) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify(next));
}

export function addComment(comment: Omit<Comment, 'id'>): void {
  const id = Math.max(0, ...all.peek().map((one) => one.id)) + 1;
  keep([...all.peek(), { ...comment, id }]);
}
export const changeComment = (id: number, text: string): void =>
  keep(all.peek().map((one) => (one.id === id ? { ...one, text } : one)));
export const removeComment = (id: number): void => keep(all.peek().filter((one) => one.id !== id));
/** Those that were sent, read anew or not; what was written meanwhile stays. */
export function removeSent(sent: readonly Comment[]): void {
  const gone = new Set(sent.map((one) => JSON.stringify(one)));
  keep(all.peek().filter((one) => !gone.has(JSON.stringify(one))));
}

const linesOf = ({ from, to, side }: Comment): string =>
  `${from === to ? `line ${from}` : `lines ${from} to ${to}`}${side === 'old' ? ' as it was before' : ''}`;

const cut = (line: string): string =>
  line.length > MOST_QUOTED_CHARS ? `${line.slice(0, MOST_QUOTED_CHARS)}…` : line;

function quoteOf({ quote }: Comment): string {
  const more = quote.length - MOST_QUOTED;
  const lines = quote.slice(0, MOST_QUOTED).map((line) => `> ${cut(line)}`.trimEnd());
  return [...lines, ...(more > 0 ? [`> (and ${more} more lines)`] : [])].join('\n');
}

/** One prompt of all: file, line, what stands there, and what is said of it. */
export function promptOf(list: readonly Comment[], words: string): string {
  const first = list.length === 1 ? 'A comment on your changes:' : `${list.length} comments on your changes:`;
  const parts = list.map((one, at) =>
    [`${at + 1}. ${readable(one.path)}, ${linesOf(one)}:`, quoteOf(one), one.text.trim()].join('\n'),
  );
  return [words.trim() || first, ...parts].join('\n\n');
}
