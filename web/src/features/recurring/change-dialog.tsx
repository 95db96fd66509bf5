/** The dialog that changes a recurring prompt: what isn't touched stays as it is. */
import { useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { Dialog } from '../../ui/dialog';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { changesOf, recurringDraft } from './draft';
import { RecurringFields } from './fields';
import { load, templates, type Recurring } from './load';

interface ChangeDialogProps {
  /** As it was when the dialog was opened. */
  readonly one: Recurring;
  readonly close: () => void;
}

export function ChangeDialog({ one, close }: ChangeDialogProps): VNode {
  const form = useForm();
  const [draft] = useState(() => recurringDraft(one));
  const save = async (): Promise<void> => {
    const body = changesOf(one, draft, templates.value ?? []);
    if (Object.keys(body).length > 0)
      await call('PATCH /api/recurring-prompts/:id', { params: { id: one.id }, body });
    close();
    await load();
  };
  return (
    <Dialog title={`Change '${one.name}'`} class="dialog-fields" onClose={close}>
      <Form id="change-recurring" class="form dialog-body" state={form} send={save}>
        <RecurringFields draft={draft} id="change" />
        <p class="hint">Prompts that it has queued stay as they are.</p>
        <FormMessage />
        <div class="dialog-actions">
          <SubmitButton>Save</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
