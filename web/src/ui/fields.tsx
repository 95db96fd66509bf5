/** The controls of forms. Each is bound to a signal, which holds what is written or chosen. */
import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { Field, type ControlProps, type FieldProps } from './form';

interface BoundProps extends Omit<FieldProps, 'children'> {
  /** Holds what is written or chosen. */
  readonly bind: Signal<string>;
  readonly autoFocus?: boolean;
}

/** An input for names and commands: nothing is corrected or suggested. */
interface TextProps extends BoundProps {
  readonly placeholder?: string;
  readonly class?: string;
}

/** An input for names and commands: nothing is corrected or suggested. */
export function TextField({ bind, autoFocus = false, placeholder, class: look, ...field }: TextProps): VNode {
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...control}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          class={look}
          placeholder={placeholder}
          autoFocus={autoFocus}
          value={bind.value}
          onInput={({ currentTarget }) => (bind.value = currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface NumberProps extends BoundProps {
  readonly min: number;
  readonly max: number;
  readonly step?: number | 'any';
  readonly description?: string;
}

export function NumberField({
  bind,
  autoFocus = false,
  min,
  max,
  step = 1,
  description,
  ...field
}: NumberProps): VNode {
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...control}
          type="number"
          min={min}
          max={max}
          step={step}
          autoFocus={autoFocus}
          aria-description={description}
          value={bind.value}
          onInput={({ currentTarget }) => (bind.value = currentTarget.value)}
        />
      )}
    </Field>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The same word for value and label. */
export const choicesOf = (words: readonly string[]): Choice[] =>
  words.map((word) => ({ value: word, label: word }));

export function SelectField({
  bind,
  autoFocus = false,
  choices,
  onChange,
  ...field
}: BoundProps & { choices: readonly Choice[]; onChange?: (value: string) => void }): VNode {
  return (
    <Field {...field}>
      {(control) => (
        <Select {...control} bind={bind} choices={choices} autoFocus={autoFocus} onChange={onChange} />
      )}
    </Field>
  );
}

interface SelectProps extends Partial<ControlProps> {
  readonly bind: Signal<string>;
  readonly choices: readonly Choice[];
  readonly class?: string;
  readonly autoFocus?: boolean;
  readonly 'aria-label'?: string;
  readonly onChange?: ((value: string) => void) | undefined;
}

export const Select = ({ bind, choices, onChange, ...rest }: SelectProps): VNode => (
  <select
    {...rest}
    value={bind.value}
    onChange={({ currentTarget }) => {
      bind.value = currentTarget.value;
      onChange?.(currentTarget.value);
    }}
  >
    <Options choices={choices} />
  </select>
);

export const Options = ({ choices }: { choices: readonly Choice[] }): VNode => (
  <>
    {choices.map(({ value, label }) => (
      <option key={value} value={value}>
        {label}
      </option>
    ))}
  </>
);
