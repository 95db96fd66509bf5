/**
 * The event stream: the whole state first, then changes. It follows the numbered log of changes that triggers keep in
 * the database, so it sees what any process writes; nothing is asked of the database while nobody listens.
 */
import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Store } from '../../store';
import type { Need } from '../../workflows/contracts/needs';
import type { ServerEvents } from '../document/api-types';
import { confirmationView, confirmView } from '../confirmations/views';
import { firstState, vaultView } from './first-state';
import { beginStream, frameOf, listeners } from './listeners';
import { needsToldView } from '../needs/views';
import { taskListView } from '../tasks/views';
import { planListView } from '../plans/views';
import { promptListView, queueView, type WorkflowUrl } from '../prompts/views';
import { sessionView } from '../sessions/views';
import { todayView } from '../throughput/views';
import { promptWarnings } from '../prompts/warnings';

/** How soon a change is found of which no write tells; also how often the whole state is made at most, for however many. */
const POLL_MS = 100;
/** A commit is some writes, and what comes with it in the same moment is told with it. */
const AFTER_WRITE_MS = 4;
/** Between two looks while something is written all the time. */
const APART_MS = 25;
/** Parts of the state follow the clock: the counts of today, modes that end. */
const STATE_KEPT_MS = 1_000;
/** Listeners that get the state in one go; others get their turn before the next ones. */
const AT_ONCE = 4;
/** So long a newcomer waits for others that come with it, which are let in one by one. */
const TOGETHER_MS = 5;
/** How soon a stream ends after its login did. */
const LOGIN_CHECK_MS = 1_000;
/** Secrets become due, and sessions are at work, by the clock: no log tells of it. */
const CLOCK_LOOK_EVERY_MS = 60_000;

export interface EventHub {
  /** Answers a request with the stream; it ends when `loginStands` no longer holds. */
  open(req: IncomingMessage, res: ServerResponse, loginStands?: () => boolean): Promise<void>;
  /** The engine or another part changed. */
  systemChanged(): void;
  close(): void;
}

export interface EventHubDeps {
  readonly store: Store;
  readonly log: Logger;
  readonly workflowUrl: WorkflowUrl;
  readonly system: () => ServerEvents['system'];
}

