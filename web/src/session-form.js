/**
 * The dialog that makes a session.
 * @import { Body } from '../../api/document/client-types'
 */
import { call } from './app/api';
import { AGENTS } from './choices';
import { openDialog } from './dialogs';
import { h } from './dom';
import { onSubmit, showFieldError } from './fields';

/**
 * @typedef {{ name: keyof NewSession, label: string, hint?: string, value?: string, choices?: NewSession['provider'][], required?: boolean }} Field
 * @typedef {Body<'POST /api/sessions'>} NewSession
 */

/** @type {Field[]} */
const FIELDS = [
  { name: 'name', label: 'Name', required: true, hint: 'Letters, digits, - and _; how tmux lists it.' },
  { name: 'provider', label: 'Agent', choices: AGENTS },
  {
    name: 'specialty',
    label: 'Specialty',
    value: 'general',
    hint: 'Prompts that ask for this specialty come here.',
  },
  { name: 'working_dir', label: 'Working directory', hint: 'Empty means your home directory.' },
  { name: 'command', label: 'Command', hint: "Empty means the agent's usual one." },
];

/** @param {(text: string) => void} say tells how it went once the dialog is gone */
export function openSessionForm(say) {
  const form = h(
    'form',
    { class: 'form dialog-body', id: 'session-form', novalidate: true },
    ...FIELDS.map(field),
    h('p', { class: 'form-message', role: 'status' }),
    h(
      'div',
      { class: 'dialog-actions' },
      h('button', { type: 'submit', class: 'button button-primary' }, 'Make session'),
    ),
  );
  const dialog = openDialog({ title: 'New session' }, form);
  form.elements.name.focus();
  onSubmit(form, async () => {
    const body = readBody(form);
    if (!body.name) return refuseName(form);
    const session = await call('POST /api/sessions', { body });
    dialog.close();
    say(`Made ${session.name}.`);
  });
}

function refuseName(form) {
  showFieldError(form.elements.name, 'Give the session a name.');
  form.elements.name.focus();
}

/** @returns {NewSession} */
function readBody(form) {
  const entries = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
  return Object.fromEntries(entries.filter(([, value]) => value));
}

/** @param {Field} field */
function field({ name, label, hint, value, choices, required }) {
  const id = `session-${name}`;
  const control = choices
    ? h('select', { id, name }, ...choices.map((choice) => h('option', { value: choice }, choice)))
    : h('input', {
        id,
        name,
        value,
        required,
        autocomplete: 'off',
        autocapitalize: 'none',
        spellcheck: 'false',
      });
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    control,
    hint && h('p', { class: 'hint' }, hint),
  );
}
