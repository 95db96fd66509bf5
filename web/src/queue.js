/** The table of prompts with its filter. */
import { find, h, oncePerFrame, reconcile, setMessage, setText, whenQuiet } from './dom';
import { SETTLED } from './labels';
import { startArchiving } from './queue-archive';
import { queueList } from './queue-list';
import { queueRow } from './queue-row';
import { on, state } from './app/state';

const TYPING_PAUSE_MS = 200;

export function startQueue() {
  const form = find('#queue-filter');
  const show = oncePerFrame(() => render(list));
  const list = queueList({
    changed: show,
    failed: (error) => setMessage(find('#queue-error'), error?.message),
  });
  const filter = () =>
    list.setFilter({
      status: form.elements.status.value,
      q: form.elements.q.value.trim(),
      order: form.elements.order.value,
    });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    filter();
  });
  form.elements.q.addEventListener('input', whenQuiet(filter, TYPING_PAUSE_MS));
  form.elements.status.addEventListener('change', filter);
  form.elements.order.addEventListener('change', filter);
  form.addEventListener('reset', () => queueMicrotask(filter));
  startArchiving((status) => list.shows(status));
  find('#queue-more').addEventListener('click', () => list.more());
  on('state', () => list.reload());
  on('prompt', (prompt) => list.take(prompt));
  on('session', show);
}

/** Sets the status filter from elsewhere on the page. @param {string} status */
export function showStatus(status) {
  const select = find('#filter-status');
  select.value = status;
  select.dispatchEvent(new Event('change'));
  find('#queue').scrollIntoView({ block: 'start' });
}

/** @param {ReturnType<typeof queueList>} list */
function render(list) {
  if (!list.loaded) return;
  const { items, total } = list;
  reconcile(find('#queue-rows'), items, (prompt) => prompt.id, queueRow);
  setText(find('#queue-count'), total ? `${items.length < total ? `${items.length} of ` : ''}${total}` : '');
  find('#queue-more').hidden = items.length >= total;
  find('#queue-archive').hidden = items.length === 0 || !SETTLED.some((status) => list.shows(status));
  find('.prompts').hidden = items.length === 0;
  showEmpty(list);
}

/** @param {ReturnType<typeof queueList>} list */
function showEmpty(list) {
  const empty = find('#queue-empty');
  empty.hidden = list.items.length > 0;
  if (empty.hidden) return;
  if (list.isFiltered) empty.replaceChildren(h('p', {}, 'No prompt matches this filter.'), clearButton());
  else empty.replaceChildren(...firstSteps());
}

const clearButton = () =>
  h(
    'button',
    { type: 'button', class: 'button button-small', onclick: () => find('#queue-filter').reset() },
    'Show all prompts',
  );

function firstSteps() {
  const hasSession = state.sessions.size > 0;
  return [
    h('p', {}, h('strong', {}, 'Nothing is queued yet.')),
    h(
      'ol',
      { class: 'first-steps' },
      h(
        'li',
        { 'data-done': hasSession },
        hasSession ? 'There are sessions to work.' : 'Make sessions: press “Make the standard sessions”.',
      ),
      h('li', {}, 'Write what an agent should do under “Queue a prompt”, then press Ctrl+Enter.'),
      h('li', {}, 'Watch it here. A click on a prompt opens its receipt: every step, with time and reason.'),
    ),
  ];
}
