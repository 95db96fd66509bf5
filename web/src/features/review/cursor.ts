/** The lines that are meant: one, or several that follow each other; and the comment that is written on them. */
import { batch, effect, signal } from '@preact/signals';
import { rows } from './model';
import { type Row, type Side, sideOf } from './rows';

/** A place in the list of rows; null: none. */
export const at = signal<number | null>(null);
/** Where the lines begin; the same where one is meant. */
const anchor = signal<number | null>(null);
export const isWriting = signal(false);

/** What is being written; it stays when its lines are out of sight. */
export const draft = signal('');

// Other lines: what was meant is somewhere else.
effect(() => {
  void rows.value;
  batch(() => {
    at.value = null;
    anchor.value = null;
    isWriting.value = false;
  });
});

/** While a comment is written its lines stay. */
export function point(place: number, extends_ = false): void {
  if (isWriting.peek()) return;
  batch(() => {
    if (!extends_ || anchor.peek() === null) anchor.value = place;
    at.value = place;
  });
}

/** The first and last of them. */
export function range(): readonly [number, number] | null {
  if (at.value === null) return null;
  const other = anchor.value ?? at.value;
  return [Math.min(at.value, other), Math.max(at.value, other)];
}
export const isMeant = (place: number): boolean => {
  const meant = range();
  return meant !== null && meant[0] <= place && place <= meant[1];
};

export interface Meant {
  readonly side: Side;
  readonly from: number;
  readonly to: number;
  readonly quote: readonly string[];
  /** The place of the last line. */
  readonly place: number;
}

/** The lines of one side: of those that are gone only where nothing else is meant. */
export function meant(): Meant | null {
  const places = range();
  if (!places) return null;
  const all = rows.value.slice(places[0], places[1] + 1).filter(({ kind }) => kind !== 'gap');
  const side: Side = all.some((row) => sideOf(row) === 'new') ? 'new' : 'old';
  const those = all.filter((row): row is Row => row[side] !== null);
  const [first, last] = [those[0]?.[side], those.at(-1)?.[side]];
  if (first == null || last == null) return null;
  const place = rows.value.lastIndexOf(those.at(-1) as Row);
  return { side, from: first, to: last, quote: those.map(({ text }) => text), place };
}
