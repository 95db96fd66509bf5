/**
 * The read-only view for a big screen. Live by events; every ten seconds by plain reading while there are none.
 * @import { Session } from '../../api/document/api-types'
 * @import { View } from './dom'
 * @import { Prompt } from './app/state'
 */
import { call } from './app/api';
import { startBanner } from './features/shell/banner';
import { lookOfSession } from './app/confirmations';
import { startCounters } from './features/shell/counters';
import { find, h, oncePerFrame, reconcile, setAttribute, setText } from './dom';
import { reportErrors } from './errors';
import { startEvents } from './app/events';
import { startHealth } from './features/shell/health';
import { badge, isSettled, promptLook, stageLook } from './labels';
import { startPauseLine } from './features/queue/pause';
import { sessionReason } from './features/sessions/words';
import { firstLine } from './ui/text';
import { apply, onAny, sortedSessions, state } from './app/state';
import { liveTime, startClock } from './time';

const FALLBACK_MS = 10_000;
const MAX_NEXT = 8;

const show = oncePerFrame(() => {
  const sessions = sortedSessions();
  const open = [...state.prompts.values()].filter((prompt) => !isSettled(prompt));
  const running = open.filter((prompt) => prompt.status !== 'pending').sort((a, b) => a.id - b.id);
  const next = open
    .filter((prompt) => prompt.status === 'pending')
    .sort((a, b) => b.priority - a.priority || a.id - b.id);
  list('#monitor-sessions', '#sessions-empty', sessions, (session) => session.name, tile);
  list('#monitor-running', '#running-empty', running, (prompt) => prompt.id, line);
  list('#monitor-next', '#next-empty', next.slice(0, MAX_NEXT), (prompt) => prompt.id, line);
  setText(find('#sessions-count'), sessions.length ? String(sessions.length) : '');
  setText(find('#running-count'), running.length ? String(running.length) : '');
  setText(find('#next-count'), next.length ? String(next.length) : '');
});

/**
 * @template Item
 * @param {string} container
 * @param {string} empty
 * @param {Item[]} items
 * @param {(item: Item) => string | number} keyOf
 * @param {(item: Item) => View<Item>} create
 */
function list(container, empty, items, keyOf, create) {
  reconcile(find(container), items, keyOf, create);
  find(empty).hidden = items.length > 0;
}

/** @param {Session} first @returns {View<Session>} */
function tile({ name }) {
  const status = badge();
  const reason = h('p', { class: 'reason' });
  const since = liveTime('ago');
  const kind = h('span', { class: 'muted' });
  const element = h(
    'li',
    { class: 'tile', 'data-session': name },
    h('div', { class: 'session-head' }, h('strong', { class: 'session-name' }, name), status.element),
    reason,
    h('p', { class: 'session-facts muted' }, kind, since.element),
  );
  /** @param {Session} session */
  const update = (session) => {
    const look = lookOfSession(session);
    status.update(look);
    setAttribute(element, 'data-tone', look.tone);
    const task = state.prompts.get(session.current_task_id ?? 0);
    // What it works on, unless it stands still: then why.
    const isStuck = look.tone === 'warn' || look.tone === 'bad';
    setText(reason, task && !isStuck ? `#${task.id} ${firstLine(task.content)}` : sessionReason(session));
    setText(kind, session.provider);
    since.update(session.last_activity);
  };
  return { element, update };
}

/** @param {Prompt} first @returns {View<Prompt>} */
function line({ id }) {
  const status = badge();
  const text = h('span', { class: 'first-line' });
  const place = h('span', { class: 'mono muted' });
  const running = liveTime('running');
  const element = h(
    'li',
    { class: 'running-line', 'data-prompt': id },
    status.element,
    h('span', { class: 'id' }, `#${id}`),
    text,
    place,
    running.element,
  );
  /** @param {Prompt} prompt */
  const update = (prompt) => {
    const look = prompt.status === 'pending' ? promptLook(prompt) : stageLook(prompt.stage);
    status.update(look);
    setText(text, firstLine(prompt.content));
    setText(place, prompt.assigned_session ?? (prompt.priority ? `priority ${prompt.priority}` : ''));
    running.update(prompt.assigned_at ?? prompt.created_at);
  };
  return { element, update };
}

async function refreshWithoutEvents() {
  if (state.live) return;
  const [sessions, status, prompts, confirmations, queue] = await Promise.all([
    call('GET /api/sessions'),
    call('GET /api/assigner/status'),
    call('GET /api/assigner/prompts', {
      query: { status: 'pending,assigned,in_progress', limit: 200, order: 'priority' },
    }),
    call('GET /api/confirmations', { query: { status: 'pending', limit: 500 } }),
    call('GET /api/assigner/queue'),
  ]);
  apply('state', {
    ...{ sessions, status, queue },
    ...{ prompts: prompts.items, confirmations: confirmations.items },
  });
}

function showClock() {
  const now = new Date();
  setText(find('#clock'), now.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' }));
  setAttribute(find('#clock'), 'datetime', now.toISOString());
}

reportErrors();
onAny(['state', 'prompt', 'session', 'confirmation'], show);
startBanner();
startPauseLine();
startHealth();
startCounters({ withNeeds: true });
startClock();
showClock();
setInterval(showClock, 1000);
// The banner already tells that the server is gone; the next turn tries again.
setInterval(() => refreshWithoutEvents().catch(() => {}), FALLBACK_MS);
startEvents();
