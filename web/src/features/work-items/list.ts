/**
 * One page of a list, read from the server. What an event is about is read row by row; such a row stays where it is,
 * also if it no longer matches the filter, so that nobody loses sight of what they follow.
 */
import { signal } from '@preact/signals';
import { call, exchange, messageOf } from '../../app/api';
import { OPEN, ROUTES, sortOf, type Thing } from './kinds';
import { hasAny } from './totals';
import type { Place } from './url-state';

export const PAGE_ROWS = 50;

export interface Listed {
  readonly place: Place;
  readonly items: readonly Thing[];
  readonly total: number;
  /** Whether there are some of that kind, whatever the filter. */
  readonly hasAny: boolean;
}

export function workList() {
  /** What the list shows; null before the first reading. */
  const shown = signal<Listed | null>(null);
  /** Why it couldn't be read; empty if it could. */
  const fault = signal('');
  let turns = 0;
  let isReading = false;
  /** Rows that changed during a reading. */
  const outdated = new Set<number>();
  /** How often a row was asked for. */
  const asks = new Map<number, number>();

  async function read(place: Place): Promise<void> {
    const turn = ++turns;
    isReading = true;
    try {
      const { answer: items, headers } = await exchange(ROUTES[place.kind].list, { query: queryOf(place) });
      if (turn !== turns) return;
      const total = Number(headers.get('X-Total-Count') ?? items.length);
      const isAny = total > 0 || (await hasAny(place.kind));
      if (turn !== turns) return;
      shown.value = { place, items, total, hasAny: isAny };
      fault.value = '';
    } catch (error) {
      if (turn !== turns) return;
      fault.value = messageOf(error);
    }
    isReading = false;
    const changed = [...outdated];
    outdated.clear();
    await Promise.all(changed.map(refresh));
  }

  async function refresh(id: number): Promise<void> {
    // What is being read may be from before the change.
    if (isReading) outdated.add(id);
    const place = shown.peek()?.place;
    if (!place || isReading) return;
    const turn = turns;
    const asked = (asks.get(id) ?? 0) + 1;
    asks.set(id, asked);
    const thing = await call(ROUTES[place.kind].read, { params: { id } }).catch(() => null);
    const now = shown.peek();
    // Another reading since then has it as well; answers may overtake each other.
    if (turn !== turns || asks.get(id) !== asked || !thing || !now) return;
    shown.value = { ...now, items: now.items.map((item) => (item.id === id ? thing : item)) };
  }

  return { shown, fault, read, refresh };
}

function queryOf({ kind, filters: { status, severity, project, q, sort, page } }: Place) {
  return {
    ...(status !== 'all' && { status: status === 'open' ? OPEN[kind] : status }),
    sort: sortOf(kind, sort),
    ...(q && { q }),
    ...(kind === 'bugs' && severity && { severity }),
    ...(kind !== 'projects' && project && { project_id: Number(project) }),
    limit: PAGE_ROWS,
    offset: (page - 1) * PAGE_ROWS,
  };
}
