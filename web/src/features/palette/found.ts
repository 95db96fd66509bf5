/** What the server finds for what was typed: projects, features, bugs, and prompts that the page doesn't have. */
import { signal } from '@preact/signals';
import { call, type Row } from '../../app/api';
import { promptAddress } from '../../app/page-addresses';
import { at } from '../../app/root';
import { whenQuiet } from '../../ui/dom';
import type { Group, Item } from './sources';

const TYPING_PAUSE_MS = 150;
const MOST = 12;
/** One letter is in nearly everything. */
const SHORTEST = 2;

type Hit = Row<'GET /api/search'>;

export const found = signal<readonly Item[]>([]);
export const isSearching = signal(false);
let wanted = '';

const read = whenQuiet(() => {
  const q = wanted;
  call('GET /api/search', { query: { q, limit: MOST } }).then(
    ({ items }) => take(q, items.flatMap(itemOf)),
    // What the page knows is shown all the same.
    () => take(q, []),
  );
}, TYPING_PAUSE_MS);

function take(q: string, items: Item[]): void {
  if (q !== wanted) return;
  isSearching.value = false;
  found.value = items;
}

export function searchFor(typed: string): void {
  wanted = typed.trim();
  if (wanted.length < SHORTEST) {
    found.value = [];
    isSearching.value = false;
    return;
  }
  isSearching.value = true;
  read();
}

function itemOf({ type, id, title, status }: Hit): Item[] {
  const href = addressOf(type, id);
  if (href === undefined) return [];
  const words = [type, status?.replaceAll('_', ' ')].filter(Boolean).join(', ');
  return [
    {
      id: `${type} ${id}`,
      title: type === 'prompt' ? `#${id} ${title}` : title || `${type} ${id}`,
      detail: words,
      href,
    },
  ];
}

function addressOf(type: Hit['type'], id: number): string | undefined {
  if (type === 'prompt') return promptAddress(id);
  if (type === 'project' || type === 'feature' || type === 'bug') return at(`/work.html#/${type}s/${id}`);
  return undefined;
}

/** Without what is shown above them. */
export const groupFound = (above: readonly Group[]): Group => {
  const shown = new Set(above.flatMap(({ items }) => items.map(({ id }) => id)));
  return { name: 'Found', items: found.value.filter(({ id }) => !shown.has(id)) };
};
