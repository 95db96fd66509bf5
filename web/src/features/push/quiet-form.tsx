/** Quiet hours: days and times in a zone, and what reaches its person all the same. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import {
  URGENT_KINDS,
  type UrgentKind,
  type Weekday,
  WEEKDAYS,
} from '../../../../workflows/contracts/quiet-hours';
import { TextField } from '../../ui/fields';
import { Form, FormMessage, SubmitButton, useForm } from '../../ui/form';
import { FixedTime } from '../../ui/time';
import { own, saveQuiet } from './state';
import type { Own } from './subscription';

type Quiet = NonNullable<Own['quiet_hours']>;
type Span = Quiet['spans'][number];

const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const URGENT_WORDS: Readonly<Record<UrgentKind, string>> = {
  health: 'something without which nothing works, such as the engine that is down',
  budget: 'a budget that is used up',
  secret: 'a secret that is due',
};
const NIGHT: Span = { days: [...WEEKDAYS], from: '22:00', to: '07:00' };

const toggled = <One,>(all: readonly One[], one: One): One[] =>
  all.includes(one) ? all.filter((each) => each !== one) : [...all, one];

export function QuietForm({ quiet }: { quiet: Quiet | null }): VNode {
  const form = useForm();
  const zone = useSignal(quiet?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  const spans = useSignal<readonly Span[]>(quiet?.spans ?? []);
  const passes = useSignal<readonly UrgentKind[]>(quiet?.passes ?? []);
  const change = (place: number, changes: Partial<Span>): void =>
    void (spans.value = spans.value.map((span, index) => (index === place ? { ...span, ...changes } : span)));
  const send = async (): Promise<void> => {
    await saveQuiet({ zone: zone.value, spans: [...spans.value], passes: [...passes.value] });
    form.say(spans.value.length === 0 ? 'It is never quiet.' : 'Your quiet hours are kept.');
  };
  const until = own.value?.quiet_until ?? null;
  return (
    <Form id="quiet-hours" state={form} send={send} label="Quiet hours">
      <h3>Quiet hours</h3>
      <p class="muted">
        What comes meanwhile is told in one message when they end, without what is over by then.
        {until !== null && (
          <span id="quiet-until">
            {' '}
            It is quiet until <FixedTime at={until} />.
          </span>
        )}
      </p>
      {spans.value.map((span, place) => (
        <SpanFields
          key={place}
          {...{ span, place }}
          change={(changes) => change(place, changes)}
          remove={() => (spans.value = spans.value.filter((_, index) => index !== place))}
        />
      ))}
      <button
        type="button"
        id="quiet-add"
        class="button button-small"
        data-own
        onClick={() => (spans.value = [...spans.value, NIGHT])}
      >
        Add hours
      </button>
      {spans.value.length > 0 && (
        <>
          <TextField id="quiet-zone" name="zone" label="Time zone" bind={zone} />
          <fieldset class="push-passes">
            <legend>Told at once all the same</legend>
            {URGENT_KINDS.map((kind) => (
              <label key={kind} class="check">
                <input
                  type="checkbox"
                  name="passes"
                  value={kind}
                  checked={passes.value.includes(kind)}
                  onChange={() => (passes.value = toggled(passes.value, kind))}
                />
                {URGENT_WORDS[kind]}
              </label>
            ))}
          </fieldset>
        </>
      )}
      <SubmitButton own>Keep the quiet hours</SubmitButton>
      <FormMessage />
    </Form>
  );
}

interface SpanProps {
  readonly span: Span;
  readonly place: number;
  readonly change: (changes: Partial<Span>) => void;
  readonly remove: () => void;
}

function SpanFields({ span, place, change, remove }: SpanProps): VNode {
  const name = `Quiet hours ${place + 1}`;
  const time = (field: 'from' | 'to', label: string): VNode => (
    <label>
      {label}{' '}
      <input
        type="time"
        required
        aria-label={`${name}: ${label}`}
        value={span[field]}
        onInput={({ currentTarget }) => change({ [field]: currentTarget.value })}
      />
    </label>
  );
  return (
    <div class="quiet-span" role="group" aria-label={name}>
      <span class="quiet-days">
        {WEEKDAYS.map((day: Weekday) => (
          <label key={day} class="check">
            <input
              type="checkbox"
              checked={span.days.includes(day)}
              onChange={() =>
                change({ days: WEEKDAYS.filter((each) => (each === day) !== span.days.includes(each)) })
              }
            />
            {DAY_NAMES[day - 1]}
          </label>
        ))}
      </span>
      {time('from', 'from')}
      {time('to', 'to')}
      <button
        type="button"
        class="button button-small"
        data-own
        aria-label={`Remove ${name.toLowerCase()}`}
        onClick={remove}
      >
        Remove
      </button>
    </div>
  );
}
