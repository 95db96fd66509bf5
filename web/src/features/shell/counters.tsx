/** The numbers at the top. */
import type { VNode } from 'preact';
import type { Answer } from '../../app/api';
import { state } from '../../app/state';
import type { Tone } from '../../ui/badge';
import { find } from '../../ui/dom';
import { Icon, type Shape } from '../../ui/icon';
import { mount } from '../../ui/mount';
import { waitingCount } from './needs-counter';

interface Counter {
  readonly key: keyof Answer<'GET /api/assigner/status'>;
  readonly label: string;
  readonly shape: Shape;
  readonly tone: Tone;
  /** The filter that shows these prompts. */
  readonly status: string;
}

const COUNTERS: readonly Counter[] = [
  { key: 'pending', label: 'Pending', shape: 'ring', tone: 'mute', status: 'pending' },
  { key: 'in_progress', label: 'In progress', shape: 'play', tone: 'busy', status: 'assigned,in_progress' },
  { key: 'completed_today', label: 'Completed today', shape: 'check', tone: 'ok', status: 'completed' },
  { key: 'failed_today', label: 'Failed today', shape: 'cross', tone: 'bad', status: 'failed' },
];

interface CountersProps {
  /** Makes the counters buttons. */
  readonly choose?: (status: string) => void;
  /** With what waits for a person, first of all. */
  readonly withNeeds?: boolean;
}

export function startCounters(props: CountersProps): void {
  mount(<Counters {...props} />, find('#counters', HTMLElement));
}

const Counters = ({ choose, withNeeds = false }: CountersProps): VNode => (
  <>
    {withNeeds && <NeedsCounter />}
    {COUNTERS.map((counter) => (
      <CounterTile key={counter.key} counter={counter} {...(choose && { choose })} />
    ))}
  </>
);

function NeedsCounter(): VNode {
  const waiting = waitingCount();
  return (
    <div
      class="counter"
      data-tone="warn"
      data-zero={waiting === 0 ? '' : undefined}
      data-asks={waiting > 0 || undefined}
    >
      <span class="counter-number" data-counter="needs_person">
        {waiting}
      </span>
      <span class="counter-label">
        <Icon shape="triangle" />
        Needs you
      </span>
    </div>
  );
}

function CounterTile({
  counter: { key, label, shape, tone, status },
  choose,
}: {
  counter: Counter;
  choose?: (status: string) => void;
}): VNode {
  const value = state.status?.[key];
  const look = { class: 'counter', 'data-tone': tone, 'data-zero': value === 0 ? '' : undefined };
  const content = (
    <>
      <span class="counter-number" data-counter={key}>
        {value ?? '–'}
      </span>
      <span class="counter-label">
        <Icon shape={shape} />
        {label}
      </span>
    </>
  );
  if (!choose) return <div {...look}>{content}</div>;
  return (
    <button {...look} type="button" title="Show these prompts" onClick={() => choose(status)}>
      {content}
    </button>
  );
}
