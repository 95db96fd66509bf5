/** The form that adds a secret. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call, type Body } from '../../app/api';
import { choicesOf, SelectField, TextField } from '../../ui/fields';
import { Field, Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import type { VaultActions } from './secret-row';

type NewSecret = Body<'POST /api/secrets'>;
type Category = NonNullable<NewSecret['category']>;

const CATEGORIES: readonly [Category, ...Category[]] = [
  'token',
  'api_key',
  'password',
  'certificate',
  'ssh_key',
  'env_var',
  'general',
];

export function SecretForm({ refresh, say }: VaultActions): VNode {
  const form = useForm();
  const name = useSignal('');
  const category = useSignal<string>(CATEGORIES[0]);
  const value = useSignal('');
  const service = useSignal('');
  const expires = useSignal('');
  const send = async (): Promise<void> => {
    // Empty fields are left out, but for those that must be there: the server says what it expects of them.
    const body = {
      name: name.value,
      category: category.value as Category,
      value: value.value,
      ...(service.value && { service: service.value }),
      ...(expires.value && { expires_at: expires.value }),
    };
    const added = await call('POST /api/secrets', { body });
    for (const field of [name, value, service, expires]) field.value = '';
    category.value = CATEGORIES[0];
    say(`Added ${added.name}.`);
    await refresh();
  };
  return (
    <Form id="secret-form" class="form panel-body" label="Add a secret" state={form} send={send}>
      <div class="field-row">
        <TextField {...named('name')} label="Name" placeholder="GITHUB_TOKEN" bind={name} />
        <SelectField
          {...named('category')}
          label="Category"
          bind={category}
          choices={choicesOf(CATEGORIES)}
        />
      </div>
      {/* A field for text of many lines can't hide it: keys and certificates are pasted, and gone with the answer. */}
      <Field {...named('value')} label="Value">
        {(control) => (
          <textarea
            {...control}
            rows={2}
            autocomplete="off"
            spellcheck={false}
            value={value.value}
            onInput={({ currentTarget }) => (value.value = currentTarget.value)}
          />
        )}
      </Field>
      <div class="field-row">
        <TextField {...named('service')} label="Service" bind={service} />
        <Field {...named('expires_at')} label="Expires">
          {(control) => (
            <input
              {...control}
              type="date"
              autocomplete="off"
              value={expires.value}
              onInput={({ currentTarget }) => (expires.value = currentTarget.value)}
            />
          )}
        </Field>
      </div>
      <FormMessage />
      <div class="dialog-actions">
        <SubmitButton>Add secret</SubmitButton>
      </div>
    </Form>
  );
}

/** A control that is named as its field of the request. */
const named = (name: keyof NewSecret) => ({ id: `secret-${name}`, name });
