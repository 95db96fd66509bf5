/** What can be found in the palette without asking the server: pages, actions, sessions and the newest prompts. */
import { call, messageOf } from '../../app/api';
import { lookOfSession } from '../../app/confirmations';
import { engineLink } from '../../app/engine-link';
import { promptLook } from '../../app/labels';
import { promptAddress, sessionAddress } from '../../app/page-addresses';
import { at } from '../../app/root';
import { apply, sortedSessions, state } from '../../app/state';
import { firstLine } from '../../ui/text';
import { fail } from '../../ui/undo';
import { showKeys } from '../keys/show';
import { compose } from '../queue/compose';
import { toggleRail } from '../shell/rail';
import { best } from './match';

export interface Item {
  readonly id: string;
  readonly title: string;
  /** What it is beside its title: a state, a kind. */
  readonly detail?: string;
  readonly href?: string;
  readonly run?: () => void;
}
export interface Group {
  readonly name: string;
  readonly items: readonly Item[];
}

const MOST = 6;
/** Nothing was typed. */
const ACTIONS_AT_FIRST = 4;
const ALL = Infinity;

const pages = (): Item[] =>
  [...document.querySelectorAll<HTMLAnchorElement>('#pages a')]
    .filter((link) => getComputedStyle(link).display !== 'none')
    .map(({ title, href }) => ({ id: `page ${title}`, title, href }));

const sessions = (): Item[] =>
  sortedSessions().map((session) => ({
    id: `session ${session.name}`,
    title: session.name,
    detail: lookOfSession(session).label,
    href: sessionAddress(session.name),
  }));

const prompts = (): Item[] =>
  [...state.prompts.values()]
    .sort((a, b) => b.id - a.id)
    .map((prompt) => ({
      id: `prompt ${prompt.id}`,
      title: `#${prompt.id} ${firstLine(prompt.content)}`,
      detail: promptLook(prompt).label,
      href: promptAddress(prompt.id),
    }));

const act = (title: string, run: () => void, detail?: string): Item => ({
  ...{ id: `action ${title}`, title, run },
  ...(detail !== undefined && { detail }),
});
const go = (title: string, address: `/${string}`): Item => ({
  id: `action ${title}`,
  title,
  href: at(address),
});

/** Those for who may change something. */
function changes(): Item[] {
  const isPaused = state.queue?.paused === true;
  const isOn = state.confirm?.enabled === true;
  return [
    act('Queue a prompt', () => void compose(), 'c'),
    act(isPaused ? 'Resume the queue' : 'Pause the queue', () => void pauseQueue(!isPaused)),
    act(isOn ? 'Switch auto-confirm off' : 'Switch auto-confirm on', () => void switchConfirm(!isOn)),
    go('New session', '/sessions.html#/new'),
    go('New task', '/tasks.html#/new'),
    go('New plan', '/plans.html#/new'),
    go('Add a feature', '/work.html#/features/new'),
    go('Add a bug', '/work.html#/bugs/new'),
    go('Add a project', '/work.html#/projects/new'),
  ];
}

function actions(): Item[] {
  const mayChange = document.documentElement.dataset['role'] !== 'viewer';
  const ui = engineLink(state.system?.temporal_ui);
  return [
    ...(mayChange ? changes() : []),
    act('Show the keys', () => void showKeys(), '?'),
    act('Fold or unfold the list of pages', toggleRail),
    ...(ui ? [{ id: 'action temporal', title: 'Open the Temporal UI', href: ui }] : []),
    act('Log out', () => document.querySelector<HTMLFormElement>('.log-out')?.submit()),
  ];
}

async function pauseQueue(paused: boolean): Promise<void> {
  try {
    apply('queue', await call('PUT /api/assigner/queue', { body: { paused } }));
  } catch (error) {
    fail(messageOf(error));
  }
}

async function switchConfirm(enabled: boolean): Promise<void> {
  try {
    apply('confirm', await call('PUT /api/confirm', { body: { enabled } }));
  } catch (error) {
    fail(messageOf(error));
  }
}

/** A number leads to the prompt that has it, also where the page doesn't know it. */
function byNumber(typed: string): Item[] {
  const id = Number(/^#?(\d{1,9})$/.exec(typed)?.[1] ?? 0);
  if (!id || state.prompts.has(id)) return [];
  return [{ id: `prompt ${id}`, title: `#${id}`, detail: 'Prompt', href: promptAddress(id) }];
}

/** What fits best comes first, with all of its kind. */
export function groupsHere(typed: string): Group[] {
  const group = (name: string, items: Item[], most: number) => {
    const found = best(typed, items, ({ title }) => title, most);
    return { name, items: found.map(({ item }) => item), score: found[0]?.score ?? 0 };
  };
  if (!typed) return [group('Actions', actions(), ACTIONS_AT_FIRST), group('Pages', pages(), ALL)];
  const numbered = byNumber(typed);
  const known = group('Prompts', prompts(), MOST);
  return [
    group('Pages', pages(), MOST),
    group('Sessions', sessions(), MOST),
    group('Actions', actions(), MOST),
    { ...known, items: [...numbered, ...known.items], score: numbered.length > 0 ? Infinity : known.score },
  ].sort((a, b) => b.score - a.score);
}
