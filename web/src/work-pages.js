/**
 * Under a list: which part of it is shown, and links to the parts before and after.
 * @import { Place } from './work-place'
 */
import { find, h } from './dom';
import { PAGE } from './work-list';
import { addressOf } from './work-place';

/** @param {Place} place @param {number} total @param {number} shown */
export function showPages(place, total, shown) {
  const { page } = place.filters;
  const pages = Math.ceil(total / PAGE);
  const nav = find('#work-pages');
  nav.hidden = total === 0;
  const first = (page - 1) * PAGE + 1;
  const range = shown ? `${first.toLocaleString()}–${(first + shown - 1).toLocaleString()} of ` : '';
  const to = (label, target, exists) =>
    exists &&
    h(
      'a',
      {
        class: 'button button-small',
        href: addressOf({ ...place, open: null, filters: { ...place.filters, page: target } }),
      },
      label,
    );
  nav.replaceChildren(
    h('span', { class: 'muted' }, `${range}${total.toLocaleString()}`),
    h(
      'span',
      { class: 'work-steps' },
      to('First', 1, page > 2 || (page > 1 && page > pages)) || '',
      to('Previous', page - 1, page > 1 && page <= pages) || '',
      to('Next', page + 1, page < pages) || '',
    ),
  );
}
