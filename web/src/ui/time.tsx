/** Times: ISO UTC comes in, local and relative text is shown, the exact time in the zone of who reads is the title. */
import { signal, useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { exactTime, localTime, SINCE, type Since } from './duration';

const TICK_MS = 1000;

/** The time of day, once a second while the page is looked at. */
export const now = signal(Date.now());
setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, TICK_MS);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) now.value = Date.now();
});

/** A `<time>` that stays right: only its text changes, and only when the words do. */
export function LiveTime({ kind, at }: { kind: Since; at: string | null | undefined }): VNode {
  const mounted = useSignal(Date.now());
  const iso = useSignal(at);
  iso.value = at;
  const words = useComputed(() => {
    // A time that was sent after the last tick isn't in the future.
    const ms = Math.max(now.value, mounted.value) - Date.parse(iso.value ?? '');
    return iso.value ? SINCE[kind](ms) : '';
  });
  const title = useMemo(() => (at ? exactTime(at) : undefined), [at]);
  return (
    <time dateTime={at ?? undefined} title={title}>
      {words}
    </time>
  );
}

interface FixedProps {
  readonly at: string | null | undefined;
  readonly options?: Intl.DateTimeFormatOptions;
}

/** A fixed point in time in local words. */
export const FixedTime = ({ at, options }: FixedProps): VNode | null =>
  at ? (
    <time dateTime={at} title={exactTime(at)}>
      {options ? new Date(at).toLocaleString(undefined, options) : localTime(at)}
    </time>
  ) : null;
