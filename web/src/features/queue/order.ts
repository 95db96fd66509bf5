/** The order of the queue, and where prompts stand in it. */
import { batch, computed, signal } from '@preact/signals';
import { call } from '../../app/api';
import { may } from '../../app/permissions';
import { on, type Prompt } from '../../app/state';
import { filter } from './filter';

type Ranked = Pick<Prompt, 'id' | 'priority' | 'rank'>;
/** As the server has it. */
export const inOrder = (one: Ranked, other: Ranked): number =>
  other.priority - one.priority || one.rank - other.rank || one.id - other.id;

export const isWaiting = ({ stage }: Pick<Prompt, 'stage'>): boolean =>
  stage === 'accepted' || stage === 'queued';

/** Prompts can be moved where the list has their order. */
export const canMove = computed(() => filter.value.order === 'priority' && may('prompts:write'));

/** Each that goes or comes shifts all behind it: they are asked for anew, at most so often. */
const REFRESH_MS = 500;
/** As many as the server tells at once. */
const MOST = 500;

const places = signal<ReadonlyMap<number, number>>(new Map());
/** How many wait. */
const all = signal(0);

/** `3 of 41`; empty for one that doesn't wait, or whose position isn't known yet. */
export function positionWords({ id, stage, position }: Pick<Prompt, 'id' | 'stage' | 'position'>): string {
  if (!isWaiting({ stage })) return '';
  const place = places.value.get(id) ?? position?.position;
  return place === undefined ? '' : `${place} of ${Math.max(all.value, position?.of ?? 0, place)}`;
}

/** What came with a list is newer than what was asked for before. */
export function knowPositions(prompts: readonly Prompt[]): void {
  const next = new Map(places.peek());
  let of = all.peek();
  for (const { id, position } of prompts) {
    if (position) {
      next.set(id, position.position);
      of = position.of;
    } else next.delete(id);
  }
  batch(() => {
    places.value = next;
    all.value = of;
  });
}

/** @param shown the prompts whose positions are to be right */
export function followPositions(shown: () => readonly Pick<Prompt, 'id' | 'stage'>[]): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = async (): Promise<void> => {
    timer = undefined;
    const ids = shown()
      .filter(isWaiting)
      .slice(0, MOST)
      .map(({ id }) => id);
    if (ids.length === 0) return;
    // If it fails, the next change asks again.
    const answer = await call('GET /api/assigner/queue/positions', { query: { id: ids.join() } }).catch(
      () => null,
    );
    if (!answer) return;
    batch(() => {
      places.value = new Map(answer.items.map(({ id, position }) => [id, position]));
      all.value = answer.of;
    });
  };
  on('prompt', () => {
    if (!document.hidden) timer ??= setTimeout(() => void refresh(), REFRESH_MS);
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void refresh();
  });
}
