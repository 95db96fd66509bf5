/** The lines of the file that is shown. Only those near the visible part are drawn, however many there are. */
import { computed, useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useCallback, useMemo, useRef } from 'preact/hooks';
import { readable } from '../../app/clean';
import { useWindow } from '../../ui/windowed';
import { CommentCard, NewComment } from './comment-cards';
import { comments, type Comment } from './comments';
import { at, isMeant, isWriting, meant, point, range } from './cursor';
import { Half, Line } from './line';
import { openPath, rows } from './model';
import { pairsOf, type Row } from './rows';
import { view } from './view';
import { wanted } from './walk';

/** As in review.css, of a line that isn't wrapped. */
const ROW_PX = 20;

/** What is drawn in one row: a line, or one on each side; with their places in the list of rows. */
interface Drawn {
  readonly left: Row | null;
  readonly right: Row | null;
  readonly places: readonly [number, number];
}

const drawn = computed<readonly Drawn[]>(() => {
  if (view.value === 'unified')
    return rows.value.map((row, place) => ({ left: row, right: row, places: [place, place] as const }));
  const places = new Map(rows.value.map((row, place) => [row, place]));
  const placeOf = (row: Row | null): number => (row === null ? -1 : (places.get(row) ?? -1));
  return pairsOf(rows.value).map(({ left, right }) => ({
    ...{ left, right },
    places: [placeOf(left), placeOf(right)] as const,
  }));
});
/** The drawn row of a place. */
const drawnAt = computed(() => {
  const found = new Map<number, number>();
  drawn.value.forEach(({ places }, index) => places.forEach((place) => found.set(place, index)));
  return found;
});

/** Those on the file that is shown, by the line that they end at. */
const byLine = computed(() => {
  const found = new Map<string, Comment[]>();
  for (const one of comments.value) {
    if (one.path !== openPath.value) continue;
    const key = `${one.side} ${one.to}`;
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return found;
});
const keysOf = ({ left, right }: Drawn): string[] => [
  ...(left?.old != null ? [`old ${left.old}`] : []),
  ...(right?.new != null ? [`new ${right.new}`] : []),
];
/** Whose lines aren't among those that are shown. */
export const homeless = computed(() => {
  const there = new Set(drawn.value.flatMap(keysOf));
  return [...byLine.value].filter(([key]) => !there.has(key)).flatMap(([, list]) => list);
});

export function LinesBox(): VNode {
  const box = useRef<HTMLDivElement>(null);
  const list = drawn.value;
  const keyOf = useCallback((index: number) => (list.length > index ? index : -1), [list]);
  const shown = useWindow({ count: list.length, rowHeight: ROW_PX, keyOf, box, onEnd: nothing });
  const { reveal } = shown;
  const top = useMemo(() => openPath.peek(), []);
  useSignalEffect(() => {
    const { place, align } = wanted.value;
    const index = drawnAt.peek().get(place);
    if (index !== undefined) reveal(index, align);
  });
  useSignalEffect(() => {
    if (openPath.value !== top) box.current?.scrollTo(0, 0);
  });
  return (
    <div
      class="diff mono review-lines"
      data-view={view.value}
      ref={box}
      tabIndex={0}
      role="region"
      aria-label={`Changes of ${readable(openPath.value)}`}
      onKeyDown={byKey}
    >
      <div aria-hidden="true" style={{ height: `${shown.before}px` }} />
      {shown.rows.map(({ index }) => {
        const one = list[index];
        return (
          one && (
            <div key={index} class="review-row" data-index={index} ref={shown.measure}>
              <Lines drawn={one} />
              <Below drawn={one} done={() => box.current?.focus({ preventScroll: true })} />
            </div>
          )
        );
      })}
      <div aria-hidden="true" style={{ height: `${shown.after}px` }} />
    </div>
  );
}
const nothing = (): void => undefined;

function Lines({ drawn: { left, right, places } }: { drawn: Drawn }): VNode | null {
  const button = (place: number): VNode | false => range()?.[1] === place && !isWriting.value && <Begin />;
  if (view.value === 'unified' || left?.kind === 'gap')
    return (
      left && (
        <Line row={left} place={places[0]} isMeant={isMeant(places[0])}>
          {button(places[0])}
        </Line>
      )
    );
  // A line that stayed is meant as it is now.
  const isOne = places[0] === places[1];
  return (
    <div class="review-pair">
      <Half row={left} side="old" place={places[0]} isMeant={!isOne && isMeant(places[0])}>
        {!isOne && button(places[0])}
      </Half>
      <Half row={right} side="new" place={places[1]} isMeant={isMeant(places[1])}>
        {button(places[1])}
      </Half>
    </div>
  );
}

const Begin = (): VNode => (
  <button
    type="button"
    class="button button-small review-begin"
    data-reads
    onClick={(event) => {
      event.stopPropagation();
      isWriting.value = true;
    }}
  >
    Comment
  </button>
);

function Below({ drawn: one, done }: { drawn: Drawn; done: () => void }): VNode {
  const cards = keysOf(one).flatMap((key) => byLine.value.get(key) ?? []);
  const place = isWriting.value ? meant()?.place : undefined;
  return (
    <>
      {cards.map((comment) => (
        <CommentCard key={comment.id} comment={comment} />
      ))}
      {place !== undefined && one.places.includes(place) && <NewComment done={done} />}
    </>
  );
}

/** The arrows go from line to line, with Shift they take more of them along, and Enter comments on them. */
function byKey(event: KeyboardEvent): void {
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Enter' && at.peek() !== null) isWriting.value = true;
  else if (event.key === 'ArrowDown') moveBy(1, event.shiftKey);
  else if (event.key === 'ArrowUp') moveBy(-1, event.shiftKey);
  else if (event.key === 'Home') wanted.value = { place: 0, align: 'auto' };
  else if (event.key === 'End') wanted.value = { place: rows.peek().length - 1, align: 'auto' };
  else return;
  event.preventDefault();
}

function moveBy(step: 1 | -1, extends_: boolean): void {
  const all = rows.peek();
  let next = at.peek() === null ? (step === 1 ? 0 : all.length - 1) : (at.peek() ?? 0) + step;
  while (all[next]?.kind === 'gap') next += step;
  if (!all[next]) return;
  point(next, extends_);
  wanted.value = { place: next, align: 'auto' };
}
