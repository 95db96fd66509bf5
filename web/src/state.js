/**
 * What the server last told: the one place the page's parts read from.
 * @import { Confirmation, ServerEvents, Session, Task } from '../../api/document/api-types'
 */

/**
 * A prompt as lists and events have it: long texts are cut.
 * @typedef {ServerEvents['prompt']} Prompt
 */

/**
 * What comes in, by the events' names. Read without events, the state has its main parts only.
 * @typedef {Pick<ServerEvents['state'], 'prompts' | 'sessions' | 'status'> & Partial<ServerEvents['state']>} Whole
 * @typedef {Omit<ServerEvents, 'state'> & { state: Whole }} Incoming
 */

/**
 * What is told, by topic; `state`: all is new. A session that is gone is null.
 * @typedef {Omit<ServerEvents, 'state' | 'session' | 'session_removed'>
 *   & { state: typeof state, session: Session | null, live: boolean }} Topics
 */

/** Settled prompts and tasks kept beyond what the server sent, so that a page left open for weeks doesn't grow. */
const MAX_ROWS = 1000;

export const state = {
  /** @type {Map<number, Prompt>} */
  prompts: new Map(),
  /** @type {Map<string, Session>} */
  sessions: new Map(),
  /** Dialogs without an answer yet. @type {Map<number, Confirmation>} */
  confirmations: new Map(),
  /** Settings of auto-confirm. @type {ServerEvents['confirm'] | null} */
  confirm: null,
  /** @type {Map<number, Task>} */
  tasks: new Map(),
  /** @type {ServerEvents['status'] | null} */
  status: null,
  /** @type {ServerEvents['queue'] | null} */
  queue: null,
  /** @type {ServerEvents['system'] | null} */
  system: null,
  /** Whether the event stream is open. */
  live: false,
};

const bus = new EventTarget();

/**
 * @template {keyof Topics} Topic
 * @param {Topic} topic
 * @param {(value: Topics[Topic], previous: Topics[Topic] | undefined) => void} listener
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

/** @param {(keyof Topics)[]} topics @param {() => void} listener */
export function onAny(topics, listener) {
  for (const topic of topics) on(topic, listener);
}

/**
 * @template {keyof Topics} Topic
 * @param {Topic} topic
 * @param {Topics[Topic]} value
 * @param {Topics[Topic]} [previous]
 */
function tell(topic, value, previous) {
  bus.dispatchEvent(new CustomEvent(topic, { detail: { value, previous } }));
}

export function setLive(live) {
  if (state.live === live) return;
  state.live = live;
  tell('live', live);
}

/** @type {{ [Name in keyof Incoming]: (data: Incoming[Name]) => void }} */
const HANDLERS = {
  state(all) {
    state.prompts = new Map(all.prompts.map((prompt) => [prompt.id, prompt]));
    state.sessions = new Map(all.sessions.map((session) => [session.name, session]));
    state.confirmations = new Map((all.confirmations ?? []).map((asked) => [asked.id, asked]));
    state.confirm = all.confirm ?? state.confirm;
    state.tasks = new Map((all.tasks ?? []).map((task) => [task.id, task]));
    state.status = all.status;
    state.queue = all.queue ?? state.queue;
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
  queue(queue) {
    state.queue = queue;
    tell('queue', queue);
  },
  system(system) {
    state.system = system;
    tell('system', system);
  },
};
export const EVENT_NAMES = /** @type {(keyof Incoming)[]} */ (Object.keys(HANDLERS));

/**
 * Takes one event of the stream.
 * @template {keyof Incoming} Name
 * @param {Name} name
 * @param {Incoming[Name]} data
 */
export function apply(name, data) {
  HANDLERS[name](data);
}

/** @param {Map<number, Prompt> | Map<number, Task>} rows */
function forgetOldest(rows) {
  if (rows.size <= MAX_ROWS) return;
  for (const [id, row] of rows) {
    if (rows.size <= MAX_ROWS) return;
    if (row.completed_at) rows.delete(id);
  }
}

/** Older tasks that a person asked for. @param {Task[]} tasks */
export function takeTasks(tasks) {
  for (const task of tasks) if (!state.tasks.has(task.id)) state.tasks.set(task.id, task);
}

export const sortedSessions = () => [...state.sessions.values()].sort((a, b) => a.name.localeCompare(b.name));
export const sortedTasks = () => [...state.tasks.values()].sort((a, b) => b.id - a.id);
