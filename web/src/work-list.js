/**
 * One page of a list, read from the server. What an event tells of is read row by row; such a row stays where it is,
 * also where it no longer matches the filter, so that nobody loses sight of what they follow.
 * @import { Kind, Thing } from './work-kinds'
 * @import { Place } from './work-place'
 */
import { call, exchange } from './app/api';
import { OPEN, ORDERS, ROUTES } from './work-kinds';

export const PAGE = 50;

/** @param {{ changed: () => void, failed: (error: Error | null) => void }} listener */
export function workList(listener) {
  /** @type {Place | null} */
  let place = null;
  /** @type {Thing[]} */
  let items = [];
  let total = 0;
  let turns = 0;
  let reading = false;
  /** Rows that changed during a reading. @type {Set<number>} */
  const outdated = new Set();
  /** How often a row was asked for. @type {Map<number, number>} */
  const asks = new Map();

  /** @param {Place} wanted */
  async function read(wanted) {
    const turn = ++turns;
    reading = true;
    try {
      const { answer, headers } = await exchange(ROUTES[wanted.kind].list, { query: queryOf(wanted) });
      if (turn !== turns) return;
      place = wanted;
      items = answer;
      total = Number(headers.get('X-Total-Count') ?? items.length);
      listener.failed(null);
    } catch (error) {
      if (turn !== turns) return;
      listener.failed(error);
    }
    reading = false;
    listener.changed();
    const changed = [...outdated];
    outdated.clear();
    await Promise.all(changed.map(refresh));
  }

  /** @param {number} id */
  async function refresh(id) {
    // What is being read may be from before the change.
    if (reading) outdated.add(id);
    if (!place || reading) return;
    const turn = turns;
    const asked = (asks.get(id) ?? 0) + 1;
    asks.set(id, asked);
    const thing = await call(ROUTES[place.kind].read, { params: { id } }).catch(() => null);
    // Another reading since then has it as well; answers may overtake each other.
    if (turn !== turns || asks.get(id) !== asked || !thing) return;
    items = items.map((item) => (item.id === id ? thing : item));
    listener.changed();
  }

  return {
    read,
    refresh,
    /** What the list shows; null before the first reading. */
    get place() {
      return place;
    },
    get items() {
      return items;
    },
    get total() {
      return total;
    },
  };
}

/** @param {Place} place */
function queryOf({ kind, filters: { status, severity, project, q, sort, page } }) {
  const order = ORDERS[sort] ?? ORDERS.priority;
  return {
    status: status === 'open' ? OPEN[kind] : status === 'all' ? undefined : status,
    sort: kind === 'bugs' ? (order.ofBugs ?? order.sort) : order.sort,
    q: q || undefined,
    ...(kind === 'bugs' && severity && { severity }),
    ...(kind !== 'projects' && project && { project_id: Number(project) }),
    limit: PAGE,
    offset: (page - 1) * PAGE,
  };
}
