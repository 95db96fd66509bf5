/** When a new token, or a link, ends by itself. */
import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { SelectField } from '../../ui/fields';
import { FieldError } from '../../ui/form-state';
import { MomentField, momentOf } from '../../ui/moment-field';

const DAY_MS = 86_400_000;
/** Days, by how it is chosen. */
const ENDS = [
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
  { value: '365', label: 'in a year' },
  { value: 'own', label: 'at a time of your own' },
  { value: 'never', label: 'never by itself' },
];

export interface TokenEnd {
  readonly ends: Signal<string>;
  readonly moment: Signal<string>;
  /** ISO 8601; null: never. @throws FieldError where a time of one's own is none */
  readonly value: () => string | null;
}

export function useTokenEnd(): TokenEnd {
  const ends = useSignal('90');
  const moment = useSignal('');
  return { ends, moment, value: () => endOf(ends.value, moment.value) };
}

interface TokenEndProps {
  /** What the ids of the fields begin with. */
  readonly id: string;
  readonly end: TokenEnd;
}

export const TokenEndFields = ({ id, end: { ends, moment } }: TokenEndProps): VNode => (
  <>
    <SelectField {...{ id: `${id}-ends`, name: 'ends', label: 'It ends', bind: ends }} choices={ENDS} />
    {ends.value === 'own' && (
      <MomentField {...{ id: `${id}-moment`, name: 'expires_at', label: 'Time', bind: moment }} />
    )}
  </>
);

function endOf(ends: string, moment: string): string | null {
  if (ends === 'never') return null;
  if (ends !== 'own') return new Date(Date.now() + Number(ends) * DAY_MS).toISOString();
  const end = momentOf(moment);
  if (end === null) throw new FieldError('expires_at', 'Choose a time.');
  return end;
}
