/** Whether prompts that are queued together go one after the other. */
import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';

interface InOrderProps {
  readonly id: string;
  readonly bind: Signal<boolean>;
}

export const InOrder = ({ id, bind }: InOrderProps): VNode => (
  <label class="check">
    <input
      type="checkbox"
      id={id}
      checked={bind}
      onChange={({ currentTarget }) => (bind.value = currentTarget.checked)}
    />
    One after the other: each waits for the one before
  </label>
);
