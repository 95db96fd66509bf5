/**
 * One event stream for all tabs of a browser: it allows six connections to a server, and streams of seven tabs would
 * leave none for anything else. This worker lives as long as any of the tabs, whichever was first. It keeps the state,
 * so that a tab that comes later has it at once; then every tab is told the same, in the same order.
 */
import { eventSource } from './event-source';
import { apply, state } from './state';

/** A tab says that it is there every few seconds, or once a minute in the background. */
const SILENT_MS = 600_000;
const LOOK_EVERY_MS = 5_000;
/** After that the connection may be dead without anyone having said so. */
const SLEPT_MS = 60_000;

/** When each tab was last heard. @type {Map<MessagePort, number>} */
const tabs = new Map();
let live = false;

const stream = eventSource({
  onEvent(name, data) {
    apply(name, data);
    live ||= name === 'state';
    tellAll({ event: name, data });
  },
  onLost() {
    live = false;
    tellAll({ lost: true });
  },
});

self.addEventListener('connect', (event) => {
  const [port] = /** @type {MessageEvent} */ (event).ports;
  // Where it has none here, the tabs hear nothing and do without.
  if (!port || !('EventSource' in self)) return;
  port.addEventListener('message', ({ data }) => (data === 'bye' ? forget(port) : heard(port)));
  // Browsers that tell of it: the tab is gone, also by a crash.
  port.addEventListener('close', () => forget(port));
  port.start();
});

/** @param {MessagePort} port */
function heard(port) {
  const isNew = !tabs.has(port);
  tabs.set(port, Date.now());
  port.postMessage({ alive: true });
  if (!isNew) return;
  if (!stream.isOpen()) stream.open();
  else port.postMessage(live ? { event: 'state', data: whole() } : { lost: true });
}

/** @param {MessagePort} port */
function forget(port) {
  tabs.delete(port);
  if (tabs.size > 0) return;
  stream.close();
  live = false;
}

function tellAll(message) {
  for (const port of tabs.keys()) port.postMessage(message);
}

/** As the server would send it now. */
function whole() {
  return {
    prompts: [...state.prompts.values()],
    sessions: [...state.sessions.values()],
    confirmations: [...state.confirmations.values()],
    confirm: state.confirm,
    tasks: [...state.tasks.values()],
    status: state.status,
    queue: state.queue,
    system: state.system,
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
