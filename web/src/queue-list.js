/**
 * The prompts that match a filter: a page read from the server, kept right by the events that follow.
 * An event that can't be placed with certainty (a search, another order) leads to a new reading.
 * @import { Query } from '../../api/document/client-types'
 * @import { Prompt } from './app/state'
 */
import { call } from './app/api';
import { whenQuiet } from './dom';

const PAGE = 50;
/** The server's limit for one reading. */
const MAX_READ = 500;
const REREAD_MS = 250;
/** Stands among the statuses to choose from, and is none. */
const ARCHIVED = 'archived';

/** @typedef {{ status: string, q: string, order: NonNullable<Query<'GET /api/assigner/prompts'>['order']> }} Filter */

/** @param {{ changed: () => void, failed: (error: Error | null) => void }} listener */
export function queueList(listener) {
  /** @type {Filter} */
  let filter = { status: '', q: '', order: 'newest' };
  /** @type {Prompt[]} */
  let items = [];
  let total = 0;
  let loaded = false;
  let turns = 0;
  let reading = false;
  /** What events told since a reading began: newer than its answer. @type {Map<number, Prompt>} */
  const fresh = new Map();

  /** @param {Prompt} prompt */
  const matches = (prompt) => {
    if (filter.status === ARCHIVED) return prompt.archived;
    const wanted = filter.status.split(',');
    const fits = !filter.status || wanted.includes(prompt.status) || wanted.includes(prompt.stage);
    return !prompt.archived && fits;
  };

  /** @param {number} offset @param {number} limit */
  async function read(offset, limit) {
    const turn = ++turns;
    reading = true;
    fresh.clear();
    const { status, q, order } = filter;
    /** @type {Query<'GET /api/assigner/prompts'>} */
    const which = status === ARCHIVED ? { archived: 'true' } : { status: status || undefined };
    const query = { ...which, q: q || undefined, order, limit, offset };
    try {
      const answer = await call('GET /api/assigner/prompts', { query });
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

  /** @param {Prompt} prompt */
  function place(prompt) {
    const at = items.findIndex((item) => item.id === prompt.id);
    if (at >= 0 && matches(prompt)) items[at] = prompt;
    else if (at >= 0) {
      items.splice(at, 1);
      total -= 1;
    } else if (matches(prompt)) insert(prompt);
  }

  /** @param {Prompt} prompt */
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
    /** @param {Filter} next */
    setFilter(next) {
      filter = next;
      items = [];
      return reload();
    },
    /** @param {Prompt} prompt */
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
    /** Whether all prompts of that status are in the list. @param {string} status */
    shows: (status) => !filter.q && (!filter.status || filter.status.split(',').includes(status)),
    get isFiltered() {
      return Boolean(filter.status || filter.q);
    },
  };
}
