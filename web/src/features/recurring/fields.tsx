/** The fields of a recurring prompt: when it is queued, its text, where it goes and how it is done. */
import type { VNode } from 'preact';
import { NumberField, SelectField, TextField } from '../../ui/fields';
import { Field } from '../../ui/form';
import { projectChoices } from '../projects/projects';
import { TargetFields } from '../sessions/target-fields';
import type { RecurringDraft } from './draft';
import { templates } from './load';
import { TemplateFields } from './template-fields';

const KINDS = [
  { value: 'cron', label: 'by a cron text' },
  { value: 'interval', label: 'every' },
];

interface FieldsProps {
  readonly draft: RecurringDraft;
  /** What the ids of the controls begin with. */
  readonly id: string;
}

export const RecurringFields = ({ draft, id }: FieldsProps): VNode => (
  <>
    <TimeFields draft={draft} id={id} />
    <TemplateFields draft={draft.template} id={id} templates={templates.value ?? []} />
    {draft.template.template.value === '' && (
      <Field id={`${id}-content`} name="content" label="Prompt">
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
    <div class="field-row field-row-wraps">
      <TargetFields {...draft} ids={[`${id}-session`, `${id}-provider`]} />
      <TextField
        {...{ id: `${id}-specialty`, name: 'specialty', label: 'Specialty', bind: draft.specialty }}
        placeholder="any"
      />
      <SelectField
        {...{ id: `${id}-project`, name: 'project_id', label: 'In the directory of', bind: draft.project }}
        choices={[{ value: '', label: 'Any project' }, ...projectChoices(draft.project.value)]}
      />
    </div>
    <Numbers draft={draft} id={id} />
  </>
);

const TimeFields = ({ draft, id }: FieldsProps): VNode => {
  const isCron = draft.kind.value === 'cron';
  return (
    <div class="field-row field-row-wraps">
      <TextField id={`${id}-name`} name="name" label="Name" bind={draft.name} />
      <SelectField id={`${id}-kind`} name="kind" label="When" bind={draft.kind} choices={KINDS} />
      <TextField
        id={`${id}-times`}
        name={draft.kind.value}
        label={isCron ? 'Cron text' : 'Length'}
        placeholder={isCron ? '30 3 * * 1-5' : '90s, 5m, 4h or 1d'}
        bind={draft.times}
      />
      <TextField id={`${id}-zone`} name="timezone" label="Time zone" bind={draft.zone} />
    </div>
  );
};

const MOST_CATCH_UP_MINUTES = 30 * 24 * 60;

const Numbers = ({ draft: { priority, timeout, retries, catchUp }, id }: FieldsProps): VNode => (
  <div class="field-row field-row-wraps">
    <NumberField
      {...{ id: `${id}-priority`, name: 'priority', label: 'Priority', bind: priority }}
      {...{ min: -1000, max: 1000, description: 'Higher goes first' }}
    />
    <NumberField
      {...{ id: `${id}-timeout`, name: 'timeout_minutes', label: 'Timeout (min)', bind: timeout }}
      {...{ min: 0, max: 10_080, step: 'any' }}
    />
    <NumberField
      {...{ id: `${id}-retries`, name: 'max_retries', label: 'Retries', bind: retries, min: 0, max: 10 }}
    />
    <NumberField
      {...{ id: `${id}-catch-up`, name: 'catch_up_minutes', label: 'Catch up (min)', bind: catchUp }}
      {...{ min: 1, max: MOST_CATCH_UP_MINUTES }}
      description="A time that was missed no longer ago is made up for"
    />
  </div>
);
