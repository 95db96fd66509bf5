/**
 * What the server tells, into the page's state: over the one stream that all tabs of this browser share
 * (events-worker.js). Where the browser has no shared workers, the tab in front has a stream of its own.
 */
import { call } from './api';
import { eventSource } from './event-source';
import { apply, setLive } from './state';

/** How often a tab says that it is there, and is answered. */
const HERE_EVERY_MS = 3_000;
/** A worker that doesn't answer so often is gone, with the process that it was in: no event tells of that. */
const UNANSWERED = 2;
/** A first one has to be loaded. */
const UNANSWERED_AT_FIRST = 5;
/** A tab without a shared worker gives its connection back when it has been in the background for so long. */
const HIDDEN_MS = 30_000;

export function startEvents() {
  if ('SharedWorker' in window) listenTogether();
  else listenAlone();
}

function listenTogether() {
  /** @type {SharedWorker | null} */
  let worker = null;
  let known = false;
  let unanswered = 0;

  function join() {
    leave();
    // Its address tells its content: a page of another release has a worker of its own.
    worker = new SharedWorker(new URL('./events-worker.js', import.meta.url), {
      name: 'architect-events',
      type: 'module',
    });
    const { port } = worker;
    worker.addEventListener('error', () => worker?.port === port && failed());
    port.addEventListener('message', ({ data }) => worker?.port === port && hear(data));
    port.addEventListener('close', () => worker?.port === port && rejoin());
    port.start();
    here();
  }
  function hear(message) {
    if (message.alive) {
      known = true;
      unanswered = 0;
    } else if (message.lost) lost();
    else take(message.event, message.data);
  }
  function here() {
    unanswered += 1;
    worker?.port.postMessage('here');
  }
  function leave() {
    worker?.port.postMessage('bye');
    worker = null;
    unanswered = 0;
  }
  function rejoin() {
    setLive(false);
    join();
  }
  /** It couldn't be loaded: later it may be, unless it never could. */
  function failed() {
    setLive(false);
    if (known) return;
    clearInterval(timer);
    leave();
    listenAlone();
  }

  const timer = setInterval(() => {
    if (!known && unanswered >= UNANSWERED_AT_FIRST) failed();
    else if (known && unanswered >= UNANSWERED) rejoin();
    else here();
  }, HERE_EVERY_MS);
  window.addEventListener('pagehide', () => worker?.port.postMessage('bye'));
  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    // What it showed is from before, perhaps of a login that has ended.
    lost();
    here();
  });
  join();
}

function listenAlone() {
  const stream = eventSource({ onEvent: take, onLost: lost });
  let timer;
  const follow = () => {
    clearTimeout(timer);
    if (document.hidden) {
      timer = setTimeout(() => {
        stream.close();
        setLive(false);
      }, HIDDEN_MS);
    } else if (!stream.isOpen()) stream.open();
  };
  document.addEventListener('visibilitychange', follow);
  stream.open();
  follow();
}

/** @type {typeof apply} */
function take(name, data) {
  // Live only when the whole state has come: until then the page may show old things.
  apply(name, data);
  if (name === 'state') setLive(true);
}

function lost() {
  setLive(false);
  // An EventSource doesn't tell the status; any call does, and a 401 there leads to the login page.
  call('GET /api/assigner/status').catch(() => {});
}