export function createEventHub({ store, log, workflowUrl, system }: EventHubDeps): EventHub {
  const all = listeners();
  const viewing = {
    workflowUrl,
    hindranceOf: store.hindrance.of,
    originOf: store.plans.prompts.originOf,
    firingOf: store.recurring.firingOf,
    afterOf: store.chains.after,
    positionOf: store.queue.positionOf,
  };
  const warnings = promptWarnings(store);
  /** Came, and have got nothing yet. */
  const arrived = new Set<ServerResponse>();
  /** The whole state as it is sent, until something changes. */
  let whole: Buffer | undefined;
  let madeMs = -Infinity;
  let welcoming: NodeJS.Timeout | undefined;
  let firstCameMs = 0;
  let lastCameMs = 0;
  /** Each database has a log of its own. */
  const logs = [store.changes, store.taskChanges].map((changes) => ({ changes, seq: changes.last() }));
  let status = '';
  let confirm = '';
  let needs: readonly Need[] | undefined;
  let vault = '';
  let today = '';
  let clockSeenMs = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  let endsOfWatching: (() => void)[] = [];
  let soon: NodeJS.Timeout | undefined;
  let polledMs = -Infinity;

  function broadcast<Name extends keyof ServerEvents>(name: Name, data: ServerEvents[Name]): void {
    whole = undefined;
    all.toAll(frameOf(name, data));
  }

  function poll(): void {
    polledMs = performance.now();
    if (performance.now() - clockSeenMs > CLOCK_LOOK_EVERY_MS) publishByClock();
    const changed = new Set<string>();
    for (const known of logs) {
      const changes = known.changes.since(known.seq);
      known.seq = changes.at(-1)?.seq ?? known.seq;
      // Only what a row is now counts, however often it changed.
      for (const { kind, key } of changes) changed.add(`${kind}:${key}`);
    }
    // It follows the clock as well, and parts of the record that have no log.
    if (changed.size === 0) return publishNeeds();
    for (const key of changed) publish(key);
    for (const row of warnings.changed()) broadcast('prompt', promptListView(row, viewing));
    publishStatus();
    publishConfirm();
    publishNeeds();
  }

  function publish(change: string): void {
    const key = change.slice(change.indexOf(':') + 1);
    if (change.startsWith('prompt:')) {
      const row = store.prompts.get(Number(key));
      if (row) broadcast('prompt', promptListView(row, viewing));
      return;
    }
    if (change.startsWith('confirmation:')) {
      const row = store.confirmations.get(Number(key));
      if (row) broadcast('confirmation', confirmationView(row, workflowUrl));
      return;
    }
    if (change.startsWith('queue:')) return broadcast('queue', queueView(store.queue.last()));
    // The settings are compared as a whole, with the number that wait.
    if (change.startsWith('confirm:')) return;
    if (change.startsWith('task:')) {
      const row = store.tasks.get(Number(key));
      if (row) broadcast('task', taskListView(row, workflowUrl));
      return;
    }
    if (change.startsWith('plan:')) {
      const row = store.plans.get(Number(key));
      if (row) broadcast('plan', planListView(row, workflowUrl));
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
    publishToday();
  }

  function publishConfirm(): void {
    const view = confirmView(store);
    if (JSON.stringify(view) === confirm) return;
    confirm = JSON.stringify(view);
    broadcast('confirm', view);
  }

  function publishNeeds(): void {
    const list = store.needs.list();
    if (list === needs) return;
    const isOther = JSON.stringify(list) !== JSON.stringify(needs);
    needs = list;
    if (isOther) broadcast('needs', needsToldView(list));
  }

  function publishByClock(): void {
    clockSeenMs = performance.now();
    publishVault();
    publishToday();
  }

  function publishToday(): void {
    const view = todayView(store);
    if (JSON.stringify(view) === today) return;
    today = JSON.stringify(view);
    broadcast('today', view);
  }

  function publishVault(): void {
    const view = vaultView(store);
    if (JSON.stringify(view) === vault) return;
    vault = JSON.stringify(view);
    broadcast('vault', view);
  }

  /** Nobody has heard of anything yet: what the log tells up to now is in the state. */
  function startOver(): void {
    for (const known of logs) known.seq = known.changes.last();
    warnings.changed();
    status = '';
    confirm = '';
    needs = store.needs.list();
    vault = JSON.stringify(vaultView(store));
    today = JSON.stringify(todayView(store));
    clockSeenMs = performance.now();
    whole = undefined;
  }

  /** Gives the state to those who came; then they hear of every change. It is made once for all of them. */
  function welcome(): void {
    welcoming = undefined;
    const nowMs = performance.now();
    if (nowMs - lastCameMs < TOGETHER_MS && nowMs - firstCameMs < POLL_MS) return welcomeIn(TOGETHER_MS);
    if (all.count() > 0) poll();
    else startOver();
    const ageMs = performance.now() - madeMs;
    if (ageMs > STATE_KEPT_MS) whole = undefined;
    if (!whole && ageMs < POLL_MS) return welcomeIn(POLL_MS - ageMs);
    if (!whole) {
      whole = frameOf('state', firstState(store, viewing, system()));
      madeMs = performance.now();
    }
    for (const res of [...arrived].slice(0, AT_ONCE)) {
      arrived.delete(res);
      all.add(res, whole);
    }
    if (timer === undefined) beginFollowing();
    firstCameMs = performance.now();
    if (arrived.size > 0) welcomeIn(0);
  }

  function welcomeIn(ms: number): void {
    welcoming ??= setTimeout(() => guarded(welcome), ms);
  }

  function beginFollowing(): void {
    timer = setInterval(() => guarded(follow), POLL_MS);
    endsOfWatching = logs.map(({ changes }) => changes.onWrite(written));
  }

  function written(): void {
    if (timer === undefined) return;
    const againInMs = polledMs + APART_MS - performance.now();
    soon ??= setTimeout(
      () => {
        soon = undefined;
        guarded(follow);
      },
      Math.max(AFTER_WRITE_MS, againInMs),
    );
  }

  function follow(): void {
    if (all.count() > 0) return poll();
    endFollowing();
  }

  function endFollowing(): void {
    clearInterval(timer);
    clearTimeout(soon);
    timer = undefined;
    soon = undefined;
    for (const end of endsOfWatching.splice(0)) end();
  }

  /** Belongs to all streams: not to the request whose stream made it due. */
  const guarded = AsyncResource.bind(orEnded);

  /** Where the record can't be read the streams end: the browsers come back, and get the whole state then. */
  function orEnded(work: () => void): void {
    try {
      work();
    } catch (error) {
      log.error({ err: error }, 'the event streams ended, for the record could not be read');
      for (const res of arrived) res.destroy();
      all.end();
    }
  }

  /** Who it is can't be told where the record can't be read. */
  function standing(loginStands: () => boolean): boolean {
    try {
      return loginStands();
    } catch (error) {
      log.error({ err: error }, 'an event stream ended, for its login could not be read');
      return false;
    }
  }

  return {
    async open(req, res, loginStands) {
      await beginStream(req, res);
      if (res.destroyed) return;
      lastCameMs = performance.now();
      if (arrived.size === 0) firstCameMs = lastCameMs;
      arrived.add(res);
      res.once('close', () => arrived.delete(res));
      welcomeIn(0);
      if (!loginStands) return;
      const check = setInterval(() => standing(loginStands) || res.end(), LOGIN_CHECK_MS);
      res.once('close', () => clearInterval(check));
    },
    systemChanged: () => broadcast('system', system()),
    close() {
      endFollowing();
      clearTimeout(welcoming);
      all.end();
    },
  };
}
