/** The form for a new recurring prompt. */
import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { call, type Body } from '../../app/api';
import { NumberField, SelectField, TextField } from '../../ui/fields';
import { Field, Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { TargetFields } from '../sessions/target-fields';
import { load, templates } from './load';
import { templateDraft, TemplateFields, templateOf } from './template-fields';

const KINDS = [
  { value: 'cron', label: 'at the times of a cron text' },
  { value: 'interval', label: 'every' },
];
const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

const newDraft = () => ({
  name: signal(''),
  content: signal(''),
  kind: signal('cron'),
  times: signal(''),
  zone: signal(ownZone),
  session: signal(''),
  agent: signal(''),
  priority: signal('0'),
  template: templateDraft(),
});
type Draft = ReturnType<typeof newDraft>;

export function NewRecurringForm(): VNode {
  const state = useForm();
  const [draft] = useState(newDraft);
  const send = async (): Promise<void> => {
    const made = await call('POST /api/recurring-prompts', { body: bodyOf(draft) });
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
        <div class="field-row">
          <TextField id="recurring-name" name="name" label="Name" bind={draft.name} />
          <SelectField id="recurring-kind" name="kind" label="When" bind={draft.kind} choices={KINDS} />
          <TextField
            id="recurring-times"
            name={draft.kind.value}
            label={draft.kind.value === 'cron' ? 'Cron text' : 'Length'}
            placeholder={draft.kind.value === 'cron' ? '30 3 * * 1-5' : '4h'}
            bind={draft.times}
          />
          <TextField id="recurring-zone" name="timezone" label="Time zone" bind={draft.zone} />
        </div>
        <TemplateFields draft={draft.template} id="recurring" templates={templates.value ?? []} />
        {draft.template.template.value === '' && (
          <Field id="recurring-content" name="content" label="Prompt">
            {(control) => (
              <textarea
                {...control}
                rows={3}
                value={draft.content.value}
                onInput={({ currentTarget }) => (draft.content.value = currentTarget.value)}
              />
            )}
          </Field>
        )}
        <div class="field-row">
          <TargetFields {...draft} ids={['recurring-session', 'recurring-provider']} />
          <NumberField
            {...{ id: 'recurring-priority', name: 'priority', label: 'Priority', bind: draft.priority }}
            min={-1000}
            max={1000}
          />
        </div>
        <SubmitButton>Queue it again and again</SubmitButton>
        <FormMessage />
      </Form>
    </section>
  );
}

function bodyOf(draft: Draft): Body<'POST /api/recurring-prompts'> {
  const { name, content, kind, times, zone, session, agent, priority, template } = draft;
  return {
    name: name.value,
    [kind.value]: times.value,
    ...(zone.value && { timezone: zone.value }),
    ...(templateOf(template, templates.value ?? []) ?? { content: content.value }),
    ...(session.value && { target_session: session.value }),
    ...(agent.value && { target_provider: agent.value }),
    ...(priority.value && { priority: Number(priority.value) }),
  } as Body<'POST /api/recurring-prompts'>;
}
