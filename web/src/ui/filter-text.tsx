/** A field of a filter. It applies when a person is through with it, not with each key: each is another request. */
import type { VNode } from 'preact';

interface FilterTextProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly apply: (value: string) => void;
  readonly type?: 'text' | 'search' | 'datetime-local';
  readonly placeholder?: string;
  /** Id of a list of suggestions. */
  readonly list?: string;
}

export const FilterText = ({ id, label, value, apply, type = 'text', ...more }: FilterTextProps): VNode => (
  <label>
    {label}
    <input
      {...more}
      id={id}
      type={type}
      autocomplete="off"
      spellcheck={false}
      value={value}
      onChange={({ currentTarget }) => apply(currentTarget.value.trim())}
    />
  </label>
);
