import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { now } from '../../ui/time';

const MINUTE_MS = 60_000;

/** The time of day in hours and minutes. */
export function Clock(): VNode {
  // Drawn anew once a minute.
  const minute = useComputed(() => Math.floor(now.value / MINUTE_MS));
  const time = new Date(minute.value * MINUTE_MS);
  return (
    <time id="clock" class="clock" dateTime={time.toISOString()}>
      {time.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })}
    </time>
  );
}
