/** The numbers of a prompt that is written. */
import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { NumberField } from '../../ui/fields';

interface NumbersProps {
  readonly priority: Signal<string>;
  readonly timeout: Signal<string>;
  readonly retries: Signal<string>;
}

export const Numbers = ({ priority, timeout, retries }: NumbersProps): VNode => (
  <div class="field-row">
    <NumberField
      id="priority"
      name="priority"
      label="Priority"
      bind={priority}
      min={-1000}
      max={1000}
      description="Higher goes first"
    />
    <NumberField
      id="timeout_minutes"
      name="timeout_minutes"
      label={
        <>
          Timeout <span class="unit">min</span>
        </>
      }
      bind={timeout}
      min={0}
      max={10080}
      step="any"
    />
    <NumberField id="max_retries" name="max_retries" label="Retries" bind={retries} min={0} max={10} />
  </div>
);
