/**
 * The prompts that match the filter: pages read from the server, kept right by the events that follow.
 * An event that can't be placed with certainty (a search, another order) leads to a new reading.
 */
import { batch, signal } from '@preact/signals';
import { call, messageOf, type Query } from '../../app/api';
import type { Prompt } from '../../app/state';
import { whenQuiet } from '../../ui/dom';
import { ARCHIVED, filter, type Filter } from './filter';
import { inOrder, knowPositions } from './order';

const PAGE = 50;
/** The server's limit for one reading. */
const MAX_READ = 500;
const REREAD_MS = 250;

export const items = signal<readonly Prompt[]>([]);
export const total = signal(0);
export const loaded = signal(false);
export const problem = signal('');

/** Counts the readings: the answer of one that is no longer the last is left. */
let turns = 0;
let reading = false;
/** What events brought since a reading began: newer than its answer. */
const fresh = new Map<number, Prompt>();

function matches({ status }: Filter, prompt: Prompt): boolean {
  if (status === ARCHIVED) return prompt.archived;
  const wanted = status.split(',');
  const fits = !status || wanted.includes(prompt.status) || wanted.includes(prompt.stage);
  return !prompt.archived && fits;
}

async function read(offset: number, limit: number): Promise<void> {
  const turn = ++turns;
  reading = true;
  fresh.clear();
  try {
    const query = queryOf(filter.peek(), offset, limit);
    const answer = await call('GET /api/assigner/prompts', { query });
    if (turn !== turns) return;
    batch(() => {
      const before = offset ? items.peek() : [];
      const known = new Set(before.map(({ id }) => id));
      items.value = [...before, ...answer.items.filter(({ id }) => !known.has(id))];
      total.value = answer.total;
      loaded.value = true;
      problem.value = '';
      knowPositions(answer.items);
      for (const prompt of fresh.values()) place(prompt);
    });
  } catch (error) {
    if (turn !== turns) return;
    problem.value = messageOf(error);
    // What is shown is of another filter.
    if (!loaded.peek()) items.value = [];
  }
  reading = false;
  fresh.clear();
}

function queryOf(
  { status, q, order }: Filter,
  offset: number,
  limit: number,
): Query<'GET /api/assigner/prompts'> {
  const which = status === ARCHIVED ? { archived: 'true' } : { status: status || undefined };
  // What the address says may be anything; the server says what is wrong with it.
  return { ...which, q: q || undefined, order, limit, offset } as Query<'GET /api/assigner/prompts'>;
}

/** Reads what is shown anew. */
export const reload = (): Promise<void> => read(0, Math.min(Math.max(items.peek().length, PAGE), MAX_READ));
const reloadSoon = whenQuiet(() => void reload(), REREAD_MS);

/** Reads the list of another filter; what is shown stays until it is there. */
export function restart(): Promise<void> {
  loaded.value = false;
  return read(0, PAGE);
}

/** Reads the next page, unless one is being read. */
export const more = (): Promise<void> | undefined =>
  reading ? undefined : read(items.peek().length, Math.min(Math.max(items.peek().length, PAGE), MAX_READ));

/** Takes what an event brought. */
export function take(prompt: Prompt): void {
  if (reading) fresh.set(prompt.id, prompt);
  if (loaded.peek()) place(prompt);
}

function place(prompt: Prompt): void {
  const shown = items.peek();
  const at = shown.findIndex(({ id }) => id === prompt.id);
  const fits = matches(filter.peek(), prompt);
  if (at >= 0 && fits) items.value = sorted(shown.with(at, prompt));
  else if (at >= 0) {
    items.value = shown.toSpliced(at, 1);
    total.value -= 1;
  } else if (fits) insert(prompt);
}

/** Whoever moved one: the list has the order of the queue at once. */
function sorted(prompts: readonly Prompt[]): readonly Prompt[] {
  const isInOrder = filter.peek().order !== 'priority' || prompts.every(isInPlace);
  if (isInOrder) return prompts;
  // Those that aren't read yet may come before what is now the last one.
  if (prompts.length < total.peek()) reloadSoon();
  return prompts.toSorted(inOrder);
}
const isInPlace = (prompt: Prompt, at: number, all: readonly Prompt[]): boolean => {
  const before = all[at - 1];
  return !before || inOrder(before, prompt) < 0;
};

function insert(prompt: Prompt): void {
  const { status, q, order } = filter.peek();
  const shown = items.peek();
  const isNewest = prompt.id > (shown[0]?.id ?? 0);
  if (order === 'newest' && !q && isNewest) {
    items.value = [prompt, ...shown];
    total.value += 1;
  } else if (status || q || isNewest || order === 'priority') reloadSoon();
}
