/** A goal from which a model drafts a plan, and the drafts that are under way or came to nothing. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { Dialog, openDialog } from '../../ui/dialog';
import { SelectField, TextField } from '../../ui/fields';
import { Field, Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { projectChoices, readProjects } from '../projects/projects';
import { actions, drafts, open, readDrafts, readList } from './page';

export function openDraft(): void {
  // Without them a directory can be given all the same.
  void readProjects().catch(() => undefined);
  openDialog((close) => (
    <Dialog title="Draft a plan" class="dialog-wide" onClose={close}>
      <DraftForm close={close} />
    </Dialog>
  ));
}

function DraftForm({ close }: { close: () => void }): VNode {
  const form = useForm();
  const goal = useSignal('');
  const project = useSignal('');
  const dir = useSignal('');
  // The same request, should its answer get lost: no model is asked twice.
  const key = useSignal(crypto.randomUUID());
  const send = async (): Promise<void> => {
    const draft = await call('POST /api/plans/draft', {
      headers: { 'Idempotency-Key': key.value },
      body: {
        goal: goal.value,
        ...(project.value !== '' && { project_id: Number(project.value) }),
        ...(dir.value.trim() !== '' && { working_dir: dir.value.trim() }),
      },
    });
    close();
    await Promise.all([readList(), readDrafts()]);
    if (draft.plan_id !== null) open(draft.plan_id);
  };
  const again = (): void => void (key.value = crypto.randomUUID());
  return (
    <Form id="draft-form" class="form dialog-body" state={form} send={send} onInput={again}>
      <Field
        id="draft-goal"
        name="goal"
        label="Goal"
        hint="A model writes a plan for it. Nothing of it runs before you start it."
      >
        {(control) => (
          <textarea
            {...control}
            rows={6}
            value={goal.value}
            onInput={({ currentTarget }) => (goal.value = currentTarget.value)}
          />
        )}
      </Field>
      <div class="field-row">
        <SelectField
          {...{ id: 'draft-project', name: 'project_id', label: 'Project', bind: project }}
          choices={[{ value: '', label: 'None' }, ...projectChoices(project.value)]}
        />
        <TextField id="draft-dir" name="working_dir" label="Directory" bind={dir} />
      </div>
      <FormMessage />
      <div class="dialog-actions">
        <SubmitButton>Draft plan</SubmitButton>
      </div>
    </Form>
  );
}

/** Those that are no plan yet. */
export const Drafts = (): VNode => (
  <>
    {drafts.value.map(({ id, goal, state, reason }) => (
      <div key={id} class="plan-draft" data-draft={id}>
        <p>
          <strong>{state === 'drafting' ? 'A model drafts a plan' : 'A draft came to nothing'}</strong>:{' '}
          {goal.split('\n')[0]}
        </p>
        {reason !== null && <p class="reason">{reason}</p>}
        <div class="panel-actions">
          {state === 'failed' && (
            <DraftAction
              label="Ask again"
              run={() => call('POST /api/plans/drafts/:id/retry', { params: { id } })}
            />
          )}
          {state === 'drafting' ? (
            <DraftAction
              label="Give up"
              run={() => call('POST /api/plans/drafts/:id/cancel', { params: { id } })}
            />
          ) : (
            <DraftAction
              label="Remove"
              run={() => call('DELETE /api/plans/drafts/:id', { params: { id } })}
            />
          )}
        </div>
      </div>
    ))}
  </>
);

const DraftAction = ({ label, run }: { label: string; run: () => Promise<unknown> }): VNode => (
  <button
    type="button"
    class="button button-small"
    onClick={actions.press(async () => {
      try {
        await run();
      } finally {
        await readDrafts();
      }
    })}
  >
    {label}
  </button>
);
