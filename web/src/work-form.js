/**
 * The form of one feature, bug or project: what is in it, and what of that differs from what was read.
 * @import { Field, FieldName } from './work-fields'
 * @import { Kind } from './work-kinds'
 */
import { h } from './dom';
import { forgetFaultsOnInput, showFieldError } from './fields';
import { controlOf } from './work-controls';
import { FIELDS, textOf, valueOf } from './work-fields';

/** @typedef {Partial<Record<FieldName, unknown>>} Values */

/** @param {Kind} kind @param {Values} values what it begins with */
export function workForm(kind, values) {
  const fields = FIELDS[kind].flat();
  let base = values;
  const form = h(
    'form',
    { class: 'form dialog-body', id: 'work-form', novalidate: true },
    h('div', { class: 'work-conflict-place' }),
    ...FIELDS[kind].map((row) => {
      const controls = row.map((field) => controlOf(field, textOf(field, values)));
      return controls.length > 1 ? h('div', { class: 'field-row' }, ...controls) : controls[0];
    }),
    h('p', { class: 'form-message', role: 'status' }),
  );
  forgetFaultsOnInput(form);
  /** @param {Field} field */
  const control = (field) => form.elements[field.name];
  /** @param {Field} field */
  const differs = (field) => control(field).value !== textOf(field, base);

  return {
    form,
    fields,
    control,
    differs,
    get base() {
      return base;
    },
    /** What is compared with from now on. @param {Values} next */
    setBase(next) {
      base = next;
    },
    isChanged: () => fields.some((field) => differs(field) || control(field).validity.badInput),
    /** What to send: of a new one all that is filled in, else what differs. @param {boolean} isNew */
    body(isNew) {
      const wanted = fields.filter((field) =>
        isNew ? control(field).value !== '' || field.required : differs(field),
      );
      return Object.fromEntries(wanted.map((field) => [field.name, valueOf(field, control(field).value)]));
    },
    /** Says what can't even be sent. @returns {boolean} whether all can */
    check() {
      const wrong = fields.filter(
        (field) =>
          control(field).validity.badInput ||
          (field.type === 'feature' && /\D/.test(control(field).value.trim())),
      );
      for (const field of wrong) {
        const text =
          field.type === 'feature' ? 'choose one of the list, or write its number' : 'expected a number';
        showFieldError(control(field), text);
      }
      if (wrong[0]) control(wrong[0]).focus();
      return wrong.length === 0;
    },
  };
}
/** @typedef {ReturnType<typeof workForm>} WorkForm */
