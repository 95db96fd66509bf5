/**
 * The buttons that answer a dialog: yes and no, or its own options; with a note for the record.
 * @import { Confirmation } from '../../api/client-shapes'
 * @import { Body } from '../../api/client-types'
 */
import { call } from './api.js';
import { hasChoices } from './confirmations.js';
import { h } from './dom.js';
import { showFormMessage } from './fields.js';
import { apply } from './state.js';

/** @param {Confirmation} asked its dialog never changes */
export function answerForm(asked) {
  const buttons = hasChoices(asked) ? choiceButtons(asked) : yesAndNo();
  const noteId = `ask-note-${asked.id}`;
  const form = h(
    'form',
    { class: 'ask-answer', id: `ask-form-${asked.id}`, novalidate: true },
    h('div', { class: 'ask-buttons' }, ...buttons),
    h(
      'div',
      { class: 'field ask-note' },
      h('label', { for: noteId, class: 'visually-hidden' }, 'Note'),
      h('input', {
        id: noteId,
        name: 'note',
        placeholder: 'Note (optional)',
        autocomplete: 'off',
        maxlength: '500',
      }),
    ),
    h('p', { class: 'form-message', role: 'status' }),
  );
  let sending = false;
  let isUnderWay = false;
  const enable = () => {
    for (const button of buttons) button.disabled = sending || isUnderWay;
  };
  const send = async ({ decision, option }) => {
    const note = form.elements.note.value.trim();
    /** @type {Body<'POST /api/confirmations/:id'>} */
    const body = { decision, ...(option ? { option: Number(option) } : {}), ...(note ? { note } : {}) };
    sending = true;
    enable();
    showFormMessage(form, 'Answering…');
    try {
      const params = { id: asked.id };
      apply('confirmation', await call('POST /api/confirmations/:id', { params, body }));
      // Until the page is drawn anew with the answer, which may take a frame.
      isUnderWay = true;
      showFormMessage(form, '');
    } catch (error) {
      showFormMessage(form, error.message, 'bad');
    }
    sending = false;
    enable();
  };
  for (const button of buttons) button.addEventListener('click', () => send(button.dataset));
  // Enter in the note answers nothing: which answer was meant can't be told.
  form.addEventListener('submit', (event) => event.preventDefault());
  return {
    element: form,
    update(next) {
      isUnderWay = next.isUnderWay;
      enable();
    },
    byKey: (event) => press(event, buttons),
  };
}

/** A, D and the digits answer while the dialog itself has the focus, never while someone writes. */
function press(event, buttons) {
  if (
    event.repeat ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    !event.target.matches('.ask, .ask-body')
  )
    return;
  const button = buttons.find(({ dataset }) => dataset.key === event.key.toLowerCase());
  if (!button) return;
  event.preventDefault();
  button.click();
}

function yesAndNo() {
  return [
    button('Approve', { decision: 'approve', key: 'a', look: 'button-primary' }),
    button('Deny', { decision: 'deny', key: 'd', look: 'button-danger' }),
  ];
}

/** @param {Confirmation} asked */
function choiceButtons({ dialog }) {
  const options = dialog.options.map(({ label }, index) =>
    button(label, { decision: 'approve', key: index < 9 ? String(index + 1) : undefined, option: index + 1 }),
  );
  return [...options, button('Dismiss', { decision: 'deny', key: 'd', look: 'button-danger' })];
}

/**
 * @param {string} label
 * @param {{ decision: string, key?: string | undefined, option?: number, look?: string }} how
 */
const button = (label, { decision, key, option, look = '' }) =>
  h(
    'button',
    {
      type: 'button',
      class: `button ${look}`,
      'data-decision': decision,
      'data-option': option,
      'data-key': key,
      'aria-keyshortcuts': key?.toUpperCase(),
    },
    h('span', {}, label),
    key && h('kbd', { 'aria-hidden': 'true' }, key.toUpperCase()),
  );
