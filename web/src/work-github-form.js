/**
 * The settings of a project's GitHub.
 * @import { Answer } from '../../api/document/client-types'
 */
import { call } from './app/api';
import { h } from './dom';
import { onSubmit } from './fields';
import { labelled, plainInput } from './form-fields';

/** @typedef {Answer<'PUT /api/projects/:id/github'>} Github */

/** @param {number} id @param {(answer: Github) => void} saved */
export function githubForm(id, saved) {
  const automatic = h('input', { type: 'checkbox', id: 'github-auto', name: 'auto_pull_request' });
  const secret = plainInput({ id: 'github-secret', name: 'secret', placeholder: 'GITHUB_TOKEN' });
  const remote = plainInput({ id: 'github-remote', name: 'remote', placeholder: 'origin' });
  const button = h(
    'button',
    { type: 'submit', class: 'button button-primary', disabled: true },
    'Save settings',
  );
  const form = h(
    'form',
    {
      class: 'form dialog-body github-settings',
      id: 'github-form',
      novalidate: true,
      'aria-label': 'Settings',
    },
    h(
      'div',
      { class: 'field' },
      h('label', { for: automatic.id, class: 'check' }, automatic, ' Pull request when a feature is done'),
    ),
    h(
      'div',
      { class: 'field-row' },
      labelled('Secret with the token', secret, 'Its name in the vault.'),
      labelled('Remote', remote, 'Of the checkout at the source path.'),
    ),
    h('p', { class: 'form-message', role: 'status' }),
    h('div', { class: 'dialog-actions' }, button),
  );
  let isRead = false;
  onSubmit(form, async () => {
    const body = {
      auto_pull_request: automatic.checked,
      // What is left empty becomes the usual one.
      secret: secret.value.trim() || null,
      remote: remote.value.trim() || null,
    };
    const answer = await call('PUT /api/projects/:id/github', { params: { id }, body });
    isRead = false;
    saved(answer);
  });
  return {
    form,
    /** What a person is writing stays: only the first reading fills it in. @param {Github} github */
    update(github) {
      if (isRead) return;
      isRead = true;
      button.disabled = false;
      automatic.checked = github.auto_pull_request;
      secret.value = github.secret;
      remote.value = github.remote;
    },
  };
}
