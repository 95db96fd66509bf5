/** Where on the page a person is, as the address has it: `#/bugs?status=all&severity=high`, `#/features/12`, `#/projects/new`. */
import { KINDS, type Kind } from './kinds';

export interface Filters {
  readonly status: string;
  readonly severity: string;
  readonly project: string;
  readonly q: string;
  readonly sort: string;
  readonly page: number;
}
export interface Place {
  readonly kind: Kind;
  /** The item whose dialog is open. */
  readonly open: number | 'new' | null;
  readonly filters: Filters;
}

/** Filters that don't stand in the address. */
export const DEFAULT_FILTERS: Filters = {
  status: 'open',
  severity: '',
  project: '',
  q: '',
  sort: 'priority',
  page: 1,
};
const PATTERN = /^#\/(\w+)(?:\/(\d+|new))?(?:\?(.*))?$/;

/** The features, if the address says nothing that is known here. */
export function readPlace(hash: string): Place {
  const [, name, open, text] = PATTERN.exec(hash) ?? [];
  const kind = KINDS.find((one) => one === name);
  if (!kind) return { kind: 'features', open: null, filters: DEFAULT_FILTERS };
  const given = new URLSearchParams(text ?? '');
  const value = (key: keyof Filters) => given.get(key) ?? String(DEFAULT_FILTERS[key]);
  const page = Math.floor(Number(value('page')));
  return {
    kind,
    open: open === undefined ? null : open === 'new' ? 'new' : Number(open),
    filters: {
      status: value('status'),
      severity: value('severity'),
      project: value('project'),
      q: value('q'),
      sort: value('sort'),
      page: page >= 1 ? page : 1,
    },
  };
}

interface Target {
  readonly kind: Kind;
  readonly open?: Place['open'];
  readonly filters?: Partial<Filters>;
}

export function addressOf({ kind, open, filters = {} }: Target): string {
  const usual = new Map(Object.entries(DEFAULT_FILTERS).map(([key, value]) => [key, String(value)]));
  const told = Object.entries(filters)
    .map(([key, value]) => [key, String(value)] as [string, string])
    .filter(([key, value]) => value !== usual.get(key));
  const query = new URLSearchParams(told).toString();
  return `#/${kind}${open ? `/${open}` : ''}${query ? `?${query}` : ''}`;
}

/** Whether the list shows the same in both. */
export const isSameList = (a: Place, b: Place): boolean =>
  addressOf({ ...a, open: null }) === addressOf({ ...b, open: null });
