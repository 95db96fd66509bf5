/** The form for a new user. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { SelectField, TextField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { ROLES, type Role } from '../../../../workflows/contracts/access';
import { loadUsers } from './load';
import { PasswordField } from './password-field';
import { ROLE_WORDS } from './you';

const CHOICES = ROLES.map((role) => ({ value: role, label: `${role}: ${ROLE_WORDS[role]}` }));

export function NewUserForm(): VNode {
  const form = useForm();
  const name = useSignal('');
  const password = useSignal('');
  const role = useSignal<string>('viewer');
  const send = async (): Promise<void> => {
    const body = { name: name.value, password: password.value, role: role.value as Role };
    const made = await call('POST /api/users', { body });
    for (const field of [name, password]) field.value = '';
    form.say(`The user ${made.name} is made: ${made.role}.`);
    await loadUsers();
  };
  return (
    <Form id="new-user" class="form panel-body access-new" state={form} send={send} label="New user">
      <h3>New user</h3>
      <div class="field-row field-row-wraps">
        <TextField id="user-name" name="name" label="Name" bind={name} />
        <PasswordField id="user-password" name="password" label="Password" bind={password} />
        <SelectField id="user-role" name="role" label="Role" bind={role} choices={CHOICES} />
      </div>
      <SubmitButton>Add the user</SubmitButton>
      <FormMessage />
    </Form>
  );
}
