/** Who asked for what: a page of the list, narrowed down as the address of the page says. */
import { batch, signal } from '@preact/signals';
import { parameter, setParameters } from '../../app/address';
import { type Answer, call, messageOf, type Query, type Row } from '../../app/api';
import { Turns } from '../../app/refresh';
import { loadTokens, loadUsers, may, users } from './load';
import { momentOf } from '../../ui/moment-field';

export const SHOWN = 50;
export type Request = Row<'GET /api/audit/requests'>;
export type Kind = Row<'GET /api/audit/requests/kinds'>;

/** As the address has them. */
export const FILTERS = ['who', 'what', 'how', 'from', 'to', 'path'] as const;
export type Filter = (typeof FILTERS)[number];

export const page = signal<Answer<'GET /api/audit/requests'> | null>(null);
export const kinds = signal<readonly Kind[]>([]);
export const fault = signal<string | null>(null);
export const offset = signal(0);

export const kindKey = ({ method, route }: Pick<Kind, 'method' | 'route'>): string => `${method} ${route}`;

/** What is narrowed down begins with its newest page. */
export const setFilters = (values: Readonly<Partial<Record<Filter, string>>>): void =>
  batch(() => {
    offset.value = 0;
    setParameters(values);
  });

/** Moments of the address are as their control writes them; one that is none is left out. */
const isoOf = (name: Filter): string | undefined => {
  const text = parameter(name);
  return Number.isNaN(Date.parse(text)) ? undefined : (momentOf(text) ?? undefined);
};

function query(): Query<'GET /api/audit/requests'> {
  const [who, what, how, path] = (['who', 'what', 'how', 'path'] as const).map(parameter);
  // Pages have no route: their kind ends with the method.
  const [, method, route] = /^(\w+) (.*)$/.exec(what ?? '') ?? [];
  const [since, until] = [isoOf('from'), isoOf('to')];
  return {
    ...{ limit: SHOWN, offset: offset.value },
    ...(who && { actor: who }),
    ...(method !== undefined && { method, route }),
    ...((how === 'refused' || how === 'done') && { refused: how === 'refused' ? 'true' : 'false' }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(path && { q: path }),
  };
}

const turns = new Turns();

export async function loadAudit(): Promise<void> {
  const asked = query();
  const counts = turns.begin();
  try {
    const [rows, all] = await Promise.all([
      call('GET /api/audit/requests', { query: asked }),
      call('GET /api/audit/requests/kinds'),
      ...(users.peek() === null && may('access:write') ? [loadUsers(), loadTokens()] : []),
    ]);
    if (!counts()) return;
    batch(() => {
      page.value = rows;
      kinds.value = all.items;
      fault.value = null;
    });
  } catch (error) {
    if (counts()) fault.value = messageOf(error);
  }
}
