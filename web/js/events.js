/**
 * The event stream. A lost connection is taken up again by the browser itself; a refused one (a proxy's 502, an expired
 * login) ends an EventSource for good, so that case is tried again from here.
 */
import { call } from './api.js';
import { apply, EVENT_NAMES, setLive } from './state.js';

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 15_000;
/** A page that slept longer may hold a connection that is dead without anyone having said so. */
const LONG_SLEEP_MS = 60_000;

let source;
let retryMs = FIRST_RETRY_MS;
let retryTimer;

export function startEvents() {
  open();
  window.addEventListener('online', open);
  let hiddenAt = 0;
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > LONG_SLEEP_MS) open();
  });
}

function open() {
  clearTimeout(retryTimer);
  source?.close();
  source = new EventSource('/api/events');
  for (const name of EVENT_NAMES) {
    source.addEventListener(name, (event) => {
      // Live only when the whole state has come: until then the page may show old things.
      apply(name, JSON.parse(event.data));
      if (name === 'state') {
        retryMs = FIRST_RETRY_MS;
        setLive(true);
      }
    });
  }
  source.addEventListener('error', lost);
}

function lost() {
  setLive(false);
  // An EventSource doesn't tell the status; any call does, and a 401 there leads to the login page.
  call('GET /api/assigner/status').catch(() => {});
  if (source.readyState !== EventSource.CLOSED) return;
  clearTimeout(retryTimer);
  retryTimer = setTimeout(open, retryMs);
  retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
}
