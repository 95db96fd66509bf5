/**
 * The tabs are links, so that each has an address; arrow keys go from one to the next as in tabs.js.
 * @import { Kind } from './work-kinds'
 */
import { exchange } from './app/api';
import { find, setAttribute, setText, whenQuiet } from './dom';
import { KINDS, OPEN, ROUTES } from './work-kinds';

const COUNT_AGAIN_MS = 300;
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

export function startTabs() {
  const tabs = KINDS.map(tabOf);
  tabs.forEach((tab, index) =>
    tab.addEventListener('keydown', (event) => {
      const step = STEPS[event.key];
      const next =
        event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : step && index + step + tabs.length;
      if (next === undefined) return;
      event.preventDefault();
      const chosen = tabs[next % tabs.length];
      chosen.focus();
      chosen.click();
    }),
  );
}

/** @param {Kind} kind */
export function showTab(kind) {
  for (const one of KINDS) {
    const tab = tabOf(one);
    setAttribute(tab, 'aria-selected', String(one === kind));
    tab.tabIndex = one === kind ? 0 : -1;
  }
  setAttribute(find('#work-panel'), 'aria-labelledby', `tab-${kind}`);
}

/** How much is open of each kind. */
export const countAll = whenQuiet(() => KINDS.forEach(count), COUNT_AGAIN_MS);

/** @param {Kind} kind */
async function count(kind) {
  try {
    const total = await totalOf(kind, { status: OPEN[kind] });
    setText(find('.count', tabOf(kind)), total.toLocaleString());
  } catch {
    // The list tells what is wrong.
  }
}

/** @param {Kind} kind @param {{ status?: string, project_id?: number }} query */
export async function totalOf(kind, query) {
  const { headers } = await exchange(ROUTES[kind].list, { query: { ...query, limit: 1 } });
  return Number(headers.get('X-Total-Count'));
}

/** @param {Kind} kind */
const tabOf = (kind) => find(`#tab-${kind}`);
