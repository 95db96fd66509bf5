/** The dialog in which an admin gives a user another password. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { Dialog } from '../../ui/dialog';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { loadUsers, say } from './load';
import { PasswordField } from './password-field';

interface SetPasswordProps {
  readonly user: { readonly id: number; readonly name: string };
  readonly close: () => void;
}

export function SetPasswordDialog({ user: { id, name }, close }: SetPasswordProps): VNode {
  const form = useForm();
  const password = useSignal('');
  const send = async (): Promise<void> => {
    await call('PATCH /api/users/:id', { params: { id }, body: { password: password.value } });
    close();
    say('users', `${name} has a new password. All logins of ${name} have ended.`);
    await loadUsers();
  };
  return (
    <Dialog title={`New password of ${name}`} class="dialog-small" onClose={close}>
      <Form id="set-password" class="form dialog-body" state={form} send={send}>
        <PasswordField id="set-password-new" name="password" label="New password" bind={password} autoFocus />
        <p class="hint">
          It ends all logins of {name}. Tell it to {name} in a way that others do not read.
        </p>
        <FormMessage />
        <div class="dialog-actions">
          <SubmitButton>Set the password</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
