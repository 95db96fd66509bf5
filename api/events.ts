/**
 * The event stream: the whole state first, then changes. It follows the numbered log of changes that triggers keep in
 * the database, so it sees what any process writes; nothing is asked of the database while nobody listens.
 */
import { type Session, createChannel, createSession } from 'better-sse';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Store } from '../store';
import type { ServerEvents } from './client-shapes';
import { confirmationView, confirmView } from './confirm-views';
import { taskListView } from './task-views';
import { promptListView, sessionView, type WorkflowUrl } from './views';

/** How soon a change reaches a page. */
const POLL_MS = 100;
/** How soon a stream ends after its login did. */
const LOGIN_CHECK_MS = 1_000;
/** Newest prompts and tasks that a page gets first. */
const FIRST_PROMPTS = 100;
const FIRST_TASKS = 100;
/** Tasks under way that it gets with them. */
const MOST_TASKS = 500;

export interface EventHub {
  /** Answers a request with the stream; it ends when `loginStands` no longer holds. */
  open(req: IncomingMessage, res: ServerResponse, loginStands?: () => boolean): Promise<void>;
  /** The engine or another part changed. */
  systemChanged(): void;
  close(): void;
}

export interface EventHubDeps {
  readonly store: Store;
  readonly workflowUrl: WorkflowUrl;
  readonly system: () => ServerEvents['system'];
}

export function createEventHub({ store, workflowUrl, system }: EventHubDeps): EventHub {
  const channel = createChannel();
  /** Each database has a log of its own. */
  const logs = [store.changes, store.taskChanges].map((changes) => ({ changes, seq: changes.last() }));
  let status = '';
  let confirm = '';
  let timer: NodeJS.Timeout | undefined;

  const state = (): ServerEvents['state'] => {
    const newest = store.prompts.list({}, 'newest', FIRST_PROMPTS, 0).items;
    const prompts = new Map([...store.prompts.unsettled(), ...newest].map((row) => [row.id, row]));
    const newestTasks = store.tasks.list({}, 'newest', FIRST_TASKS, 0).items;
    const tasks = new Map([...store.tasks.unsettled(MOST_TASKS), ...newestTasks].map((row) => [row.id, row]));
    return {
      tasks: [...tasks.values()].map((row) => taskListView(row, workflowUrl)),
      prompts: [...prompts.values()].map((row) => promptListView(row, workflowUrl)),
      sessions: store.sessions.list().map(sessionView),
      status: store.prompts.counts(),
      confirmations: store.confirmations.pending().map((row) => confirmationView(row, workflowUrl)),
      confirm: confirmView(store),
      system: system(),
    };
  };

  function broadcast<Name extends keyof ServerEvents>(name: Name, data: ServerEvents[Name]): void {
    channel.broadcast(data, name);
  }

  function poll(): void {
    const changed = new Set<string>();
    for (const log of logs) {
      const changes = log.changes.since(log.seq);
      log.seq = changes.at(-1)?.seq ?? log.seq;
      // Only what a row is now counts, however often it changed.
      for (const { kind, key } of changes) changed.add(`${kind}:${key}`);
    }
    if (changed.size === 0) return;
    for (const key of changed) publish(key);
    publishStatus();
    publishConfirm();
  }

  function publish(change: string): void {
    const key = change.slice(change.indexOf(':') + 1);
    if (change.startsWith('prompt:')) {
      const row = store.prompts.get(Number(key));
      if (row) broadcast('prompt', promptListView(row, workflowUrl));
      return;
    }
    if (change.startsWith('confirmation:')) {
      const row = store.confirmations.get(Number(key));
      if (row) broadcast('confirmation', confirmationView(row, workflowUrl));
      return;
    }
    // The settings are compared as a whole, with the number that wait.
    if (change.startsWith('confirm:')) return;
    if (change.startsWith('task:')) {
      const row = store.tasks.get(Number(key));
      if (row) broadcast('task', taskListView(row, workflowUrl));
      return;
    }
    const row = store.sessions.get(key);
    if (row) broadcast('session', sessionView(row));
    else broadcast('session_removed', { name: key });
  }

  function publishStatus(): void {
    const counts = store.prompts.counts();
    if (JSON.stringify(counts) === status) return;
    status = JSON.stringify(counts);
    broadcast('status', counts);
  }

  function publishConfirm(): void {
    const view = confirmView(store);
    if (JSON.stringify(view) === confirm) return;
    confirm = JSON.stringify(view);
    broadcast('confirm', view);
  }

  function listen(session: Session): void {
    if (channel.sessionCount === 0) {
      for (const log of logs) log.seq = log.changes.last();
      timer = setInterval(poll, POLL_MS);
    } else poll();
    session.push(state(), 'state');
    channel.register(session);
  }

  channel.on('session-deregistered', () => {
    if (channel.sessionCount > 0) return;
    clearInterval(timer);
    timer = undefined;
  });

  return {
    async open(req, res, loginStands) {
      listen(await createSession(req, res, { retry: 1_000, keepAlive: 15_000 }));
      if (!loginStands) return;
      const check = setInterval(() => loginStands() || res.end(), LOGIN_CHECK_MS);
      res.once('close', () => clearInterval(check));
    },
    systemChanged: () => broadcast('system', system()),
    close() {
      clearInterval(timer);
      channel.activeSessions.forEach((session) => channel.deregister(session));
    },
  };
}
