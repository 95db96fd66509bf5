/** Which prompts the queue shows, and in which order, as the address says. */
import { batch, computed } from '@preact/signals';
import { parameter, setParameters } from '../../app/address';
import type { Query } from '../../app/api';
import { keptName } from '../../app/kept-name';
import { known } from '../../app/known';

type Order = NonNullable<Query<'GET /api/assigner/prompts'>['order']>;
export interface Filter {
  readonly status: string;
  readonly q: string;
  readonly order: Order;
}

/** Stands among the statuses to choose from, and is none. */
export const ARCHIVED = 'archived';

export const STATUSES = [
  { value: '', label: 'All statuses' },
  { value: 'pending,assigned,in_progress', label: 'Not settled' },
  { value: 'pending', label: 'Pending' },
  { value: 'held,blocked', label: 'Held' },
  { value: 'assigned', label: 'Assigned' },
  { value: 'in_progress', label: 'In progress' },
  { value: 'completed', label: 'Completed' },
  { value: 'failed', label: 'Failed' },
  { value: 'cancelled', label: 'Cancelled' },
  { value: 'needs_confirmation,indeterminate,blocked', label: 'Needs you' },
  { value: ARCHIVED, label: 'Archived' },
];
const ORDERS: Readonly<Record<string, { readonly order: Order; readonly label: string }>> = {
  newest: { order: 'newest', label: 'Newest first' },
  oldest: { order: 'oldest', label: 'Oldest first' },
  priority: { order: 'priority', label: 'By priority' },
};
export const ORDER_CHOICES = Object.entries(ORDERS).map(([value, { label }]) => ({ value, label }));

export const filter = computed((): Filter => {
  const order = parameter('order');
  return {
    status: parameter('status'),
    q: parameter('q'),
    order: known(ORDERS, order)?.order ?? 'newest',
  };
});

export function setFilter(changes: Partial<Record<keyof Filter, string>>): void {
  const { order, ...rest } = changes;
  batch(() =>
    setParameters({ ...rest, ...(order !== undefined && { order: order === 'newest' ? '' : order }) }),
  );
}

/** Whether all prompts of that status are shown. */
export const shows = ({ q, status }: Filter, wanted: string): boolean =>
  !q && (!status || status.split(',').includes(wanted));

export const isFiltered = ({ q, status }: Filter): boolean => Boolean(q || status);

/** What is shown where nobody has chosen anything. */
export const isPlain = (shown: Filter): boolean => !isFiltered(shown) && shown.order === 'newest';

/** Where this browser keeps those that have names. */
export const KEPT_FILTERS = keptName('architect.queue-filters');
