/** Filters of the queue that have names. Kept by this browser; what is shown is in the address, as of any filter. */
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { doLater, fail } from '../../ui/undo';
import { filter, type Filter, isPlain, KEPT_FILTERS, setFilter } from './filter';

export interface SavedFilter {
  readonly name: string;
  readonly filter: Filter;
}

const saved = signal<readonly SavedFilter[]>(read());
// Another tab may have kept or removed one.
window.addEventListener('storage', ({ key }) => {
  if (key === KEPT_FILTERS) saved.value = read();
});

function read(): readonly SavedFilter[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT_FILTERS) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isSaved) : [];
  } catch {
    return [];
  }
}

function isSaved(one: unknown): one is SavedFilter {
  const { name, filter: kept } = (one ?? {}) as Partial<SavedFilter>;
  const texts = [name, kept?.status, kept?.q, kept?.order];
  return texts.every((text) => typeof text === 'string');
}

/** @throws where the browser keeps no more */
function keep(all: readonly SavedFilter[]): void {
  localStorage.setItem(KEPT_FILTERS, JSON.stringify(all));
  saved.value = all;
}

const isSame = (one: Filter, other: Filter): boolean =>
  one.status === other.status && one.q === other.q && one.order === other.order;

/** The choice among them, and the button that keeps or removes the one that is shown. */
export function SavedFilters(): VNode | null {
  const shown = filter.value;
  const now = saved.value.find((one) => isSame(one.filter, shown));
  if (saved.value.length === 0 && isPlain(shown)) return null;
  return (
    <>
      {saved.value.length > 0 && (
        <select
          id="filter-saved"
          aria-label="Saved filter"
          value={now?.name ?? ''}
          onChange={({ currentTarget: { value } }) => {
            const chosen = saved.peek().find(({ name }) => name === value);
            setFilter(chosen ? { ...chosen.filter } : { status: '', q: '', order: '' });
          }}
        >
          <option value="">{now || isPlain(shown) ? 'No saved filter' : 'Saved filters'}</option>
          {saved.value.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
      {now ? (
        <button
          type="button"
          class="button button-small button-quiet"
          id="filter-remove"
          aria-label={`Remove the filter “${now.name}”`}
          onClick={() => remove(now)}
        >
          Remove
        </button>
      ) : (
        <button
          type="button"
          class="button button-small button-quiet"
          id="filter-save"
          aria-label="Save filter"
          hidden={isPlain(shown)}
          onClick={() =>
            void import('./save-filter').then(
              ({ openSaveFilter }) => openSaveFilter(saved.peek(), keep),
              () => fail('A part of this page could not be loaded. Load the page again.'),
            )
          }
        >
          Save
        </button>
      )}
    </>
  );
}

function remove(gone: SavedFilter): void {
  void doLater({
    text: `The filter “${gone.name}” is removed`,
    keys: [],
    send: async () => keep(saved.peek().filter(({ name }) => name !== gone.name)),
  });
}
