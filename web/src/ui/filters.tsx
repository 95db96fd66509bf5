/** What narrows a list down. */
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

/** Applies when a person is through with it, not with each key: each is another request. */
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

interface ShowAllProps {
  readonly id: string;
  /** Nothing is narrowed down. */
  readonly disabled: boolean;
  readonly clear: () => void;
}

export const ShowAll = ({ clear, ...button }: ShowAllProps): VNode => (
  <button {...button} type="button" class="button button-small" data-reads onClick={clear}>
    Show all
  </button>
);
