/**
 * What the server last told: the one place the page's parts read from.
 * Topics: `state` (all is new), `prompt`, `session`, `task`, `confirmation`, `confirm`, `status`, `system`, `live`.
 */

/** Settled prompts and tasks kept beyond what the server sent, so that a page left open for weeks doesn't grow. */
const MAX_ROWS = 1000;

export const state = {
  /** @type {Map<number, any>} */
  prompts: new Map(),
  /** @type {Map<string, any>} */
  sessions: new Map(),
  /** Dialogs without an answer yet. @type {Map<number, any>} */
  confirmations: new Map(),
  /** Settings of auto-confirm. @type {any} */
  confirm: null,
  /** @type {Map<number, any>} */
  tasks: new Map(),
  /** @type {any} */
  status: null,
  /** @type {any} */
  system: null,
  /** Whether the event stream is open. */
  live: false,
};

const bus = new EventTarget();

/**
 * @param {string} topic
 * @param {(value: any, previous: any) => void} listener
 * @returns {() => void} ends the listening
 */
export function on(topic, listener) {
  const hear = (event) => {
    const { value, previous } = /** @type {CustomEvent} */ (event).detail;
    listener(value, previous);
  };
  bus.addEventListener(topic, hear);
  return () => bus.removeEventListener(topic, hear);
}

function tell(topic, value, previous) {
  bus.dispatchEvent(new CustomEvent(topic, { detail: { value, previous } }));
}

export function setLive(live) {
  if (state.live === live) return;
  state.live = live;
  tell('live', live);
}

const HANDLERS = {
  state(all) {
    state.prompts = new Map(all.prompts.map((prompt) => [prompt.id, prompt]));
    state.sessions = new Map(all.sessions.map((session) => [session.name, session]));
    state.confirmations = new Map((all.confirmations ?? []).map((asked) => [asked.id, asked]));
    state.confirm = all.confirm ?? state.confirm;
    state.tasks = new Map((all.tasks ?? []).map((task) => [task.id, task]));
    state.status = all.status;
    state.system = all.system ?? state.system;
    tell('state', state);
  },
  prompt(prompt) {
    const previous = state.prompts.get(prompt.id);
    state.prompts.set(prompt.id, prompt);
    forgetOldest(state.prompts);
    tell('prompt', prompt, previous);
  },
  session(session) {
    const previous = state.sessions.get(session.name);
    state.sessions.set(session.name, session);
    tell('session', session, previous);
  },
  session_removed({ name }) {
    const previous = state.sessions.get(name);
    state.sessions.delete(name);
    tell('session', null, previous);
  },
  confirmation(confirmation) {
    const previous = state.confirmations.get(confirmation.id);
    if (confirmation.status === 'pending') state.confirmations.set(confirmation.id, confirmation);
    else state.confirmations.delete(confirmation.id);
    tell('confirmation', confirmation, previous);
  },
  confirm(confirm) {
    state.confirm = confirm;
    tell('confirm', confirm);
  },
  task(task) {
    const previous = state.tasks.get(task.id);
    state.tasks.set(task.id, task);
    forgetOldest(state.tasks);
    tell('task', task, previous);
  },
  status(status) {
    state.status = status;
    tell('status', status);
  },
  system(system) {
    state.system = system;
    tell('system', system);
  },
};
export const EVENT_NAMES = Object.keys(HANDLERS);

/** Takes one event of the stream. */
export function apply(name, data) {
  HANDLERS[name](data);
}

function forgetOldest(rows) {
  if (rows.size <= MAX_ROWS) return;
  for (const [id, row] of rows) {
    if (rows.size <= MAX_ROWS) return;
    if (row.completed_at) rows.delete(id);
  }
}

/** Older tasks that a person asked for. */
export function takeTasks(tasks) {
  for (const task of tasks) if (!state.tasks.has(task.id)) state.tasks.set(task.id, task);
}

export const sortedSessions = () => [...state.sessions.values()].sort((a, b) => a.name.localeCompare(b.name));
export const sortedTasks = () => [...state.tasks.values()].sort((a, b) => b.id - a.id);
