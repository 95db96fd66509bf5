/**
 * What the server last sent: the one place the page's parts read from. Everything in `state` is a signal: a component,
 * `computed` or `effect` that reads it runs again when it changes. `on` is for what happens at a change, such as an
 * announcement.
 */
import { batch, signal } from '@preact/signals-core';
import type { Confirmation, ServerEvents, Session, Task } from '../../../api/document/api-types';
import { Table } from './table';

/** A prompt as lists and events have it: long texts are cut. */
export type Prompt = ServerEvents['prompt'];

/** The first event; a page that reads without events has the main parts only. */
type Whole = Pick<ServerEvents['state'], 'prompts' | 'sessions' | 'status'> & Partial<ServerEvents['state']>;
/** What comes in, by the events' names. */
export type Incoming = Omit<ServerEvents, 'state'> & { readonly state: Whole };

/** What is passed on, by topic; `state`: all is new. A session that is gone is null. */
export type Topics = Omit<ServerEvents, 'state' | 'session' | 'session_removed'> & {
  readonly state: typeof state;
  readonly session: Session | null;
  readonly live: boolean;
};
type Listener<Topic extends keyof Topics> = (
  value: Topics[Topic],
  previous: Topics[Topic] | undefined,
) => void;

/** Settled prompts and tasks kept beyond what the server sent, so that a page left open for weeks doesn't grow. */
const MAX_ROWS = 1000;

const confirm = signal<ServerEvents['confirm'] | null>(null);
const needs = signal<ServerEvents['needs'] | null>(null);
const status = signal<ServerEvents['status'] | null>(null);
const queue = signal<ServerEvents['queue'] | null>(null);
const system = signal<ServerEvents['system'] | null>(null);
const vault = signal<ServerEvents['vault'] | null>(null);
const today = signal<ServerEvents['today'] | null>(null);
const live = signal(false);

export const state = {
  prompts: new Table<number, Prompt>(),
  sessions: new Table<string, Session>(),
  /** Dialogs without an answer yet. */
  confirmations: new Table<number, Confirmation>(),
  tasks: new Table<number, Task>(),
  /** Settings of auto-confirm. */
  get confirm() {
    return confirm.value;
  },
  /** What needs a person: the first of them, and how many there are. */
  get needs() {
    return needs.value;
  },
  get status() {
    return status.value;
  },
  get queue() {
    return queue.value;
  },
  get system() {
    return system.value;
  },
  get vault() {
    return vault.value;
  },
  get today() {
    return today.value;
  },
  /** Whether the event stream is open. */
  get live() {
    return live.value;
  },
};

const bus = new EventTarget();

/** @returns what ends the listening */
export function on<Topic extends keyof Topics>(topic: Topic, listener: Listener<Topic>): () => void {
  const hear = (event: Event): void => {
    const { value, previous } = (event as CustomEvent<{ value: Topics[Topic]; previous?: Topics[Topic] }>)
      .detail;
    listener(value, previous);
  };
  bus.addEventListener(topic, hear);
  return () => bus.removeEventListener(topic, hear);
}

function publish<Topic extends keyof Topics>(
  topic: Topic,
  value: Topics[Topic],
  previous?: Topics[Topic],
): void {
  bus.dispatchEvent(new CustomEvent(topic, { detail: { value, previous } }));
}

export function setLive(isLive: boolean): void {
  if (live.peek() === isLive) return;
  live.value = isLive;
  publish('live', isLive);
}

const byId = <Row extends { readonly id: number }>(rows: readonly Row[] = []) =>
  rows.map((row) => [row.id, row] as const);

const HANDLERS: { [Name in keyof Incoming]: (data: Incoming[Name]) => void } = {
  state(all) {
    state.prompts.replace(byId(all.prompts));
    state.sessions.replace(all.sessions.map((session) => [session.name, session]));
    state.confirmations.replace(byId(all.confirmations));
    state.tasks.replace(byId(all.tasks));
    status.value = all.status;
    confirm.value = all.confirm ?? confirm.peek();
    needs.value = all.needs ?? needs.peek();
    queue.value = all.queue ?? queue.peek();
    system.value = all.system ?? system.peek();
    vault.value = all.vault ?? vault.peek();
    today.value = all.today ?? today.peek();
    publish('state', state);
  },
  prompt(prompt) {
    const previous = state.prompts.get(prompt.id);
    state.prompts.set(prompt.id, prompt);
    forgetOldest(state.prompts);
    publish('prompt', prompt, previous);
  },
  session(session) {
    const previous = state.sessions.get(session.name);
    state.sessions.set(session.name, session);
    publish('session', session, previous);
  },
  session_removed({ name }) {
    const previous = state.sessions.get(name);
    state.sessions.delete(name);
    publish('session', null, previous);
  },
  confirmation(confirmation) {
    const previous = state.confirmations.get(confirmation.id);
    if (confirmation.status === 'pending') state.confirmations.set(confirmation.id, confirmation);
    else state.confirmations.delete(confirmation.id);
    publish('confirmation', confirmation, previous);
  },
  confirm(settings) {
    confirm.value = settings;
    publish('confirm', settings);
  },
  needs(next) {
    const previous = needs.peek() ?? undefined;
    needs.value = next;
    publish('needs', next, previous);
  },
  task(task) {
    const previous = state.tasks.get(task.id);
    state.tasks.set(task.id, task);
    forgetOldest(state.tasks);
    publish('task', task, previous);
  },
  plan(plan) {
    publish('plan', plan);
  },
  status(counts) {
    status.value = counts;
    publish('status', counts);
  },
  queue(next) {
    queue.value = next;
    publish('queue', next);
  },
  vault(next) {
    vault.value = next;
    publish('vault', next);
  },
  today(next) {
    today.value = next;
    publish('today', next);
  },
  system(next) {
    system.value = next;
    publish('system', next);
  },
};
/** The whole state first: it is what a stream begins with. */
export const EVENT_NAMES = Object.keys(HANDLERS) as (keyof Incoming)[];

/** Takes one event of the stream. */
export function apply<Name extends keyof Incoming>(name: Name, data: Incoming[Name]): void {
  batch(() => HANDLERS[name](data));
}

function forgetOldest(rows: Table<number, Prompt> | Table<number, Task>): void {
  const tooMany = rows.size - MAX_ROWS;
  if (tooMany <= 0) return;
  const settled = [...rows].filter(([, row]) => row.completed_at).map(([id]) => id);
  for (const id of settled.sort((a, b) => a - b).slice(0, tooMany)) rows.delete(id);
}

/** Older tasks that a person asked for. */
export function takeTasks(tasks: readonly Task[]): void {
  batch(() => {
    for (const task of tasks) if (!state.tasks.has(task.id)) state.tasks.set(task.id, task);
  });
}

export const sortedSessions = (): Session[] =>
  [...state.sessions.values()].sort((a, b) => a.name.localeCompare(b.name));
export const sortedTasks = (): Task[] => [...state.tasks.values()].sort((a, b) => b.id - a.id);
