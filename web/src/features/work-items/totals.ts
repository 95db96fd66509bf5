/** How many items there are, without reading them. */
import { signal } from '@preact/signals';
import { call, exchange, type Answer } from '../../app/api';
import { OPEN, ROUTES, type Kind } from './kinds';

interface Wanted {
  readonly status?: string;
  readonly project_id?: number;
}
type Stats = Answer<'GET /api/stats'>;

const BY_STATUS = {
  features: 'features_by_status',
  bugs: 'bugs_by_status',
  projects: 'projects_by_status',
} as const satisfies Record<Kind, keyof Stats>;

const stats = signal<Stats | null>(null);
/** Of the last reading. */
let reading: Promise<Stats | null> = Promise.resolve(null);

/** Counts anew. */
export async function countAll(): Promise<void> {
  // If it fails, the list says what is wrong.
  reading = call('GET /api/stats').catch(() => null);
  const read = await reading;
  if (read) stats.value = read;
}

/** How much is open of a kind; undefined until it was counted. */
export function openOf(kind: Kind): number | undefined {
  const counts = stats.value?.[BY_STATUS[kind]];
  return counts && sum(OPEN[kind].split(',').map((status) => counts[status] ?? 0));
}

/** Whether there are some of that kind, as far as it was counted. */
export async function hasAny(kind: Kind): Promise<boolean> {
  const read = await reading;
  return read ? sum(Object.values(read[BY_STATUS[kind]])) > 0 : (await totalOf(kind, {})) > 0;
}

export async function totalOf(kind: Kind, wanted: Wanted): Promise<number> {
  const { headers } = await exchange(ROUTES[kind].list, { query: { ...wanted, limit: 1 } });
  return Number(headers.get('X-Total-Count'));
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);
