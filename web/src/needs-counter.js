/** How much waits for a person: in the tab's title, and in large type on the monitor. */
import { isHandled, waitingOnes } from './app/confirmations';
import { find, h, setAttribute, setText } from './dom';
import { icon } from './icons';
import { needsPerson } from './labels';
import { onAny, state } from './app/state';

/** @type {Parameters<typeof onAny>[0]} */
const TOPICS = ['state', 'prompt', 'session', 'confirmation'];

export function startTitle() {
  const name = document.title;
  const show = () => {
    const waiting = waitingPlaces();
    document.title = waiting ? `(${waiting}) ${name}` : name;
  };
  onAny(TOPICS, show);
}

/** The monitor's fifth number. */
export function startNeedsCounter() {
  const number = h('span', { class: 'counter-number', 'data-counter': 'needs_person' }, '–');
  const words = h('span', { class: 'counter-label' }, icon('triangle'), 'Needs you');
  const element = h('div', { class: 'counter', 'data-tone': 'warn' }, number, words);
  find('#counters').prepend(element);
  const show = () => {
    const waiting = waitingPlaces();
    setText(number, String(waiting));
    element.toggleAttribute('data-zero', waiting === 0);
    setAttribute(element, 'data-asks', waiting > 0);
  };
  onAny(TOPICS, show);
}

/** A session that asks, its dialog and the prompt it asks for are one thing. */
function waitingPlaces() {
  /** Names of sessions, numbers of prompts that have none. @type {Set<string | number>} */
  const places = new Set(waitingOnes().map(({ session }) => session));
  for (const session of state.sessions.values()) {
    if (session.status === 'needs_confirmation' && !isHandled(session.name)) places.add(session.name);
  }
  for (const prompt of state.prompts.values()) {
    if (!needsPerson(prompt)) continue;
    const place = prompt.stage === 'indeterminate' ? prompt.id : (prompt.assigned_session ?? prompt.id);
    if (typeof place === 'number' || !isHandled(place)) places.add(place);
  }
  return places.size;
}
