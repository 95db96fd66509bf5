/**
 * The questions of an agent as a person fills them in: one block each, with its options and a field for words of their own.
 * @import { Confirmation } from '../../api/document/api-types'
 * @import { Body } from '../../api/document/client-types'
 */
import { h } from './dom';

/** @typedef {NonNullable<Confirmation['questions']>[number]} Question */
/** @typedef {NonNullable<Body<'POST /api/confirmations/:id'>['answers']>[number]} Answer */

/** A question that a click on one of its options answers. @param {Confirmation} asked @returns {Question | null} */
export function loneQuestion({ questions }) {
  const [first, ...more] = questions ?? [];
  return first && more.length === 0 && !first.multiple ? first : null;
}

/** @param {Confirmation} asked @returns {{ elements: any[], read: () => Answer[] }} */
export function questionBlocks({ id, questions }) {
  const blocks = (questions ?? []).map((question, index) => block(question, `ask-${id}-${index + 1}`));
  return { elements: blocks.map(({ element }) => element), read: () => blocks.map(({ read }) => read()) };
}

/** @param {string} id @param {string} label */
export function textField(id, label) {
  const input = h('textarea', { id, class: 'ask-text', rows: '1', maxlength: '1000', autocomplete: 'off' });
  input.setAttribute('placeholder', label);
  return {
    input,
    element: h('div', { class: 'field' }, h('label', { for: id, class: 'visually-hidden' }, label), input),
  };
}

/** @param {Question} question @param {string} id */
function block(question, id) {
  const { multiple, options, text, notes } = question;
  const type = multiple ? 'checkbox' : 'radio';
  const choices = options.map(({ number, label, description }) =>
    choice({ type, id: `${id}-${number}`, name: id, value: String(number) }, label, description),
  );
  const words = text ? textField(`${id}-text`, 'Words of your own') : null;
  // Where words stand for an option, they are one among the choices.
  const own =
    words && !multiple && !notes
      ? choice({ type, id: `${id}-own`, name: id, value: '' }, 'Words of your own:')
      : null;
  words?.input.addEventListener('input', () => {
    if (own && words.input.value !== '') own.input.checked = true;
  });
  const element = h(
    'fieldset',
    { class: 'ask-question' },
    h('legend', {}, question.question),
    multiple && h('p', { class: 'muted' }, 'Several may be chosen.'),
    choices.map(({ element: line }) => line),
    own?.element,
    words?.element,
  );
  return { element, read };

  /** @returns {Answer} */
  function read() {
    const chosen = choices.filter(({ input }) => input.checked).map(({ input }) => Number(input.value));
    const written = (!own || own.input.checked) && words ? words.input.value.trim() : '';
    const answer = multiple ? { options: chosen } : chosen.length > 0 ? { option: chosen[0] } : {};
    return { ...answer, ...(written && { text: written }) };
  }
}

/** @param {Record<string, string>} attributes @param {string} label @param {string | null} [description] */
function choice(attributes, label, description) {
  const input = h('input', attributes);
  const element = h(
    'label',
    { class: 'ask-choice', for: attributes['id'] },
    input,
    h('span', {}, label, description && h('span', { class: 'muted' }, ` ${description}`)),
  );
  return { input, element };
}
