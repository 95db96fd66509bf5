/**
 * One secret: what it is, and its value for a short while.
 * @import { Secret } from '../../api/document/api-types'
 * @import { View } from './dom'
 */
import { call } from './app/api';
import { confirmAction } from './dialogs';
import { h } from './dom';
import { localTime } from './time';

/** So long does a value stay on the screen. */
const SHOWN_MS = 20_000;

const DUE = { expired: 'Expired', expires_soon: 'Expires soon', rotation: 'Change it' };

/**
 * @param {Secret} secret
 * @param {{ refresh: () => Promise<void>, say: (text: string) => void }} dialog
 * @returns {View<Secret>}
 */
export function secretRow(secret, { refresh, say }) {
  const params = { id: secret.id };
  const value = h('pre', { class: 'vault-value', hidden: true, 'aria-label': `Value of ${secret.name}` });
  let timer;
  const label = (text) => {
    reveal.textContent = text;
    reveal.setAttribute('aria-label', `${text} ${secret.name}`);
  };
  const hide = () => {
    clearTimeout(timer);
    value.textContent = '';
    value.hidden = true;
    label('Reveal');
  };
  const show = async () => {
    if (!value.hidden) return hide();
    const answer = await call('GET /api/secrets/:id', { params });
    value.textContent = answer.value;
    value.hidden = false;
    label('Hide');
    timer = setTimeout(hide, SHOWN_MS);
  };
  const copy = async () => {
    const answer = await call('GET /api/secrets/:id', { params });
    if (!navigator.clipboard)
      return say(
        'This page may not copy (it is not opened over HTTPS): reveal the value and copy it by hand.',
      );
    await navigator.clipboard.writeText(answer.value);
    say(`Copied the value of ${secret.name}.`);
  };
  const remove = async () => {
    const question = {
      title: `Delete ${secret.name}?`,
      text: 'Its value is gone then. Sessions and tasks that name it will be refused.',
      action: 'Delete secret',
    };
    if (!(await confirmAction(question))) return;
    await call('DELETE /api/secrets/:id', { params });
    say(`Deleted ${secret.name}.`);
    await refresh();
  };
  const button = (label, what, act, extra = '') =>
    h(
      'button',
      {
        type: 'button',
        class: `button button-small ${extra}`,
        'aria-label': `${what} ${secret.name}`,
        onclick: () => act().catch((error) => say(error.message)),
      },
      label,
    );
  const reveal = button('Reveal', 'Reveal', show);
  const due = (secret.due && DUE[secret.due]) ?? (secret.readable ? null : 'Key missing');
  const element = h(
    'li',
    { class: 'vault-row', 'data-secret': secret.name },
    h(
      'span',
      { class: 'vault-name' },
      secret.name,
      due && [' ', h('span', { class: 'badge', 'data-tone': 'warn' }, due)],
    ),
    h('span', { class: 'vault-about' }, about(secret)),
    h(
      'div',
      { class: 'vault-buttons' },
      reveal,
      button('Copy', 'Copy', copy),
      button('Delete', 'Delete', remove, 'button-danger'),
    ),
    value,
  );
  return { element, update: () => undefined };
}

/** @param {Secret} secret */
function about({ category, service, description, access_count: uses, last_accessed: last }) {
  const used = last ? `used ${uses} times, last ${localTime(last)}` : 'never used';
  return [category, service, description, used].filter(Boolean).join(' · ');
}
