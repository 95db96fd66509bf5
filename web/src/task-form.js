/**
 * The dialog that queues a task.
 * @import { Body } from '../../api/document/client-types'
 * @import { Field } from './task-fields'
 */
import { call } from './app/api';
import { openDialog } from './dialogs';
import { h } from './dom';
import { onSubmit } from './fields';
import { submissionKeys } from './app/idempotency';
import { COMMON_FIELDS, GIT_FIELDS, TASK_FIELDS } from './task-fields';

export function openTaskForm() {
  const own = h('div', { class: 'form' });
  const type = choice('type', 'Type', Object.keys(TASK_FIELDS));
  const operation = choice('operation', 'Operation', Object.keys(GIT_FIELDS));
  const form = h(
    'form',
    { class: 'form dialog-body', id: 'task-form', novalidate: true },
    type,
    own,
    ...COMMON_FIELDS.map(control),
    h('p', { class: 'form-message', role: 'status' }),
    h(
      'div',
      { class: 'dialog-actions' },
      h('button', { type: 'submit', class: 'button button-primary' }, 'Run task'),
    ),
  );
  /** @returns {Field[]} */
  const fields = () => {
    const chosen = form.elements.type.value;
    return chosen === 'git' ? GIT_FIELDS[operation.querySelector('select').value] : TASK_FIELDS[chosen];
  };
  const show = () => {
    const isGit = form.elements.type.value === 'git';
    own.replaceChildren(...(isGit ? [operation] : []), ...fields().map(control));
  };
  type.addEventListener('change', show);
  operation.addEventListener('change', show);
  show();
  const dialog = openDialog({ title: 'New task' }, form);
  form.elements.type.focus();
  const keys = submissionKeys();
  onSubmit(form, async () => {
    const body = readBody(form, [...fields(), ...COMMON_FIELDS]);
    const task = await call('POST /api/tasks', {
      body,
      headers: { 'Idempotency-Key': keys.forBody(body) },
    });
    dialog.close();
    location.hash = `#/task/${task.id}`;
  });
}

/** @param {any} form @param {Field[]} fields @returns {Body<'POST /api/tasks'>} */
function readBody(form, fields) {
  const body = { type: form.elements.type.value, source: 'dashboard' };
  if (body.type === 'git') body.operation = form.elements.operation.value;
  for (const { name, words, number, flag } of fields) {
    const element = form.elements[name];
    const text = element.value.trim();
    if (flag) body[name] = element.checked;
    else if (number) body[name] = element.valueAsNumber;
    else if (text) body[name] = words ? text.split(/\s+/) : text;
  }
  return body;
}

function choice(name, label, choices) {
  const id = `task-${name}`;
  const options = choices.map((value) => h('option', { value }, value));
  return h('div', { class: 'field' }, h('label', { for: id }, label), h('select', { id, name }, ...options));
}

/** @param {Field} field */
function control({ name, label, hint, value, lines, number, flag, required }) {
  const id = `task-${name}`;
  const shared = { id, name, required, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' };
  const type = flag ? 'checkbox' : number ? 'number' : 'text';
  const input = lines ? h('textarea', { ...shared, rows: lines }) : h('input', { ...shared, type, value });
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    input,
    hint && h('p', { class: 'hint' }, hint),
  );
}
