/** The gates of a task: what must be so before it counts as done, in their order. */
import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { GATE_TYPES } from '../../../../workflows/contracts/plans';
import { Field } from '../../ui/form';
import { type GateValues, NEW_GATE } from './task-values';

const TEXTS = {
  command: { label: 'Command that must pass', field: 'command' },
  approval: { label: 'What a person decides', field: 'note' },
  judgement: { label: 'Question to a model', field: 'question' },
} as const;

export function GateFields({ gates }: { gates: Signal<readonly GateValues[]> }): VNode {
  const change = (at: number, next: Partial<GateValues>): void => {
    gates.value = gates.value.map((gate, place) => (place === at ? { ...gate, ...next } : gate));
  };
  return (
    <fieldset class="plan-gate-fields">
      <legend>Gates</legend>
      {gates.value.map((gate, at) => (
        <GateRow
          key={at}
          {...{ gate, at }}
          change={(next) => change(at, next)}
          remove={() => (gates.value = gates.value.filter((_, place) => place !== at))}
        />
      ))}
      <button
        type="button"
        class="button button-small"
        onClick={() => (gates.value = [...gates.value, NEW_GATE])}
      >
        Add gate
      </button>
    </fieldset>
  );
}

function GateRow({
  gate: { type, text, timeout, keep },
  at,
  change,
  remove,
}: {
  gate: GateValues;
  at: number;
  change: (next: Partial<GateValues>) => void;
  remove: () => void;
}): VNode {
  const { label, field } = TEXTS[type];
  return (
    <div class="plan-gate-row">
      <Field id={`gate-${at}-type`} name={`gates.${at}.type`} label={`Gate ${at + 1}`}>
        {(control) => (
          <select
            {...control}
            value={type}
            onChange={({ currentTarget }) => change({ type: currentTarget.value as GateValues['type'] })}
          >
            {GATE_TYPES.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field id={`gate-${at}-text`} name={`gates.${at}.${field}`} label={label}>
        {(control) => (
          <input
            {...control}
            autocomplete="off"
            spellcheck={false}
            value={text}
            onInput={({ currentTarget }) => change({ text: currentTarget.value })}
          />
        )}
      </Field>
      {type === 'command' && (
        <Field id={`gate-${at}-timeout`} name={`gates.${at}.timeout_seconds`} label="Seconds">
          {(control) => (
            <input
              {...control}
              type="number"
              min={1}
              placeholder="600"
              value={timeout}
              onInput={({ currentTarget }) => change({ timeout: currentTarget.value })}
            />
          )}
        </Field>
      )}
      {type === 'approval' && (
        <label class="check plan-gate-keep">
          <input
            type="checkbox"
            checked={keep}
            onChange={({ currentTarget }) => change({ keep: currentTarget.checked })}
          />
          stands when files change
        </label>
      )}
      <button type="button" class="button button-small" onClick={remove}>
        Remove gate {at + 1}
      </button>
    </div>
  );
}
