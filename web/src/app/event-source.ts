/**
 * The connection to the event stream. A lost one is taken up again by the browser itself; a refused one (a proxy's 502,
 * an expired login) ends an EventSource for good, so that case is tried again from here. For pages and for their worker.
 */
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 15_000;

interface Listener<Events> {
  readonly onEvent: <Name extends keyof Events & string>(name: Name, data: Events[Name]) => void;
  readonly onLost: () => void;
}

export interface EventStream {
  /** Begins, or begins anew: the whole state comes first in any case. */
  readonly open: () => void;
  readonly close: () => void;
  readonly isOpen: () => boolean;
}

/**
 * @param address of the stream, from where this runs
 * @param names of its events; the first is what comes at the beginning
 */
export function eventSource<Events>(
  address: string,
  names: readonly (keyof Events & string)[],
  { onEvent, onLost }: Listener<Events>,
): EventStream {
  let source: EventSource | null = null;
  let retryMs = FIRST_RETRY_MS;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  function open(): void {
    close();
    source = new EventSource(address);
    for (const name of names) {
      source.addEventListener(name, (event: MessageEvent<string>) => {
        if (name === names[0]) retryMs = FIRST_RETRY_MS;
        onEvent(name, JSON.parse(event.data) as Events[typeof name]);
      });
    }
    source.addEventListener('error', lost);
  }

  function lost(): void {
    if (source?.readyState === EventSource.CLOSED) {
      clearTimeout(retryTimer);
      retryTimer = setTimeout(open, retryMs);
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    }
    onLost();
  }

  function close(): void {
    clearTimeout(retryTimer);
    source?.close();
    source = null;
  }

  self.addEventListener('online', () => {
    if (source) open();
  });
  return { open, close, isOpen: () => source !== null };
}
