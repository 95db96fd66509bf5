/**
 * The prompts that match a filter: a page read from the server, kept right by the events that follow.
 * An event that can't be placed with certainty (a search, another order) leads to a new reading.
 */
import { get } from './api.js';
import { whenQuiet } from './dom.js';

const PAGE = 50;
/** The server's limit for one reading. */
const MAX_READ = 500;
const REREAD_MS = 250;

/** @param {{ changed: () => void, failed: (error: Error | null) => void }} listener */
export function queueList(listener) {
  let filter = { status: '', q: '', order: 'newest' };
  let items = [];
  let total = 0;
  let loaded = false;
  let turns = 0;
  let reading = false;
  /** What events told since a reading began: newer than its answer. */
  const fresh = new Map();

  const matches = (prompt) =>
    !prompt.archived && (!filter.status || filter.status.split(',').includes(prompt.status));

  async function read(offset, limit) {
    const turn = ++turns;
    reading = true;
    fresh.clear();
    const query = new URLSearchParams({ ...filter, limit: String(limit), offset: String(offset) });
    for (const [name, value] of [...query]) if (!value) query.delete(name);
    try {
      const answer = await get(`/api/assigner/prompts?${query}`);
      if (turn !== turns) return;
      const known = new Set(offset ? items.map((item) => item.id) : []);
      const read = answer.items.filter((item) => !known.has(item.id));
      items = offset ? [...items, ...read] : read;
      total = answer.total;
      loaded = true;
      listener.failed(null);
      for (const prompt of fresh.values()) place(prompt);
    } catch (error) {
      if (turn !== turns) return;
      listener.failed(error);
    }
    reading = false;
    fresh.clear();
    listener.changed();
  }

  const reload = () => read(0, Math.min(Math.max(items.length, PAGE), MAX_READ));
  const reloadSoon = whenQuiet(reload, REREAD_MS);

  function place(prompt) {
    const at = items.findIndex((item) => item.id === prompt.id);
    if (at >= 0 && matches(prompt)) items[at] = prompt;
    else if (at >= 0) {
      items.splice(at, 1);
      total -= 1;
    } else if (matches(prompt)) insert(prompt);
  }

  function insert(prompt) {
    const isNewest = prompt.id > (items[0]?.id ?? 0);
    if (filter.order === 'newest' && !filter.q && isNewest) {
      items.unshift(prompt);
      total += 1;
    } else if (filter.status || filter.q || isNewest) reloadSoon();
  }

  return {
    reload,
    more: () => read(items.length, PAGE),
    setFilter(next) {
      filter = next;
      items = [];
      return reload();
    },
    take(prompt) {
      if (reading) fresh.set(prompt.id, prompt);
      if (!loaded) return;
      place(prompt);
      listener.changed();
    },
    get items() {
      return items;
    },
    get total() {
      return total;
    },
    get loaded() {
      return loaded;
    },
    get isFiltered() {
      return Boolean(filter.status || filter.q);
    },
  };
}
