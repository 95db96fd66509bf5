/**
 * Selects whose choices follow the live sessions, and the agents to choose from.
 * @import { Body } from '../../api/document/client-types'
 */
import { h, reconcile, setText } from './dom';
import { sessionLook } from './labels';
import { sortedSessions } from './app/state';

/** Agents that a prompt or a session can ask for. @type {NonNullable<Body<'POST /api/sessions'>['provider']>[]} */
export const AGENTS = ['claude', 'codex', 'gemini', 'aider', 'shell'];

/** @param {string} anyLabel the words for "no particular session" */
export function sessionChoices(anyLabel) {
  const named = sortedSessions().map(({ name, status }) => ({
    name,
    label: `${name} (${sessionLook(status).label.toLowerCase()})`,
  }));
  return [{ name: '', label: anyLabel }, ...named];
}

/** Keeps what is chosen. */
export function fillChoices(select, choices) {
  reconcile(
    select,
    choices,
    (choice) => choice.name,
    ({ name }) => {
      const element = h('option', { value: name });
      return { element, update: ({ label }) => setText(element, label) };
    },
  );
}
