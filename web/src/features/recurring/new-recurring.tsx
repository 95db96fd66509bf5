/** The form for a new recurring prompt. */
import { useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { newBody, recurringDraft } from './draft';
import { RecurringFields } from './fields';
import { load, templates } from './load';

export function NewRecurringForm(): VNode {
  const state = useForm();
  const [draft] = useState(() => recurringDraft());
  const send = async (): Promise<void> => {
    const body = newBody(draft, templates.value ?? []);
    const made = await call('POST /api/recurring-prompts', { body });
    for (const field of [draft.name, draft.content, draft.times]) field.value = '';
    state.say(`'${made.name}' is queued ${made.in_words} (${made.timezone}).`);
    await load();
  };
  return (
    <section class="panel" aria-labelledby="new-recurring-title">
      <div class="panel-head">
        <h2 id="new-recurring-title">New recurring prompt</h2>
      </div>
      <Form id="new-recurring" class="form panel-body" state={state} send={send} label="New recurring prompt">
        <RecurringFields draft={draft} id="recurring" />
        <SubmitButton>Queue it again and again</SubmitButton>
        <FormMessage />
      </Form>
    </section>
  );
}
