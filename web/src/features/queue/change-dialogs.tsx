/** Where several prompts are to go, or which priority they get. Loaded when it is wanted. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Prompt } from '../../app/state';
import { Dialog } from '../../ui/dialog';
import { NumberField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { FieldError } from '../../ui/form-state';
import { counted } from '../../ui/text';
import { TargetFields } from '../sessions/target-fields';
import { changeLater, mayInterrupt, type Change } from './chosen-bar';

interface Props {
  readonly prompts: readonly Prompt[];
  readonly close: () => void;
}

const idsOf = (prompts: readonly Prompt[]): number[] => prompts.map(({ id }) => id);

export function ReassignDialog({ prompts, close }: Props): VNode {
  const form = useForm();
  const session = useSignal('');
  const agent = useSignal('');
  const send = async (): Promise<void> => {
    const provider = (agent.value || null) as Extract<Change, { action: 'reassign' }>['target_provider'];
    const target = { target_session: session.value || null, target_provider: provider };
    if (!(await mayInterrupt(prompts, 'Reassign'))) return;
    close();
    const where = session.value || (agent.value ? `any ${agent.value}` : 'any session');
    changeLater(`reassigned to ${where}`, { action: 'reassign', ids: idsOf(prompts), ...target });
  };
  return (
    <Dialog
      id="reassign-chosen"
      title={`Reassign ${counted(prompts.length, 'prompt')}`}
      class="dialog-small"
      onClose={close}
    >
      <Form id="reassign-chosen-form" class="form dialog-body" state={form} send={send}>
        <TargetFields session={session} agent={agent} ids={['chosen-session', 'chosen-agent']} />
        <p class="hint">They begin anew there. Those that wait keep their places in the queue.</p>
        <FormMessage />
        <div class="dialog-actions">
          <SubmitButton>Reassign them</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}

export function PriorityDialog({ prompts, close }: Props): VNode {
  const form = useForm();
  const priority = useSignal(String(prompts[0]?.priority ?? 0));
  const send = (): void => {
    const value = Number(priority.value);
    if (priority.value === '' || !Number.isInteger(value) || Math.abs(value) > 1000)
      throw new FieldError('priority', 'Write a whole number from -1000 to 1000.');
    close();
    changeLater(`given priority ${value}`, { action: 'priority', ids: idsOf(prompts), priority: value });
  };
  return (
    <Dialog
      id="prioritise-chosen"
      title={`Priority of ${counted(prompts.length, 'prompt')}`}
      class="dialog-small"
      onClose={close}
    >
      <Form id="prioritise-chosen-form" class="form dialog-body" state={form} send={send}>
        <NumberField
          {...{ id: 'chosen-priority', name: 'priority', label: 'Priority', bind: priority }}
          min={-1000}
          max={1000}
          autoFocus
          hint="Higher goes first. They become the last of that priority, in the order that they have."
        />
        <FormMessage />
        <div class="dialog-actions">
          <SubmitButton>Give it to them</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
