/** The times of ui/time.tsx for views that are not components yet. */
import { h, setAttribute, setText } from './dom';
import { localTime, SINCE } from './ui/duration';

export { duration, localTime } from './ui/duration';

const TICK_MS = 1000;

/** A `<time>` that stays right. `kind`: age, ago or running; left for a time that is still to come. */
export function liveTime(kind) {
  const element = h('time', { 'data-live': kind });
  return { element, update: (iso) => setLive(element, iso) };
}

function setLive(element, iso) {
  setAttribute(element, 'datetime', iso);
  setAttribute(element, 'title', iso);
  write(element);
}

function write(element) {
  const iso = element.getAttribute('datetime');
  setText(element, iso ? SINCE[element.dataset.live](Date.now() - Date.parse(iso)) : '');
}

export function startClock() {
  setInterval(() => document.querySelectorAll('time[data-live]').forEach(write), TICK_MS);
}

/** A fixed point in time in local words. */
export function fixedTime(iso, options) {
  const text = options ? new Date(iso).toLocaleString(undefined, options) : localTime(iso);
  return h('time', { datetime: iso, title: iso }, text);
}
