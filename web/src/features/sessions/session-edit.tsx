/** The dialog in which a person says what runs in a session and what it is for. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Session } from '../../../../api/document/api-types';
import { call, type Body } from '../../app/api';
import { Dialog, openDialog } from '../../ui/dialog';
import { choicesOf, SelectField, TextField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { AGENTS, type Agent } from './choices';

const AS_FOUND = '';

/** `say` tells how it went once the dialog is gone. */
export function openSessionEdit(session: Session, say: (text: string) => void): void {
  openDialog((close) => <SessionEdit session={session} say={say} close={close} />);
}

interface EditProps {
  readonly session: Session;
  readonly say: (text: string) => void;
  readonly close: () => void;
}

function SessionEdit({ session: { name, provider, specialty, registered }, say, close }: EditProps): VNode {
  const form = useForm();
  const before = registered ? (provider ?? AS_FOUND) : AS_FOUND;
  const found = registered || !provider ? 'What is found there' : `What is found there (${provider})`;
  const agent = useSignal(before);
  const purpose = useSignal(specialty ?? '');
  const save = async (): Promise<void> => {
    const wanted = purpose.value.trim();
    const body: Body<'PATCH /api/sessions/:name'> = {
      ...(agent.value !== before && { provider: agent.value ? (agent.value as Agent) : null }),
      ...(wanted !== specialty && { specialty: wanted || null }),
    };
    if (Object.keys(body).length > 0) {
      const after = await call('PATCH /api/sessions/:name', { params: { name }, body });
      say(`${name}: ${[after.provider ?? 'no agent', after.specialty].join(', ')}.`);
    }
    close();
  };
  return (
    <Dialog title={`Edit ${name}`} class="dialog-small" onClose={close}>
      <Form id="session-edit" class="form dialog-body" state={form} send={save}>
        <SelectField
          id="edit-provider"
          name="provider"
          label="Agent"
          bind={agent}
          choices={[{ value: AS_FOUND, label: found }, ...choicesOf(AGENTS)]}
          autoFocus
          hint="Its screen is read by the rules of this agent."
        />
        <TextField
          id="edit-specialty"
          name="specialty"
          label="Specialty"
          bind={purpose}
          hint="Prompts that ask for this specialty come here. Empty means general."
        />
        <FormMessage />
        <div class="dialog-actions">
          <SubmitButton>Save</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
