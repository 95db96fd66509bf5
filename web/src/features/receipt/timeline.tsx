/** The steps of a prompt, oldest first, each with its time, reason, evidence and what it took. */
import type { VNode } from 'preact';
import type { HistoryEntry } from '../../../../api/document/api-types';
import { stageLook } from '../../app/labels';
import { duration, withLocalTimes } from '../../ui/duration';
import { Icon } from '../../ui/icon';
import { FixedTime, LiveTime } from '../../ui/time';

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 } as const;
/** Longer evidence is folded, so that the steps stay in view. */
const FOLD_CHARACTERS = 240;

interface TimelineProps {
  readonly history: readonly HistoryEntry[];
  readonly settled: boolean;
}

export const Timeline = ({ history, settled }: TimelineProps): VNode => (
  <ol class="timeline">
    {history.map((entry, index) => (
      <Step
        key={entry.id}
        entry={entry}
        before={history[index - 1]}
        goesOn={!settled && index === history.length - 1}
      />
    ))}
  </ol>
);

interface StepProps {
  readonly entry: HistoryEntry;
  readonly before: HistoryEntry | undefined;
  readonly goesOn: boolean;
}

function Step({ entry: { stage, at, session, reason, evidence }, before, goesOn }: StepProps): VNode {
  const look = stageLook(stage);
  return (
    <li class="step" data-tone={look.tone} data-stage={stage}>
      <span class="step-mark">
        <Icon shape={look.shape} />
      </span>
      <div class="step-body">
        <div class="step-head">
          <strong>{look.label}</strong>
          {session && <span class="mono">{session}</span>}
          <span class="step-time">
            {dayOf(at)}
            <FixedTime at={at} options={CLOCK} />
          </span>
          {at && before?.at && (
            <span class="gap" title="since the step before">
              +{duration(Date.parse(at) - Date.parse(before.at))}
            </span>
          )}
          {goesOn && (
            <span class="gap">
              for <LiveTime kind="running" at={at} />
            </span>
          )}
        </div>
        {reason && <p>{withLocalTimes(reason)}</p>}
        <Evidence value={evidence} />
      </div>
    </li>
  );
}

/** The date, if it isn't today's. */
function dayOf(iso: string | null): string {
  if (!iso) return '';
  const day = new Date(iso).toLocaleDateString(undefined, { dateStyle: 'medium' });
  return day === new Date().toLocaleDateString(undefined, { dateStyle: 'medium' }) ? '' : `${day}, `;
}

function Evidence({ value }: { value: unknown }): VNode | null {
  if (value === null || value === undefined || value === '') return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  const block = <pre class="evidence">{text}</pre>;
  if (text.length <= FOLD_CHARACTERS) return block;
  return (
    <details>
      <summary>Evidence</summary>
      {block}
    </details>
  );
}
