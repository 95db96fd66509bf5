/**
 * The form that adds a secret.
 * @import { Body } from '../../api/document/client-types'
 */
import { call } from './app/api';
import { h } from './dom';
import { labelled } from './form-fields';
import { onSubmit } from './fields';

/** @typedef {Body<'POST /api/secrets'>} NewSecret */

/** @type {NonNullable<NewSecret['category']>[]} */
const CATEGORIES = ['token', 'api_key', 'password', 'certificate', 'ssh_key', 'env_var', 'general'];

/** @param {{ refresh: () => Promise<void>, say: (text: string) => void }} dialog */
export function vaultForm({ refresh, say }) {
  /** @param {keyof NewSecret} name */
  const text = (name, props = {}) =>
    h('input', {
      id: `secret-${name}`,
      name,
      autocomplete: 'off',
      autocapitalize: 'none',
      spellcheck: 'false',
      ...props,
    });
  const form = h(
    'form',
    { class: 'form dialog-body', id: 'secret-form', novalidate: true, 'aria-label': 'Add a secret' },
    h(
      'div',
      { class: 'field-row' },
      labelled('Name', text('name', { placeholder: 'GITHUB_TOKEN' })),
      labelled(
        'Category',
        h(
          'select',
          { id: 'secret-category', name: /** @satisfies {keyof NewSecret} */ ('category') },
          ...CATEGORIES.map((one) => h('option', { value: one }, one)),
        ),
      ),
    ),
    // A field for text of many lines can't hide it: keys and certificates are pasted, and gone with the answer.
    labelled(
      'Value',
      h('textarea', {
        id: 'secret-value',
        name: /** @satisfies {keyof NewSecret} */ ('value'),
        rows: '2',
        autocomplete: 'off',
        spellcheck: 'false',
      }),
    ),
    h(
      'div',
      { class: 'field-row' },
      labelled('Service', text('service')),
      labelled('Expires', text('expires_at', { type: 'date' })),
    ),
    h('p', { class: 'form-message', role: 'status' }),
    h(
      'div',
      { class: 'dialog-actions' },
      h('button', { type: 'submit', class: 'button button-primary' }, 'Add secret'),
    ),
  );
  onSubmit(form, async () => {
    const { name } = await call('POST /api/secrets', { body: readBody(form) });
    form.reset();
    say(`Added ${name}.`);
    await refresh();
  });
  return form;
}

/**
 * Empty fields are left out, but for those that must be there: the server says what it expects of them.
 * @returns {NewSecret}
 */
function readBody(form) {
  const entries = [...new FormData(form)].filter(
    ([name, value]) => value !== '' || ['name', 'value'].includes(name),
  );
  // The server checks what a person wrote; the names are those of its fields.
  return /** @type {any} */ (Object.fromEntries(entries));
}
