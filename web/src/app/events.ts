/**
 * What the server sends, into the page's state: over the one stream that all tabs of this browser share
 * (events-worker.ts). If the browser has no shared workers, the tab in front has a stream of its own.
 */
import { call } from './api';
import { eventSource } from './event-source';
import { keptName } from './kept-name';
import { at } from './root';
import { apply, EVENT_NAMES, setLive, type Incoming } from './state';
import type { FromTab, FromWorker } from './worker-messages';

/** How often a tab says that it is there, and is answered. */
const HERE_EVERY_MS = 3_000;
/** A worker that leaves so many unanswered is gone, with the process that it was in: no event tells of that. */
const UNANSWERED = 2;
/** A first one has to be loaded. */
const UNANSWERED_AT_FIRST = 5;
/** A tab without a shared worker gives its connection back when it has been in the background for so long. */
const HIDDEN_MS = 30_000;

export function startEvents(): void {
  if ('SharedWorker' in window) listenTogether();
  else listenAlone();
}

function listenTogether(): void {
  let worker: SharedWorker | null = null;
  let known = false;
  let unanswered = 0;

  function join(): void {
    leave();
    // Its address tells its content: a page of another release has a worker of its own.
    worker = new SharedWorker(new URL('./events-worker.ts', import.meta.url), {
      name: keptName('architect-events'),
      type: 'module',
    });
    const { port } = worker;
    const isCurrent = (): boolean => worker?.port === port;
    worker.addEventListener('error', () => isCurrent() && failed());
    port.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => isCurrent() && hear(data));
    port.addEventListener('close', () => isCurrent() && rejoin());
    port.start();
    here();
  }
  function hear(message: FromWorker): void {
    if ('alive' in message) {
      known = true;
      unanswered = 0;
    } else if ('lost' in message) lost();
    else take(message.event, message.data);
  }
  function send(word: FromTab): void {
    worker?.port.postMessage(word);
  }
  function here(): void {
    unanswered += 1;
    send('here');
  }
  function leave(): void {
    send('bye');
    worker = null;
    unanswered = 0;
  }
  function rejoin(): void {
    setLive(false);
    join();
  }
  /** It couldn't be loaded: later it may be, unless it never could. */
  function failed(): void {
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
  window.addEventListener('pagehide', () => send('bye'));
  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    // What it showed is from before, perhaps of a login that has ended.
    lost();
    here();
  });
  join();
}

function listenAlone(): void {
  const stream = eventSource<Incoming>(at('/api/events'), EVENT_NAMES, { onEvent: take, onLost: lost });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const follow = (): void => {
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

function take<Name extends keyof Incoming>(name: Name, data: Incoming[Name]): void {
  apply(name, data);
  // Live only when the whole state has come: until then the page may show old things.
  if (name === 'state') setLive(true);
}

function lost(): void {
  setLive(false);
  // An EventSource doesn't tell the status; any call does, and a 401 there leads to the login page.
  call('GET /api/assigner/status').catch(() => undefined);
}
