/**
 * Tries a command against the rules; nothing is run.
 * @import { Answer, Body } from '../../api/document/client-types'
 */
import { call } from './app/api';
import { ruleWords, verdictLook } from './app/confirmations';
import { h } from './dom';
import { clearFaults, forgetFaultsOnInput, showFault } from './fields';
import { choice, labelled, plainInput } from './form-fields';
import { badge } from './labels';
import { sortedSessions, state } from './app/state';

/** @param {{ find: (id: string | number) => void }} list shows a rule in the list of rules */
export function ruleTrial(list) {
  const names = sortedSessions().map(({ name }) => name);
  const place = names.length
    ? labelled('In session', choice({ id: 'try-session', name: 'session' }, names))
    : labelled(
        'In directory',
        plainInput({ id: 'try-dir', name: 'working_dir', placeholder: '/home/me/app' }),
      );
  const result = h('div', { class: 'try-result', role: 'status' });
  const form = h(
    'form',
    { class: 'try', id: 'try-form', novalidate: true },
    labelled(
      'Try a command',
      plainInput({ id: 'try-subject', name: 'command', placeholder: 'git status && rm -rf build' }),
    ),
    labelled('Tool', plainInput({ id: 'try-tool', name: 'tool', value: 'Bash' })),
    place,
    h('button', { type: 'submit', class: 'button button-primary' }, 'Try'),
    h('p', { class: 'form-message', role: 'status' }),
    result,
  );
  forgetFaultsOnInput(form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    clearFaults(form);
    result.replaceChildren();
    try {
      const judged = await call('POST /api/confirm/test', { body: readBody(form) });
      result.append(...verdictOf(judged, list));
    } catch (error) {
      showFault(form, error);
    }
  });
  return form;
}

const ANSWERED = {
  approve: 'approved without a person',
  deny: 'denied without a person',
  ask: 'left to a person',
};

/**
 * Tools that aren't the shell are judged by the file or page they name.
 * @returns {Body<'POST /api/confirm/test'>}
 */
function readBody(form) {
  const {
    command: subject,
    tool = '',
    ...place
  } = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
  const agent = state.sessions.get(place.session ?? '')?.provider;
  return { tool, ...place, ...(agent ? { agent } : {}), [tool === 'Bash' ? 'command' : 'path']: subject };
}

/** @param {Answer<'POST /api/confirm/test'>} judged @param {{ find: (id: string | number) => void }} list */
function verdictOf({ verdict, rule, reason, evidence, answered }, list) {
  const look = badge();
  look.update(verdictLook(verdict));
  const name = ruleWords({ rule });
  const link = h('button', { type: 'button', class: 'link-button' }, name);
  link.addEventListener('click', () => list.find(rule.id));
  return [
    h('p', {}, look.element, ' ', reason, ' (', typeof rule?.id === 'number' ? link : name, ')'),
    evidence && h('p', { class: 'muted' }, 'Decided by: ', h('code', {}, evidence)),
    answered && h('p', { class: 'muted' }, 'In mode safe: ', ANSWERED[answered] ?? answered),
  ].filter(Boolean);
}
