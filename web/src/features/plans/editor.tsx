/** The dialog that makes a plan of YAML, which the server checks with the lines of what is wrong. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { callYaml } from '../../app/api';
import { Dialog, openDialog } from '../../ui/dialog';
import { Field, Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { open, readList } from './page';

const EXAMPLE = `name: Build and look
phases:
  - name: Build
    tasks:
      - key: compile
        prompt: make
        target_session: builder
        gates:
          - type: command
            command: test -f out/app
`;

export const openEditor = (text = EXAMPLE): void =>
  void openDialog((close) => (
    <Dialog title="New plan" class="dialog-wide" onClose={close}>
      <PlanForm text={text} close={close} />
    </Dialog>
  ));

function PlanForm({ text, close }: { text: string; close: () => void }): VNode {
  const form = useForm();
  const written = useSignal(text);
  const send = async (submitter: string): Promise<void> => {
    if (submitter === 'check') {
      const { phases, tasks, warnings } = await callYaml('POST /api/plans/validate', written.value);
      form.say([`A plan of ${phases} phases and ${tasks} tasks.`, ...warnings].join(' '));
      return;
    }
    const { id } = await callYaml('POST /api/plans', written.value);
    close();
    await readList();
    open(id);
  };
  return (
    <Form id="plan-form" class="form dialog-body" state={form} send={send}>
      <Field
        id="plan-text"
        name="yaml"
        label="Plan"
        hint="YAML or JSON; docs/plans.md says what it may hold."
      >
        {(control) => (
          <textarea
            {...control}
            class="plan-text"
            rows={24}
            spellcheck={false}
            autocomplete="off"
            autocapitalize="none"
            value={written.value}
            onInput={({ currentTarget }) => (written.value = currentTarget.value)}
          />
        )}
      </Field>
      <FormMessage />
      <div class="dialog-actions">
        <button type="submit" class="button" value="check">
          Check
        </button>
        <SubmitButton>Run plan</SubmitButton>
      </div>
    </Form>
  );
}
