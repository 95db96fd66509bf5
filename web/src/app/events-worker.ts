/**
 * One event stream for all tabs of a browser: it allows six connections to a server, and streams of seven tabs would
 * leave none for anything else. This worker lives as long as any of the tabs, whichever was first. It keeps the state,
 * so that a tab that comes later has it at once; then every tab gets the same, in the same order.
 */
import { eventSource } from './event-source';
import { apply, EVENT_NAMES, state, type Incoming } from './state';
import type { FromTab, FromWorker, StreamEvent } from './worker-messages';

/** A tab says that it is there every few seconds, or once a minute in the background. */
const SILENT_MS = 600_000;
const LOOK_EVERY_MS = 5_000;
/** After that the connection may be dead without anyone having said so. */
const SLEPT_MS = 60_000;

/** When each tab was last heard. */
const tabs = new Map<MessagePort, number>();
let live = false;

/** A worker is a file of `assets/`. */
const stream = eventSource<Incoming>('../api/events', EVENT_NAMES, {
  onEvent(name, data) {
    apply(name, data);
    live ||= name === 'state';
    sendAll({ event: name, data } as StreamEvent);
  },
  onLost() {
    live = false;
    sendAll({ lost: true });
  },
});

self.addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  // If there are no event streams in workers, the tabs hear nothing and do without.
  if (!port || !('EventSource' in self)) return;
  port.addEventListener('message', ({ data }: MessageEvent<FromTab>) =>
    data === 'bye' ? forget(port) : heard(port),
  );
  // Some browsers tell that the tab is gone, also by a crash.
  port.addEventListener('close', () => forget(port));
  port.start();
});

function heard(port: MessagePort): void {
  const isNew = !tabs.has(port);
  tabs.set(port, Date.now());
  send(port, { alive: true });
  if (!isNew) return;
  if (!stream.isOpen()) stream.open();
  else send(port, live ? { event: 'state', data: whole() } : { lost: true });
}

function forget(port: MessagePort): void {
  tabs.delete(port);
  if (tabs.size > 0) return;
  stream.close();
  live = false;
}

function send(port: MessagePort, message: FromWorker): void {
  port.postMessage(message);
}

function sendAll(message: FromWorker): void {
  for (const port of tabs.keys()) send(port, message);
}

/** As the server would send it now. */
function whole(): Incoming['state'] {
  const { status, confirm, needs, queue, vault, today, system } = state;
  if (!status) throw new Error('The state is sent on before it has come.');
  return {
    prompts: [...state.prompts.values()],
    sessions: [...state.sessions.values()],
    confirmations: [...state.confirmations.values()],
    tasks: [...state.tasks.values()],
    status,
    ...(confirm && { confirm }),
    ...(needs && { needs }),
    ...(queue && { queue }),
    ...(vault && { vault }),
    ...(today && { today }),
    ...(system && { system }),
  };
}

let lookedAt = Date.now();
setInterval(() => {
  const now = Date.now();
  const slept = now - lookedAt > SLEPT_MS;
  lookedAt = now;
  // Tabs slept as well: they are heard again before they count as silent.
  if (slept && stream.isOpen()) stream.open();
  else if (!slept) for (const [port, at] of tabs) if (now - at > SILENT_MS) forget(port);
}, LOOK_EVERY_MS);
