/**
 * What stands where a list has no rows: how to begin, or that the filter is too narrow.
 * @import { Kind } from './work-kinds'
 * @import { Place } from './work-place'
 */
import { find, h } from './dom';
import { addressOf, USUAL } from './work-place';

/** @type {Record<Kind, [string, string, string]>} */
const WORDS = {
  features: [
    'No features yet.',
    'A feature is something to be built. “Work on this” sends it to an agent.',
    'Add a feature',
  ],
  bugs: [
    'No bugs yet.',
    'A bug is something to be mended. “Work on this” sends it to an agent.',
    'Add a bug',
  ],
  projects: [
    'No projects yet.',
    'Features and bugs can belong to a project; its path tells agents where to work.',
    'Add a project',
  ],
};

/** @param {Place} place @param {{ isEmpty: boolean, hasAny: boolean }} list */
export function showEmpty(place, { isEmpty, hasAny }) {
  const element = find('#work-empty');
  element.hidden = !isEmpty;
  if (!isEmpty) return;
  const { kind, filters } = place;
  const [title, text, add] = WORDS[kind];
  const isFiltered = addressOf({ kind, filters: { ...filters, sort: USUAL.sort } }) !== addressOf({ kind });
  if (!hasAny) {
    element.replaceChildren(
      h('p', {}, h('strong', {}, title)),
      h('p', {}, text),
      h('a', { class: 'button', href: addressOf({ ...place, open: 'new' }) }, add),
    );
    return;
  }
  const all = addressOf({ kind, filters: { status: 'all' } });
  element.replaceChildren(
    h('p', {}, h('strong', {}, isFiltered ? 'Nothing matches.' : 'Nothing is open.')),
    h('a', { class: 'button button-small', href: all }, `Show all ${kind}`),
  );
}
