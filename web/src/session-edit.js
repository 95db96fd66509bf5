/**
 * The dialog in which a person says what runs in a session and what it is for.
 * @import { Session } from '../../api/document/api-types'
 */
import { call } from './app/api';
import { AGENTS } from './choices';
import { openDialog } from './dialogs';
import { h } from './dom';
import { onSubmit } from './fields';
import { choice, labelled, plainInput } from './form-fields';

const AS_FOUND = '';

/** @param {Session} session @param {(text: string) => void} say tells how it went once the dialog is gone */
export function openSessionEdit({ name, provider, specialty, registered }, say) {
  const chosen = registered ? (provider ?? AS_FOUND) : AS_FOUND;
  const found = registered || !provider ? 'What is found there' : `What is found there (${provider})`;
  const agent = choice(
    { id: 'edit-provider', name: 'provider' },
    [{ value: AS_FOUND, label: found }, ...AGENTS.map((one) => ({ value: String(one), label: String(one) }))],
    chosen,
  );
  const purpose = plainInput({ id: 'edit-specialty', name: 'specialty', value: specialty ?? '' });
  const form = h(
    'form',
    { class: 'form dialog-body', id: 'session-edit', novalidate: true },
    labelled('Agent', agent, 'Its screen is read by the rules of this agent.'),
    labelled('Specialty', purpose, 'Prompts that ask for this specialty come here. Empty means general.'),
    h('p', { class: 'form-message', role: 'status' }),
    h(
      'div',
      { class: 'dialog-actions' },
      h('button', { type: 'submit', class: 'button button-primary' }, 'Save'),
    ),
  );
  const dialog = openDialog({ title: `Edit ${name}`, class: 'dialog-small' }, form);
  agent.focus();
  onSubmit(form, async () => {
    const body = {
      ...(agent.value !== chosen && { provider: agent.value || null }),
      ...(purpose.value.trim() !== specialty && { specialty: purpose.value.trim() || null }),
    };
    if (Object.keys(body).length > 0) {
      const after = await call('PATCH /api/sessions/:name', { params: { name }, body });
      say(`${name}: ${[after.provider ?? 'no agent', after.specialty].join(', ')}.`);
    }
    dialog.close();
  });
}
