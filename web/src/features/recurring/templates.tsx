/** Templates: the texts that prompts are made from, and the form that keeps one. */
import { signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { useActions } from '../../ui/actions';
import { confirmAction } from '../../ui/dialog';
import { TextField } from '../../ui/fields';
import { Field, Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { FieldError } from '../../ui/form-state';
import { failed, load, templates, type Template } from './load';

const name = signal('');
const text = signal('');
const defaults = signal('');

export function TemplateList(): VNode {
  const rows = templates.value;
  return (
    <section class="panel" aria-labelledby="templates-title">
      <div class="panel-head">
        <h2 id="templates-title">Templates</h2>
      </div>
      <ul id="templates" class="panel-body recurring-rows" data-list>
        {(rows ?? []).map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </ul>
      <TemplateForm />
    </section>
  );
}

function Row({ one }: { one: Template }): VNode {
  const actions = useActions(failed);
  const remove = async (): Promise<void> => {
    const what = {
      title: `Remove the template '${one.name}'?`,
      text: 'Prompts that were made from it stay.',
    };
    if (!(await confirmAction({ ...what, action: 'Remove' }))) return;
    await call('DELETE /api/templates/:name', { params: { name: one.name } });
    await load();
  };
  return (
    <li data-row data-template={one.name}>
      <div class="recurring-head">
        <strong>{one.name}</strong>
        <span class="muted">{one.variables.map(words).join(', ') || 'no variables'}</span>
        {one.used_by.length > 0 && <span class="muted">used by {one.used_by.join(', ')}</span>}
        <button type="button" class="button button-small" onClick={() => edit(one)}>
          Change
        </button>
        <button
          type="button"
          class="button button-small"
          data-steady
          disabled={actions.isBusy()}
          onClick={actions.press(remove)}
        >
          Remove
        </button>
      </div>
      <pre>{one.text}</pre>
    </li>
  );
}

type Variable = Template['variables'][number];
const words = ({ name: one, required, default: value }: Variable): string =>
  required ? one : `${one} (${value === '' ? 'empty' : value})`;

function edit(one: Template): void {
  name.value = one.name;
  text.value = one.text;
  defaults.value = one.variables
    .filter(({ required }) => !required)
    .map((variable) => `${variable.name}=${variable.default ?? ''}`)
    .join('\n');
}

function TemplateForm(): VNode {
  const state = useForm();
  const saved = useSignal('');
  const send = async (): Promise<void> => {
    const body = { text: text.value, defaults: pairsOf(defaults.value) };
    if ((templates.value ?? []).some((one) => one.name === name.value))
      await call('PATCH /api/templates/:name', { params: { name: name.value }, body });
    else await call('POST /api/templates', { body: { ...body, name: name.value } });
    saved.value = name.value;
    for (const field of [name, text, defaults]) field.value = '';
    state.say(`Template '${saved.value}' is kept.`);
    await load();
  };
  const area = (id: string, field: string, label: string, bind: typeof text, rows: number): VNode => (
    <Field id={id} name={field} label={label}>
      {(control) => (
        <textarea
          {...control}
          rows={rows}
          value={bind.value}
          onInput={({ currentTarget }) => (bind.value = currentTarget.value)}
        />
      )}
    </Field>
  );
  return (
    <Form id="new-template" class="form panel-body" state={state} send={send} label="New template">
      <TextField id="template-name" name="name" label="Name" bind={name} />
      {area('template-text', 'text', 'Text, with {{name}} for each variable', text, 3)}
      {area('template-defaults', 'defaults', 'Defaults, one name=value a line', defaults, 2)}
      <SubmitButton>Keep the template</SubmitButton>
      <FormMessage />
    </Form>
  );
}

/** @throws FieldError */
function pairsOf(lines: string): Record<string, string> {
  const pairs = lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => /^\s*([A-Za-z_][\w-]*)=(.*)$/.exec(line));
  if (pairs.some((pair) => pair === null))
    throw new FieldError('defaults', 'Write one name=value on each line.');
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}
