/**
 * Where on the page a person is, as the address has it: `#/bugs?status=all&severity=high`, `#/features/12`, `#/projects/new`.
 * @import { Kind } from './work-kinds'
 */
import { KINDS } from './work-kinds';

/**
 * @typedef {{ status: string, severity: string, project: string, q: string, sort: string, page: number }} Filters
 * @typedef {{ kind: Kind, open: number | 'new' | null, filters: Filters }} Place
 */

/** What isn't in the address. @type {Filters} */
export const USUAL = { status: 'open', severity: '', project: '', q: '', sort: 'priority', page: 1 };
const PATTERN = /^#\/(\w+)(?:\/(\d+|new))?(?:\?(.*))?$/;

/** @returns {Place} the features, where the address tells nothing */
export function readPlace(hash = location.hash) {
  const [, name, open, text] = PATTERN.exec(hash) ?? [];
  const kind = KINDS.find((one) => one === name) ?? 'features';
  const given = new URLSearchParams(text ?? '');
  /** @param {keyof Filters} key */
  const value = (key) => given.get(key) ?? String(USUAL[key]);
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

/** @param {{ kind: Kind, open?: Place['open'], filters?: Partial<Filters> }} place @returns {string} */
export function addressOf({ kind, open, filters = {} }) {
  const told = Object.entries(filters).filter(([key, value]) => String(value) !== String(USUAL[key]));
  const query = new URLSearchParams(told.map(([key, value]) => [key, String(value)])).toString();
  return `#/${kind}${open ? `/${open}` : ''}${query ? `?${query}` : ''}`;
}

/** Whether the list shows the same in both. @param {Place} a @param {Place} b */
export const sameList = (a, b) => addressOf({ ...a, open: null }) === addressOf({ ...b, open: null });
