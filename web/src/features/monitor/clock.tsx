import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';

const TICK_MS = 1000;

/** The time of day in hours and minutes. */
export function Clock(): VNode {
  const now = useSignal(new Date());
  useEffect(() => {
    const timer = setInterval(() => (now.value = new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, [now]);
  const words = now.value.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return (
    <time id="clock" class="clock" dateTime={now.value.toISOString()}>
      {words}
    </time>
  );
}
