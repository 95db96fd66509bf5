/** The choice of a template, with a field for each of its variables. */
import { signal, type Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { SelectField, TextField } from '../../ui/fields';
import type { Template } from './load';

export interface TemplateDraft {
  /** Name of the template; empty: none. */
  readonly template: Signal<string>;
  /** By name; those of other templates stay for when they are chosen again. */
  readonly values: Map<string, Signal<string>>;
}

export const templateDraft = (template = '', variables: Record<string, string> = {}): TemplateDraft => ({
  template: signal(template),
  values: new Map(Object.entries(variables).map(([name, value]) => [name, signal(value)])),
});

function valueOf({ values }: TemplateDraft, name: string): Signal<string> {
  const known = values.get(name) ?? signal('');
  values.set(name, known);
  return known;
}

interface FieldsProps {
  readonly draft: TemplateDraft;
  readonly id: string;
  readonly templates: readonly Template[];
}

export function TemplateFields({ draft, id, templates }: FieldsProps): VNode {
  const choices = [
    { value: '', label: 'none' },
    ...templates.map(({ name }) => ({ value: name, label: name })),
  ];
  const chosen = templates.find(({ name }) => name === draft.template.value);
  return (
    <div class="field-row field-row-wraps">
      <SelectField
        id={`${id}-template`}
        name="template"
        label="Template"
        bind={draft.template}
        choices={choices}
      />
      {chosen?.variables.map(({ name, required, default: value }) => (
        <TextField
          key={`${chosen.name} ${name}`}
          id={`${id}-variable-${name}`}
          name={`variables.${name}`}
          label={name}
          bind={valueOf(draft, name)}
          {...(!required && { placeholder: value ?? '' })}
        />
      ))}
    </div>
  );
}

/** What is left empty has its default. */
export function templateOf(draft: TemplateDraft, templates: readonly Template[]) {
  const chosen = templates.find(({ name }) => name === draft.template.value);
  if (!chosen) return null;
  const given = chosen.variables
    .map(({ name, required }) => ({ name, required, value: valueOf(draft, name).value }))
    .filter(({ required, value }) => required || value !== '');
  return {
    template: chosen.name,
    variables: Object.fromEntries(
      given.filter(({ value }) => value !== '').map(({ name, value }) => [name, value]),
    ),
  };
}
