/** The time of a prompt as a line: what it went into, with an axis below it. What is too long for it is folded. */
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import type { HistoryEntry } from '../../../../api/document/api-types';
import { duration, exactTime } from '../../ui/duration';
import { now } from '../../ui/time';
import { PHASES, phaseTotals, timePieces } from './time-pieces';

/** Narrower pieces have no room for the time at which they begin. */
const LABEL_SHARE = 0.2;
/** Of a shorter time, seconds tell its parts apart. */
const SECONDS_BELOW_MS = 600_000;
const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };

interface TimeBarProps {
  readonly history: readonly HistoryEntry[];
  readonly settled: boolean;
}

export function TimeBar({ history, settled }: TimeBarProps): VNode | null {
  const nowMs = useComputed(() => now.value).value;
  const pieces = timePieces(history, settled ? null : nowMs);
  const last = pieces.at(-1);
  if (!last) return null;
  const endMs = last.startMs + last.lengthMs;
  const exactly = endMs - (pieces[0]?.startMs ?? endMs) < SECONDS_BELOW_MS;
  const totals = phaseTotals(pieces);
  const words = totals.map(([phase, ms]) => `${PHASES[phase]} ${duration(ms)}`).join(', ');
  return (
    <div class="time-bar">
      <div class="time-line" role="img" aria-label={`${words}.`}>
        {pieces.map(({ phase, startMs, lengthMs, share, isFolded }) => (
          <span
            key={startMs}
            data-phase={phase}
            data-folded={isFolded || undefined}
            style={{ flexGrow: share }}
            title={`${PHASES[phase]} ${duration(lengthMs)}, from ${exactTime(new Date(startMs).toISOString())}`}
          >
            {isFolded && <span class="time-fold">{duration(lengthMs)}</span>}
          </span>
        ))}
      </div>
      <div class="time-axis" aria-hidden="true">
        {pieces.map(({ startMs, share }) => (
          <span key={startMs} style={{ flexGrow: share }}>
            {share >= LABEL_SHARE && clock(startMs, exactly)}
          </span>
        ))}
        <span class="time-end">{settled ? clock(endMs, exactly) : 'now'}</span>
      </div>
      <ul class="time-legend">
        {totals.map(([phase, ms]) => (
          <li key={phase} data-phase={phase}>
            {PHASES[phase]} <strong>{duration(ms)}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}

const clock = (ms: number, exactly: boolean): string =>
  new Date(ms).toLocaleTimeString(undefined, { ...CLOCK, ...(exactly && { second: '2-digit' }) });
