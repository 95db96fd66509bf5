/** The controls of a form of features, bugs or projects. */
import { useSignal } from '@preact/signals';
import type { TargetedEvent, VNode } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { Feature } from '../../../../api/document/api-types';
import { call } from '../../app/api';
import { whenQuiet } from '../../ui/dom';
import { Options } from '../../ui/fields';
import { Field as LabelledField, type ControlProps } from '../../ui/form';
import { projectChoices } from '../projects/projects';
import type { Field } from './fields';
import type { FormModel } from './form-model';

const TYPING_PAUSE_MS = 200;
const SUGGESTED = 20;

interface Props {
  readonly field: Field;
  readonly model: FormModel;
  readonly autoFocus: boolean;
}
type Typed = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function ItemControl({ field, model, autoFocus }: Props): VNode {
  return (
    <LabelledField id={`work-${field.name}`} name={field.name} label={field.label} hint={field.hint}>
      {(control) => <Control {...{ field, model, autoFocus, control }} />}
    </LabelledField>
  );
}

function Control({ field, model, autoFocus, control }: Props & { readonly control: ControlProps }): VNode {
  const value = model.text(field);
  const onInput = ({ currentTarget }: TargetedEvent<Typed>): void => model.write(field, currentTarget.value);
  const bound = { ...control, value, onInput };
  const { type = 'text' } = field;
  switch (type) {
    case 'lines':
      return <textarea {...bound} rows={field.rows} />;
    case 'number':
      return <input {...bound} type="number" step={field.step} />;
    case 'choice':
      return (
        <select {...bound}>
          <Options
            choices={Object.entries(field.choices ?? {}).map(([word, { label }]) => ({ value: word, label }))}
          />
        </select>
      );
    case 'project':
      return (
        <select {...bound}>
          <Options choices={[{ value: '', label: 'None' }, ...projectChoices(value)]} />
        </select>
      );
    case 'feature':
      return <FeatureInput {...{ model, bound, value }} />;
    case 'text':
      return <input {...bound} required={field.required} autocomplete="off" autoFocus={autoFocus} />;
  }
}

interface FeatureInputProps {
  readonly model: FormModel;
  readonly value: string;
  readonly bound: ControlProps & { readonly onInput: (event: TargetedEvent<HTMLInputElement>) => void };
}

/** There may be thousands: those with the text in their title are offered while it is written. */
function FeatureInput({ model, value, bound }: FeatureInputProps): VNode {
  const offered = useSignal<readonly Pick<Feature, 'id' | 'title'>[]>([]);
  const text = useRef(value);
  text.current = value;
  const ask = useMemo(
    () =>
      whenQuiet(() => {
        void suggest(text.current, model).then((features) => (offered.value = features));
      }, TYPING_PAUSE_MS),
    [model, offered],
  );
  return (
    <>
      <input
        {...bound}
        value={value}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        list="feature-suggestions"
        onFocus={ask}
        onInput={(event) => {
          bound.onInput(event);
          ask();
        }}
      />
      <datalist id="feature-suggestions">
        {offered.value.map(({ id, title }) => (
          <option key={id} value={id} label={`#${id} ${title}`} />
        ))}
      </datalist>
    </>
  );
}

function suggest(text: string, model: FormModel): Promise<readonly Pick<Feature, 'id' | 'title'>[]> {
  const project = model.fields.find(({ name }) => name === 'project_id');
  const id = project && model.text(project);
  const query = {
    limit: SUGGESTED,
    sort: '-updated_at',
    ...(!/^\d*$/.test(text) && { q: text }),
    ...(id && { project_id: Number(id) }),
  };
  return call('GET /api/features', { query }).catch(() => []);
}
