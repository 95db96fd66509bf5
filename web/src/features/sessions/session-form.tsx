/** The dialog that makes a session. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call, type Body } from '../../app/api';
import { Dialog, openDialog } from '../../ui/dialog';
import { choicesOf, SelectField, TextField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { FieldError } from '../../ui/form-state';
import { AGENTS, type Agent } from './choices';

/** `say` tells how it went once the dialog is gone. */
export function openSessionForm(say: (text: string) => void): void {
  openDialog((close) => <SessionForm say={say} close={close} />);
}

function SessionForm({ say, close }: { say: (text: string) => void; close: () => void }): VNode {
  const form = useForm();
  const name = useSignal('');
  const provider = useSignal<string>('claude');
  const specialty = useSignal('general');
  const dir = useSignal('');
  const command = useSignal('');
  const make = async (): Promise<void> => {
    if (!name.value.trim()) throw new FieldError('name', 'Give the session a name.');
    const optional = {
      specialty: specialty.value.trim(),
      working_dir: dir.value.trim(),
      command: command.value.trim(),
    };
    const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value));
    const body: Body<'POST /api/sessions'> = {
      name: name.value.trim(),
      provider: provider.value as Agent,
      ...given,
    };
    const session = await call('POST /api/sessions', { body });
    close();
    say(`Made ${session.name}.`);
  };
  return (
    <Dialog title="New session" onClose={close}>
      <Form id="session-form" class="form dialog-body" state={form} send={make}>
        <TextField
          id="session-name"
          name="name"
          label="Name"
          bind={name}
          autoFocus
          hint="Letters, digits, - and _; how tmux lists it."
        />
        <SelectField
          id="session-provider"
          name="provider"
          label="Agent"
          bind={provider}
          choices={choicesOf(AGENTS)}
        />
        <TextField
          id="session-specialty"
          name="specialty"
          label="Specialty"
          bind={specialty}
          hint="Prompts that ask for this specialty come here."
        />
        <TextField
          id="session-working_dir"
          name="working_dir"
          label="Working directory"
          bind={dir}
          hint="Empty means your home directory."
        />
        <TextField
          id="session-command"
          name="command"
          label="Command"
          bind={command}
          hint="Empty means the agent's usual one."
        />
        <FormMessage />
        <div class="dialog-actions">
          <SubmitButton>Make session</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
