/**
 * What answers a dialog: yes and no, its own options, or its questions; with a note for the record.
 * @import { Confirmation } from '../../api/document/api-types'
 * @import { Body } from '../../api/document/client-types'
 */
import { call } from './app/api';
import { hasChoices, isWaiting } from './app/confirmations';
import { h } from './dom';
import { showFormMessage } from './fields';
import { loneQuestion, questionBlocks, textField } from './inbox-questions';
import { apply } from './app/state';

/** @typedef {Omit<Body<'POST /api/confirmations/:id'>, 'note'>} Decision */
/** @typedef {{ buttons: any[], elements?: any[] }} Parts */

/** @param {Confirmation} asked its dialog never changes, but that its questions may become known */
export function answerForm({ id }) {
  const noteId = `ask-note-${id}`;
  const form = h(
    'form',
    { class: 'ask-answer', id: `ask-form-${id}`, novalidate: true },
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
  /** Stands above the note. @type {any[]} */
  let shown = [];
  /** @type {any[]} */
  let buttons = [];
  let questions = '';
  let sending = false;
  let isUnderWay = false;
  const enable = () => {
    for (const control of form.querySelectorAll('button')) control.disabled = sending || isUnderWay;
  };
  /** @param {Decision} decision */
  const send = async (decision) => {
    const note = form.elements.note.value.trim();
    const body = { ...decision, ...(note ? { note } : {}) };
    sending = true;
    enable();
    showFormMessage(form, 'Answering…');
    try {
      apply('confirmation', await call('POST /api/confirmations/:id', { params: { id }, body }));
      // Until the page is drawn anew with the answer, which may take a frame.
      isUnderWay = true;
      showFormMessage(form, '');
    } catch (error) {
      showFormMessage(form, error.message, 'bad');
    }
    sending = false;
    enable();
  };
  // Enter in the note answers nothing: which answer was meant can't be told.
  form.addEventListener('submit', (event) => event.preventDefault());
  /** The note, what is said below it and an answer on its way stay. @param {Confirmation} asked */
  const offer = (asked) => {
    for (const element of shown) element.remove();
    const parts = partsOf(asked, send);
    buttons = parts.buttons;
    shown = [...(parts.elements ?? []), h('div', { class: 'ask-buttons' }, ...buttons)];
    form.prepend(...shown);
  };
  return {
    element: form,
    /** @param {Confirmation} asked */
    update(asked) {
      // What the agent told of a form may come a moment after the dialog.
      const told = JSON.stringify(asked.questions ?? null);
      if (told !== questions) offer(asked);
      questions = told;
      isUnderWay = !isWaiting(asked);
      enable();
    },
    byKey: (event) => press(event, buttons),
  };
}

/** @param {Confirmation} asked @param {(decision: Decision) => void} send @returns {Parts} */
function partsOf(asked, send) {
  const lone = loneQuestion(asked);
  if (lone) return oneQuestion(asked, lone, send);
  if (asked.questions?.length) {
    const { elements, read } = questionBlocks(asked);
    const answer = button('Answer', { look: 'button-primary' }, () =>
      send({ decision: 'answer', answers: read() }),
    );
    return { elements, buttons: [answer, dismiss(send)] };
  }
  if (!hasChoices(asked)) return { buttons: yesAndNo(send) };
  const options = asked.dialog.options.map(({ label }, index) =>
    button(label, { key: keyOf(index) }, () => send({ decision: 'approve', option: index + 1 })),
  );
  return { buttons: [...options, dismiss(send)] };
}

/** A click on an option answers; words of one's own have a button of theirs. */
function oneQuestion({ id }, { options, text, notes }, send) {
  const words = text
    ? textField(`ask-text-${id}`, notes ? 'Words of your own, also with an option' : 'Words of your own')
    : null;
  const written = () => (words ? words.input.value.trim() : '');
  // The number that it has in the terminal.
  const buttons = options.map(({ number, label }) =>
    button(label, { key: keyOf(number - 1) }, () => {
      const withWords = notes && written() ? { text: written() } : {};
      send({ decision: 'answer', option: number, ...withWords });
    }),
  );
  const own = words && button('Send', {}, () => send({ decision: 'answer', text: written() }));
  return {
    elements: own ? [h('div', { class: 'ask-own' }, words.element, own)] : [],
    buttons: [...buttons, dismiss(send)],
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

function yesAndNo(send) {
  return [
    button('Approve', { key: 'a', look: 'button-primary' }, () => send({ decision: 'approve' })),
    button('Deny', { key: 'd', look: 'button-danger' }, () => send({ decision: 'deny' })),
  ];
}

const dismiss = (send) =>
  button('Dismiss', { key: 'd', look: 'button-danger' }, () => send({ decision: 'deny' }));
const keyOf = (index) => (index < 9 ? String(index + 1) : undefined);

/**
 * @param {string} label
 * @param {{ key?: string | undefined, look?: string }} how
 * @param {() => void} onclick
 */
function button(label, { key, look = '' }, onclick) {
  return h(
    'button',
    {
      type: 'button',
      class: `button ${look}`,
      'data-key': key,
      'aria-keyshortcuts': key?.toUpperCase(),
      onclick,
    },
    h('span', {}, label),
    key && h('kbd', { 'aria-hidden': 'true' }, key.toUpperCase()),
  );
}
