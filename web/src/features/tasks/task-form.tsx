/** The dialog that queues a task. */
import { signal, useSignal, type Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { call, type Body } from '../../app/api';
import { submissionKeys } from '../../app/idempotency';
import { Dialog, openDialog } from '../../ui/dialog';
import { choicesOf, SelectField } from '../../ui/fields';
import { Field, Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { COMMON_FIELDS, GIT_FIELDS, TASK_FIELDS, type TaskField } from './fields';

type NewTask = Body<'POST /api/tasks'>;
type Value = string | number | boolean | readonly string[];

export const openTaskForm = (): void =>
  void openDialog((close) => (
    <Dialog title="New task" onClose={close}>
      <TaskForm close={close} />
    </Dialog>
  ));

const isKey = <Names extends object>(names: Names, name: string): name is keyof Names & string =>
  Object.hasOwn(names, name);
const fieldsOf = (type: string, operation: string): readonly TaskField[] => {
  if (type === 'git') return isKey(GIT_FIELDS, operation) ? GIT_FIELDS[operation] : [];
  return isKey(TASK_FIELDS, type) ? TASK_FIELDS[type] : [];
};

function TaskForm({ close }: { close: () => void }): VNode {
  const form = useForm();
  const keys = useMemo(submissionKeys, []);
  const values = useMemo(written, []);
  const type = useSignal('shell');
  const operation = useSignal('status');
  const fields = fieldsOf(type.value, operation.value);
  const send = async (): Promise<void> => {
    const given = Object.fromEntries(
      [...fields, ...COMMON_FIELDS].flatMap((field) => valueOf(field, values(field).value)),
    );
    const git = type.value === 'git' ? { operation: operation.value } : {};
    // The server checks what a person wrote; the names are those of its fields.
    const body = { type: type.value, source: 'dashboard', ...git, ...given } as unknown as NewTask;
    const headers = { 'Idempotency-Key': keys.forBody(body) };
    const task = await call('POST /api/tasks', { body, headers });
    close();
    location.hash = `#/task/${task.id}`;
  };
  return (
    <Form id="task-form" class="form dialog-body" state={form} send={send}>
      <SelectField
        id="task-type"
        name="type"
        label="Type"
        bind={type}
        choices={choicesOf(Object.keys(TASK_FIELDS))}
        autoFocus
      />
      <div class="form">
        {type.value === 'git' && (
          <SelectField
            id="task-operation"
            name="operation"
            label="Operation"
            bind={operation}
            choices={choicesOf(Object.keys(GIT_FIELDS))}
          />
        )}
        {fields.map((field) => (
          <TaskControl key={field.name} field={field} bind={values(field)} />
        ))}
      </div>
      {COMMON_FIELDS.map((field) => (
        <TaskControl key={field.name} field={field} bind={values(field)} />
      ))}
      <FormMessage />
      <div class="dialog-actions">
        <SubmitButton>Run task</SubmitButton>
      </div>
    </Form>
  );
}

/** What is written in each field, by its name: what several types ask for is written once. */
function written(): (field: TaskField) => Signal<string> {
  const values = new Map<string, Signal<string>>();
  return ({ name, value }) => {
    const known = values.get(name) ?? signal(String(value ?? ''));
    values.set(name, known);
    return known;
  };
}

function valueOf({ name, words, number, flag }: TaskField, value: string): [name: string, value: Value][] {
  if (flag) return [[name, value === 'true']];
  const text = value.trim();
  if (!text) return [];
  return [[name, number ? Number(text) : words ? text.split(/\s+/) : text]];
}

function TaskControl({ field, bind }: { field: TaskField; bind: Signal<string> }): VNode {
  const { name, label, hint, lines, number, flag, required = false } = field;
  return (
    <Field id={`task-${name}`} name={name} label={label} hint={hint}>
      {(control) => {
        const shared = {
          ...control,
          required,
          autocomplete: 'off',
          autocapitalize: 'none',
          spellcheck: false,
          onInput: ({ currentTarget }: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
            bind.value = currentTarget.value;
          },
        } as const;
        if (lines) return <textarea {...shared} rows={lines} value={bind.value} />;
        if (number) return <input {...shared} type="number" value={bind.value} />;
        if (!flag) return <input {...shared} value={bind.value} />;
        return (
          <input
            {...control}
            type="checkbox"
            checked={bind.value === 'true'}
            onChange={({ currentTarget }) => (bind.value = String(currentTarget.checked))}
          />
        );
      }}
    </Field>
  );
}
