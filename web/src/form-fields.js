/** Labelled controls for forms made by scripts. */
import { h } from './dom';

/**
 * @param {string} label
 * @param {any} control with an id
 * @param {string} [hint]
 */
export const labelled = (label, control, hint) =>
  h(
    'div',
    { class: 'field' },
    h('label', { for: control.id }, label),
    control,
    hint && h('p', { class: 'hint' }, hint),
  );

/** An input for names and commands: nothing is corrected or suggested. */
export const plainInput = (props) =>
  h('input', { autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', ...props });

/** @param {Record<string, any>} props @param {(string | { value: string, label: string })[]} choices @param {string} [chosen] */
export const choice = (props, choices, chosen) =>
  h(
    'select',
    props,
    ...choices.map((each) => {
      const { value, label } = typeof each === 'string' ? { value: each, label: each } : each;
      return h('option', { value, selected: value === chosen }, label);
    }),
  );
