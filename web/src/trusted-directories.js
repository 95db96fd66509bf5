/**
 * Directories in which the question “do you trust this directory?” may be answered with yes.
 * @import { Row } from '../../api/document/client-types'
 */
import { call } from './app/api';
import { h } from './dom';
import { clearFaults, forgetFaultsOnInput, showFault, showFormMessage } from './fields';
import { labelled, plainInput } from './form-fields';

/** @typedef {Row<'GET /api/confirm/trusted-directories'>} TrustedDirectory */

export function trustedDirectories() {
  const list = h('ul', { class: 'directories', 'aria-label': 'Trusted directories' });
  const form = h(
    'form',
    { class: 'form action-form', id: 'directory-form', novalidate: true },
    labelled(
      'Directory',
      plainInput({ id: 'directory-path', name: 'path', placeholder: '/home/me/projects' }),
    ),
    h('button', { type: 'submit', class: 'button button-small button-primary' }, 'Trust it'),
    h('p', { class: 'form-message', role: 'status' }),
  );
  /** @param {() => Promise<unknown>} [ask] */
  const attempt = async (ask) => {
    clearFaults(form);
    try {
      await ask?.();
      const { items } = await call('GET /api/confirm/trusted-directories');
      show(items);
      return true;
    } catch (error) {
      showFault(form, error);
      return false;
    }
  };
  /** @param {TrustedDirectory} directory */
  const row = ({ id, path }) => {
    const button = h(
      'button',
      { type: 'button', class: 'button button-small button-quiet', 'aria-label': `Stop trusting ${path}` },
      'Remove',
    );
    button.addEventListener('click', () =>
      attempt(() => call('DELETE /api/confirm/trusted-directories/:id', { params: { id } })),
    );
    return h('li', {}, h('code', {}, path), button);
  };
  /** @param {TrustedDirectory[]} items */
  const show = (items) => {
    list.replaceChildren(...items.map(row));
    if (!items.length)
      list.append(h('li', { class: 'muted' }, 'None: a person answers every such question.'));
  };
  forgetFaultsOnInput(form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { path } = form.elements;
    const body = { path: path.value.trim() };
    if (!(await attempt(() => call('POST /api/confirm/trusted-directories', { body })))) return;
    showFormMessage(form, `Trusts ${path.value.trim()} and what is below it.`);
    path.value = '';
  });
  attempt();
  return h(
    'div',
    { class: 'rules-panel' },
    h(
      'p',
      { class: 'muted' },
      'Agents ask before they work in a directory they don’t know. In these and below them the question is answered with yes; elsewhere it waits for a person.',
    ),
    form,
    list,
  );
}
