/** What the page of work shows and says, and how it comes to be. */
import { computed, effect, signal, untracked } from '@preact/signals';
import { messageOf } from '../../app/api';
import { announce } from '../../ui/announcer';
import { on, state } from '../../app/state';
import { readPulls } from '../github/pull-requests';
import { readFigures } from '../projects/figures';
import { readProjects } from '../projects/projects';
import { itemEditor } from './editor';
import { isProject, NOUN, TITLES } from './kinds';
import { workList } from './list';
import { forgetPrompts, readPrompts, rowOf } from './prompts';
import { countAll } from './totals';
import { addressOf, isSameList, readPlace, type Filters, type Place } from './url-state';

type Tone = 'ok' | 'warn' | 'bad';

/** Where the address leads. */
export const place = signal<Place>(readPlace(''));
export const list = workList();
/** How something went. */
export const status = signal<{ readonly text: string; readonly tone: Tone }>({ text: '', tone: 'ok' });
/** The list that was asked for last: an address that changed is reported twice. */
let wanted: Place | null = null;

export function say(text: string, tone: Tone = 'ok'): void {
  status.value = { text, tone };
}
/** What was done, and what is wrong all the same. */
function sayWith(text: string, warning: string | undefined): void {
  if (warning) say(`${text} ${warning}`, 'warn');
  else say(text);
}
const showFault = (error: unknown): void => {
  list.fault.value = messageOf(error);
};

const openItem = itemEditor({
  onSaved(text, warning) {
    sayWith(text, warning);
    void reload();
  },
  // The dialog's address is the item's: closed, it is the list's again.
  onClosed() {
    history.pushState(null, '', addressOf({ ...place.peek(), open: null }));
    place.value = readPlace(location.hash);
  },
  onMissing: (text) => say(text, 'bad'),
});

export function followAddress(): void {
  const next = readPlace(location.hash);
  place.value = next;
  document.title = `${TITLES[next.kind]} · Architect Dashboard`;
  if (!wanted || !isSameList(wanted, next)) {
    say('');
    void readList(next).then(() => announceTotal(next));
  }
  openItem(next);
}

export function filter(filters: Filters, how: 'typed' | 'chosen'): void {
  const address = addressOf({ kind: place.peek().kind, filters });
  if (address === location.hash) return;
  // Each letter typed would be a step back otherwise.
  if (how === 'typed') history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  void readProjects().catch(showFault);
  void countAll();
  followAddress();
}

async function readList(next: Place): Promise<void> {
  wanted = next;
  await list.read(next);
  const shown = list.shown.peek();
  if (shown?.place !== next) return;
  await readMore(next);
}

/** What rows say besides, which other calls know. */
async function readMore({ kind }: Place): Promise<void> {
  const items = list.shown.peek()?.items ?? [];
  try {
    if (kind === 'projects') await readFigures(items.filter(isProject));
    if (kind === 'features') await readPulls(items);
  } catch (error) {
    showFault(error);
  }
}

function announceTotal({ kind }: Place): void {
  const total = list.shown.peek()?.total ?? 0;
  announce(total === 1 ? `1 ${NOUN[kind]}` : `${total} ${kind}`);
}

export async function reload(): Promise<void> {
  void countAll();
  await readProjects().catch(showFault);
  await readList(readPlace(location.hash));
}

/** One row changed. */
export function refreshRow(id: number, text: string, warning?: string): void {
  sayWith(text, warning);
  void list.refresh(id);
  void countAll();
}

export function startWork(): void {
  const hasState = computed(() => state.status !== null);
  effect(() => {
    const items = list.shown.value?.items ?? [];
    // Before that, it isn't known which of their prompts the stream has.
    if (hasState.value) untracked(() => void readPrompts(items));
  });
  on('prompt', (prompt) => {
    const shown = list.shown.peek();
    const row = shown && rowOf(prompt, shown.place.kind, shown.items);
    if (!row) return;
    void list.refresh(row.id);
    void countAll();
  });
  // After every reconnect: much may have changed meanwhile.
  let isFirst = true;
  on('state', () => {
    if (!isFirst) {
      forgetPrompts();
      void reload();
    }
    isFirst = false;
  });
  // No event says what other people edit.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void reload();
  });
  window.addEventListener('hashchange', followAddress);
  window.addEventListener('popstate', followAddress);
  void readProjects().catch(showFault);
  void countAll();
  followAddress();
}
