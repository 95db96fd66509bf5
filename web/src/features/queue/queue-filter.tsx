import { effect, signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { whenQuiet } from '../../ui/dom';
import { Options } from '../../ui/fields';
import { filter, isPlain, KEPT_FILTERS, ORDER_CHOICES, setFilter, STATUSES } from './filter';
import { PauseButton } from './pause';
import type * as Saved from './saved-filters';

const TYPING_PAUSE_MS = 200;

/** Those that have names: loaded where there are any, or could be one. */
const saved = signal<typeof Saved | null>(null);
effect(() => {
  const isWanted = !isPlain(filter.value) || localStorage.getItem(KEPT_FILTERS) !== null;
  if (!isWanted || saved.peek()) return;
  // Without them the filter works as it is.
  void import('./saved-filters').then(
    (loaded) => (saved.value = loaded),
    () => undefined,
  );
});

/** Search, status and order, as the address says. */
export function QueueFilter(): VNode {
  const { status, q, order } = filter.value;
  /** What is being typed; null when it is what the address says. */
  const typed = useSignal<string | null>(null);
  const search = useMemo(() => {
    const now = (): void => {
      if (typed.peek() !== null) setFilter({ q: (typed.peek() ?? '').trim() });
    };
    return { now, soon: whenQuiet(now, TYPING_PAUSE_MS) };
  }, [typed]);
  return (
    <form
      id="queue-filter"
      class="filters"
      role="search"
      aria-label="Filter prompts"
      onSubmit={(event) => {
        event.preventDefault();
        search.now();
      }}
    >
      <label class="visually-hidden" for="filter-q">
        Search prompts
      </label>
      <input
        id="filter-q"
        name="q"
        type="search"
        placeholder="Search"
        autocomplete="off"
        value={typed.value ?? q}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          search.soon();
        }}
        onBlur={() => {
          search.now();
          typed.value = null;
        }}
      />
      <label class="visually-hidden" for="filter-status">
        Status
      </label>
      <Choice id="filter-status" name="status" value={status} choices={STATUSES} />
      <label class="visually-hidden" for="filter-order">
        Order
      </label>
      <Choice id="filter-order" name="order" value={order} choices={ORDER_CHOICES} />
      {saved.value && <saved.value.SavedFilters />}
      <PauseButton />
    </form>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly name: 'status' | 'order';
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

const Choice = ({ id, name, value, choices }: ChoiceProps): VNode => (
  <select
    id={id}
    name={name}
    value={value}
    onChange={({ currentTarget }) => setFilter({ [name]: currentTarget.value })}
  >
    <Options choices={choices} />
  </select>
);
