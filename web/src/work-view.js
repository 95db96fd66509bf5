/**
 * A list on the page: its rows, what stands where there are none, and the links to its other parts.
 * @import { workList } from './work-list'
 * @import { Page } from './work-rows'
 */
import { find, reconcile } from './dom';
import { showEmpty } from './work-empty';
import { showPages } from './work-pages';
import { rowFor } from './work-rows';

/** @param {ReturnType<typeof workList>} list @param {Page & { hasAny: boolean }} page `hasAny`: of that kind, whatever the filter */
export function showList({ place, items, total }, { hasAny, ...page }) {
  if (!place) return;
  const element = find('#work-list');
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  element.hidden = items.length === 0;
  reconcile(element, items, (thing) => `${place.kind} ${thing.id}`, rowFor(place.kind, page));
  if (focused) keepFocus(focused, element);
  showPages(place, total, items.length);
  showEmpty(place, { isEmpty: items.length === 0, hasAny });
}

/** A row that was moved or removed takes the focus along, a button that went away too. @param {any} focused @param {any} element */
function keepFocus(focused, element) {
  const isSeen = focused.getClientRects().length > 0;
  if (isSeen && document.activeElement === focused) return;
  const row = focused.closest('.work-row');
  if (isSeen) focused.focus();
  else if (row?.isConnected) find('.work-title', row).focus();
  else if (element.hidden) find('#work-add').focus();
  else element.focus();
}
