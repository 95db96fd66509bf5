/**
 * “Needs you”: the dialogs of agents that wait for a person, oldest first, and for a moment what became of them.
 * @import { Confirmation } from '../../api/document/api-types'
 */
import { announce } from './features/shell/announce';
import { decider, isWaiting, outcomeLook, subjectOf, titleOf, waitingOnes } from './app/confirmations';
import { find, oncePerFrame, reconcile, setText } from './dom';
import { inboxItem } from './inbox-item';
import { notifyButton } from './notify';
import { on, onAny, state } from './app/state';

/** Long enough to read what happened, and so that a second click doesn't land on what moves up. */
const OUTCOME_MS = 6000;

export function startInbox() {
  const list = find('#inbox-list');
  /** Outcomes still shown, by id. @type {Map<number, Confirmation>} */
  const settled = new Map();
  const show = oncePerFrame(() => render(list, settled));
  find('#inbox-actions').append(notifyButton());
  list.addEventListener('keydown', (event) => moveByArrows(list, event));
  find('#inbox-title').addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') list.firstElementChild?.focus();
  });
  find('#skip-to-inbox').addEventListener('click', (event) => {
    event.preventDefault();
    list.firstElementChild?.focus();
  });
  on('state', () => {
    settled.clear();
    show();
  });
  onAny(['confirm', 'prompt'], show);
  on('confirmation', (asked, previous) => {
    if (isWaiting(asked) && !(previous && isWaiting(previous))) {
      announce(`${asked.session} needs you: ${titleOf(asked)}.`);
    }
    if (asked.status !== 'pending' && previous && list.querySelector(`[data-confirmation="${asked.id}"]`)) {
      keepForAMoment(asked, settled, show);
    }
    show();
  });
}

/** @param {Confirmation} asked @param {Map<number, Confirmation>} settled @param {() => void} show */
function keepForAMoment(asked, settled, show) {
  settled.set(asked.id, asked);
  announce(outcomeWords(asked));
  setTimeout(() => {
    settled.delete(asked.id);
    show();
  }, OUTCOME_MS);
}

/** @param {Confirmation} asked */
function outcomeWords(asked) {
  const who = decider(asked);
  return `${outcomeLook(asked).label}${who ? ` ${who}` : ''}: ${subjectOf(asked)}.`;
}

/** @param {any} list @param {Map<number, Confirmation>} settled */
function render(list, settled) {
  const waiting = waitingOnes();
  // One whose answer is under way keeps its place until the answer is known.
  const underWay = [...state.confirmations.values()].filter(
    (asked) => asked.decided_by && list.querySelector(`[data-confirmation="${asked.id}"]`),
  );
  const items = [...waiting, ...underWay, ...settled.values()].sort(
    (a, b) => Date.parse(a.created_at) - Date.parse(b.created_at) || a.id - b.id,
  );
  const focused = document.activeElement?.closest('.ask');
  reconcile(list, items, (asked) => asked.id, inboxItem);
  setText(find('#inbox-count'), waiting.length ? String(waiting.length) : '');
  find('#inbox').hidden = items.length === 0;
  find('#skip-to-inbox').hidden = items.length === 0;
  // Not to the next one: a key pressed once too often would answer what nobody has read.
  if (focused && !focused.isConnected) find(items.length ? '#inbox-title' : '#content').focus();
}

/** Up and down go from one to the next; from the title, down goes to the first. */
function moveByArrows(list, event) {
  if (!['ArrowDown', 'ArrowUp'].includes(event.key) || !event.target.matches('.ask')) return;
  event.preventDefault();
  const next = event.key === 'ArrowDown' ? 'nextElementSibling' : 'previousElementSibling';
  event.target[next]?.focus();
}
