/** Directories in which the question “do you trust this directory?” may be answered with yes. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { call, type Row } from '../../app/api';
import { useActions } from '../../ui/actions';
import { TextField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';

type Directory = Row<'GET /api/confirm/trusted-directories'>;

const readAll = async (): Promise<readonly Directory[]> =>
  (await call('GET /api/confirm/trusted-directories')).items;

export function TrustedDirectories(): VNode {
  const form = useForm();
  const actions = useActions((error) => form.fail(error, null));
  const path = useSignal('');
  const items = useSignal<readonly Directory[] | null>(null);
  useEffect(() => {
    readAll().then(
      (read) => (items.value = read),
      (error: unknown) => form.fail(error, null),
    );
  }, [form, items]);
  const add = async (): Promise<void> => {
    const added = path.value.trim();
    await call('POST /api/confirm/trusted-directories', { body: { path: added } });
    items.value = await readAll();
    path.value = '';
    form.say(`Trusts ${added} and what is below it.`);
  };
  const remove = async (id: number): Promise<void> => {
    form.clear();
    await call('DELETE /api/confirm/trusted-directories/:id', { params: { id } });
    items.value = await readAll();
  };
  return (
    <div class="rules-panel">
      <p class="muted">
        Agents ask before they work in a directory they don’t know. In these and below them the question is
        answered with yes; elsewhere it waits for a person.
      </p>
      <Form id="directory-form" class="form action-form" state={form} send={add}>
        <TextField
          id="directory-path"
          name="path"
          label="Directory"
          placeholder="/home/me/projects"
          bind={path}
        />
        <SubmitButton class="button-small button-primary">Trust it</SubmitButton>
        <FormMessage />
      </Form>
      <ul class="directories" aria-label="Trusted directories">
        {items.value?.map((directory) => (
          <li key={directory.id}>
            <code>{directory.path}</code>
            <button
              type="button"
              class="button button-small button-quiet"
              aria-label={`Stop trusting ${directory.path}`}
              data-steady
              onClick={actions.press(() => remove(directory.id))}
            >
              Remove
            </button>
          </li>
        ))}
        {items.value?.length === 0 && <li class="muted">None: a person answers every such question.</li>}
      </ul>
    </div>
  );
}
