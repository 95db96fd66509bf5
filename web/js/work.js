/**
 * The page of the record of work: features, bugs and projects.
 * @import { Item, Thing } from './work-kinds.js'
 * @import { Place } from './work-place.js'
 */
import { announce } from './announce.js';
import { startBanner } from './banner.js';
import { find, oncePerFrame, reconcile, setMessage, setText } from './dom.js';
import { reportErrors } from './errors.js';
import { startEvents } from './events.js';
import { startHealth } from './health.js';
import { on } from './state.js';
import { startClock } from './time.js';
import { editorAt } from './work-editor.js';
import { showEmpty } from './work-empty.js';
import { workFilters } from './work-filters.js';
import { NOUN } from './work-kinds.js';
import { workList } from './work-list.js';
import { showPages } from './work-pages.js';
import { addressOf, readPlace, sameList } from './work-place.js';
import { readProjects } from './work-projects.js';
import { readPrompts, rowOf } from './work-prompts.js';
import { itemRow } from './work-row.js';
import { openSend } from './work-send.js';
import { countAll, showTab, startTabs, totalOf } from './work-tabs.js';

const show = oncePerFrame(render);
const list = workList({ changed, failed: (error) => setMessage(find('#work-error'), error?.message) });
const filters = workFilters((chosen, how) => {
  const address = addressOf({ kind: readPlace().kind, filters: chosen });
  if (address === location.hash) return;
  // Each letter typed would be a step back otherwise.
  if (how === 'typed') history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  follow();
});
const editor = editorAt({ saved, closed: leaveItem });
let hasAny = true;
/** The last that was asked for: an address tells of a change twice. @type {Place | null} */
let wanted = null;

async function changed() {
  show();
  if (await readPrompts(list.items)) show();
}

function follow() {
  const place = readPlace();
  showTab(place.kind);
  filters.show(place);
  setText(find('#work-add'), `Add a ${NOUN[place.kind]}`);
  if (!wanted || !sameList(wanted, place)) void readList(place);
  editor.follow(place);
}

/** @param {Place} place */
async function readList(place) {
  wanted = place;
  await list.read(place);
  if (list.place !== place) return;
  if (list.total === 0) hasAny = (await totalOf(place.kind, {}).catch(() => 1)) > 0;
  show();
  announce(list.total === 1 ? `1 ${NOUN[place.kind]}` : `${list.total} ${place.kind}`);
}

async function reload() {
  await readProjects().catch((error) => setMessage(find('#work-error'), error.message));
  const place = readPlace();
  filters.show(place);
  countAll();
  await readList(place);
}

function render() {
  const { place, items, total } = list;
  if (!place) return;
  const element = find('#work-list');
  element.hidden = items.length === 0;
  reconcile(element, items, (thing) => `${place.kind} ${thing.id}`, rowFor(place));
  showPages(place, total, items.length);
  showEmpty(place, { isEmpty: items.length === 0, hasAny });
}

/** @param {Place} place @returns {(thing: Thing) => any} */
function rowFor({ kind }) {
  const actions = {
    address: (id) => addressOf({ ...readPlace(), open: id }),
    send: (item) => openSend(kind, item, sent),
    pull: () => {},
    pullOf: () => undefined,
  };
  return (thing) => itemRow(kind === 'bugs' ? 'bugs' : 'features', /** @type {Item} */ (thing), actions);
}

function saved(text) {
  setMessage(find('#work-message'), text);
  void reload();
}

function sent(id, text) {
  setMessage(find('#work-message'), text);
  void list.refresh(id);
  countAll();
}

/** The dialog's address is the item's: closed, it is the list's again. */
function leaveItem() {
  history.pushState(null, '', addressOf({ ...readPlace(), open: null }));
}

on('prompt', (prompt) => {
  if (!list.place) return;
  const row = rowOf(prompt, list.place.kind, list.items);
  if (!row) return;
  void list.refresh(row.id);
  countAll();
});
// At the start and after every reconnect: much may have changed meanwhile.
on('state', reload);
window.addEventListener('hashchange', follow);
window.addEventListener('popstate', follow);
find('#work-add').addEventListener('click', () => {
  location.hash = addressOf({ ...readPlace(), open: 'new' });
});
find('#skip-to-list').addEventListener('click', (event) => {
  event.preventDefault();
  find('#work-list').focus();
});

reportErrors();
startBanner();
startHealth();
startClock();
startTabs();
follow();
startEvents();
