/** The dialogs that take a plan as YAML, a new one or one that runs; the server names the lines of what is wrong. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { ApiError, callYaml } from '../../app/api';
import { Dialog, openDialog } from '../../ui/dialog';
import { Field, Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { estimateWords } from './estimate';
import { decide, type Exported, exportOf, open, readList } from './page';

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

/** Of a plan that is there: it is written anew as a whole. */
export const openPlanText = async (id: number): Promise<void> => {
  const exported = await exportOf(id);
  openDialog((close) => (
    <Dialog title={`Plan #${id}`} class="dialog-wide" onClose={close}>
      <PlanForm text={exported.text} known={{ id, ...exported }} close={close} />
    </Dialog>
  ));
};

interface Props {
  readonly text: string;
  readonly known?: Exported & { readonly id: number };
  readonly close: () => void;
}

function PlanForm({ text, known, close }: Props): VNode {
  const form = useForm();
  const written = useSignal(text);
  const tag = useSignal(known?.tag ?? '');
  const send = async (submitter: string): Promise<void> => {
    if (submitter === 'check') {
      const { phases, tasks, warnings, estimate } = await callYaml('POST /api/plans/validate', written.value);
      form.say(
        [`A plan of ${phases} phases and ${tasks} tasks.`, ...warnings, estimateWords(estimate)].join(' '),
      );
      return;
    }
    if (known) return save(known.id);
    const { id } = await callYaml('POST /api/plans', written.value);
    close();
    await readList();
    open(id);
  };
  const save = async (id: number): Promise<void> => {
    try {
      const headers = { 'If-Match': tag.value };
      await decide(() => callYaml('PUT /api/plans/:id', written.value, { params: { id }, headers }));
      close();
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412) throw error;
      const now = await exportOf(id);
      tag.value = now.tag;
      form.say(
        `Somebody changed the plan meanwhile. What you wrote is still here: save again to put it in the place of theirs, or close, and begin with theirs.`,
        'bad',
      );
    }
  };
  return (
    <Form id="plan-form" class="form dialog-body" state={form} send={send}>
      <Field
        id="plan-text"
        name="yaml"
        label="Plan"
        hint={
          known
            ? 'Tasks with the same key stay the same tasks; what is under way goes on as it was sent.'
            : 'YAML or JSON; docs/plans.md says what it may hold.'
        }
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
        <button type="submit" class="button" value="check" data-reads>
          Check
        </button>
        <SubmitButton>{known ? 'Save plan' : 'Run plan'}</SubmitButton>
      </div>
    </Form>
  );
}
