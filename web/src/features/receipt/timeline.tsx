/** The steps of a prompt, oldest first, each with its time, reason, evidence and what it took. */
import { useSignal } from '@preact/signals';
import { Fragment, type VNode } from 'preact';
import type { HistoryEntry } from '../../../../api/document/api-types';
import { readable } from '../../app/clean';
import { stageLook } from '../../app/labels';
import { duration, withLocalTimes } from '../../ui/duration';
import { Icon } from '../../ui/icon';
import { FixedTime, LiveTime } from '../../ui/time';

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 } as const;
/** Longer evidence is folded, so that the steps stay in view. */
const FOLD_CHARACTERS = 240;

/** A longer pause stands between the steps as a line of its own. */
const PAUSE_MS = 60_000;
/** Of more steps than this, those in the middle are folded. */
const MOST_STEPS = 24;
const FIRST_STEPS = 6;
const LAST_STEPS = 12;

interface TimelineProps {
  readonly history: readonly HistoryEntry[];
  readonly settled: boolean;
}

export function Timeline({ history, settled }: TimelineProps): VNode {
  const showsAll = useSignal(false);
  const folded =
    showsAll.value || history.length <= MOST_STEPS ? 0 : history.length - FIRST_STEPS - LAST_STEPS;
  return (
    <ol class="timeline">
      {history.map((entry, index) => {
        if (folded > 0 && index === FIRST_STEPS)
          return (
            <li key="folded" class="timeline-pause">
              <button
                type="button"
                class="link-button"
                data-reads
                onClick={() => (showsAll.value = true)}
              >{`${folded} more steps`}</button>
            </li>
          );
        if (folded > 0 && index > FIRST_STEPS && index < FIRST_STEPS + folded) return null;
        const before = history[index - 1];
        return (
          <Fragment key={entry.id}>
            <Pause ms={msBetween(before, entry)} />
            <Step entry={entry} before={before} goesOn={!settled && index === history.length - 1} />
          </Fragment>
        );
      })}
    </ol>
  );
}

const msBetween = (before: HistoryEntry | undefined, { at }: HistoryEntry): number =>
  before?.at && at ? Date.parse(at) - Date.parse(before.at) : 0;

const Pause = ({ ms }: { ms: number }): VNode | null =>
  ms >= PAUSE_MS ? <li class="timeline-pause">{duration(ms)}</li> : null;

interface StepProps {
  readonly entry: HistoryEntry;
  readonly before: HistoryEntry | undefined;
  readonly goesOn: boolean;
}

function Step({ entry, before, goesOn }: StepProps): VNode {
  const { stage, at, session, reason, evidence } = entry;
  const look = stageLook(stage);
  const gapMs = msBetween(before, entry);
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
          {at && before?.at && gapMs < PAUSE_MS && (
            <span class="gap" title="since the step before">
              +{duration(gapMs)}
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
  const text = readable(typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  const block = <pre class="evidence">{text}</pre>;
  if (text.length <= FOLD_CHARACTERS) return block;
  return (
    <details>
      <summary>Evidence</summary>
      {block}
    </details>
  );
}
