/**
 * The page of the record of work: features, bugs and projects.
 * @import { Project } from '../../api/document/api-types'
 * @import { Place } from './work-place'
 */
import { announce } from './features/shell/announce';
import { startBanner } from './features/shell/banner';
import { find, oncePerFrame, setText } from './dom';
import { reportErrors } from './errors';
import { startEvents } from './app/events';
import { startHealth } from './features/shell/health';
import { on } from './app/state';
import { startClock } from './time';
import { editorAt } from './work-editor';
import { readFigures } from './work-figures';
import { workFilters } from './work-filters';
import { NOUN, TITLES } from './work-kinds';
import { workList } from './work-list';
import { addressOf, readPlace, sameList } from './work-place';
import { readProjects } from './work-projects';
import { forgetPrompts, readPrompts, rowOf } from './work-prompts';
import { readPulls } from './work-pulls';
import { fail, say } from './work-say';
import { startSearch } from './work-search';
import { countAll, showTab, startTabs, totalOf } from './work-tabs';
import { showList } from './work-view';

const show = oncePerFrame(() => showList(list, { hasAny, reload, sent }));
const list = workList({ changed, failed: fail });
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

/** What rows tell besides, which other calls know. @param {Place} place */
async function readMore({ kind }) {
  try {
    if (kind === 'projects') await readFigures(/** @type {Project[]} */ (list.items));
    if (kind === 'features') await readPulls(list.items);
  } catch (error) {
    fail(error);
  }
  show();
}

function follow() {
  const place = readPlace();
  showTab(place.kind);
  filters.show(place);
  setText(find('#work-add'), `Add a ${NOUN[place.kind]}`);
  document.title = `${TITLES[place.kind]} · Architect Dashboard`;
  if (!wanted || !sameList(wanted, place)) {
    say('');
    void readList(place).then(() => announceTotal(place));
  }
  editor.follow(place);
}

/** @param {Place} place */
async function readList(place) {
  wanted = place;
  hasAny = true;
  await list.read(place);
  if (list.place !== place) return;
  if (list.total === 0) hasAny = (await totalOf(place.kind, {}).catch(() => 1)) > 0;
  void readMore(place);
  show();
}

/** @param {Place} place */
function announceTotal({ kind }) {
  announce(list.total === 1 ? `1 ${NOUN[kind]}` : `${list.total} ${kind}`);
}

async function reload() {
  await readProjects().catch(fail);
  const place = readPlace();
  filters.show(place);
  countAll();
  await readList(place);
}

/** What was done, and what is wrong all the same. */
const sayWith = (text, warning) => (warning ? say(`${text} ${warning}`, 'warn') : say(text));

function saved(text, warning) {
  sayWith(text, warning);
  void reload();
}

function sent(id, text, warning = '') {
  sayWith(text, warning);
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
on('state', () => {
  forgetPrompts();
  void reload();
});
// No event tells of what other people edit.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) void reload();
});
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
startSearch();
follow();
startEvents();
