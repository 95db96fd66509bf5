/** Times: ISO UTC comes in, local and relative text is shown, the full ISO text is the title. */
import { h, setAttribute, setText } from './dom';

const TICK_MS = 1000;

/** @param {number} ms @returns {string} such as `840 ms`, `2.3 s`, `4 min 10 s`, `3 h 5 min`, `2 d 4 h` */
export function duration(ms) {
  if (ms < 0) return '0 s';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  return longDuration(Math.round(seconds));
}

function longDuration(seconds) {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return join(`${minutes} min`, seconds % 60, 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return join(`${hours} h`, minutes % 60, 'min');
  return join(`${Math.floor(hours / 24)} d`, hours % 24, 'h');
}
const join = (head, rest, unit) => (rest ? `${head} ${rest} ${unit}` : head);

/** The age in one unit: `now`, `12 s`, `3 min`, `5 h`, `9 d`. */
function age(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 2) return 'now';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

const WRITERS = {
  age: (ms) => age(ms),
  ago: (ms) => (ms < 2000 ? 'just now' : `${age(ms)} ago`),
  running: (ms) => longDuration(Math.max(0, Math.floor(ms / 1000))),
  left: (ms) => longDuration(Math.max(0, Math.ceil(-ms / 1000))),
};

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
  setText(element, iso ? WRITERS[element.dataset.live](Date.now() - Date.parse(iso)) : '');
}

export function startClock() {
  setInterval(() => document.querySelectorAll('time[data-live]').forEach(write), TICK_MS);
}

/** Local date and time, such as `7 Feb, 14:02:11`; with the year where it is another one. */
export function localTime(iso) {
  const date = new Date(iso);
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : 'numeric';
  return date.toLocaleString(undefined, { ...DATE_AND_TIME, year });
}
/** @type {Intl.DateTimeFormatOptions} */
const DATE_AND_TIME = {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
};

/** A fixed point in time in local words. */
export function fixedTime(iso, options) {
  const text = options ? new Date(iso).toLocaleString(undefined, options) : localTime(iso);
  return h('time', { datetime: iso, title: iso }, text);
}
