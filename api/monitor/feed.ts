/**
 * The monitor's board for all who look at it. It is made anew where something has changed, and now and then by the
 * clock; nothing is asked of the record, or of the engine, while nobody looks.
 */
import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HealthStatus, WorkerFacts } from '../../workflows/contracts/health';
import type { AppDeps } from '../context';
import { beginStream, frameOf, listeners } from '../events/listeners';
import { type Board, boardOf } from './board';

/** How soon a change reaches the screen. */
const LOOK_EVERY_MS = 100;
/** What no log tells of: the workers, the health, the counts of today. */
const CLOCK_EVERY_MS = 10_000;
/** How soon a stream ends after its login, or its link, did. */
const LOGIN_CHECK_MS = 1_000;

type Deps = Pick<AppDeps, 'store' | 'config' | 'orchestrator' | 'log'> & {
  readonly healthStatus: () => Promise<HealthStatus>;
};

export type MonitorFeed = ReturnType<typeof monitorFeed>;

export function monitorFeed({ store, config, orchestrator, log, healthStatus }: Deps) {
  const all = listeners();
  let workers: readonly WorkerFacts[] = [];
  let health: HealthStatus = 'degraded';
  let checkedMs = -Infinity;
  let checking: Promise<void> | undefined;
  let seen = '';
  let sent = '';
  let timer: NodeJS.Timeout | undefined;

  /** What takes a while; asked once for all who ask meanwhile. */
  function check(): Promise<void> {
    if (Date.now() - checkedMs < CLOCK_EVERY_MS) return Promise.resolve();
    checking ??= Promise.all([orchestrator.workerFacts(Date.now()), healthStatus()])
      .then(([facts, status]) => {
        workers = facts;
        health = status;
        checkedMs = Date.now();
      })
      .finally(() => (checking = undefined));
    return checking;
  }

  async function board(): Promise<Board> {
    await check();
    return boardOf(store, { machine: config.hostName, health, workers, checkedMs });
  }

  /** The same as long as nothing has changed that a log or the list of needs tells of. */
  const marks = (): string =>
    [store.changes.last(), store.taskChanges.last(), store.needs.list().length].join();

  async function look(): Promise<void> {
    if (all.count() === 0) {
      stop();
      return;
    }
    const now = marks();
    if (now === seen && Date.now() - checkedMs < CLOCK_EVERY_MS) return;
    seen = now;
    const text = JSON.stringify(await board());
    if (text === sent) return;
    sent = text;
    all.toAll(frameOf('board', JSON.parse(text)));
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
    sent = '';
  }

  /** Where the record can't be read the streams end: the browsers come back. */
  function failed(error: unknown): void {
    log.error({ err: error }, 'the monitors were let go, for what they show could not be read');
    all.end();
  }

  function stands(loginStands: () => boolean): boolean {
    try {
      return loginStands();
    } catch (error) {
      log.error({ err: error }, 'a monitor was let go, for its login could not be read');
      return false;
    }
  }

  /** One at a time: an engine that is slow to answer would have a board made for each look that waits for it. */
  let looking: Promise<void> | undefined;
  /** Belongs to all streams, not to the request whose stream made it due. */
  const follow = AsyncResource.bind(() => {
    looking ??= look()
      .catch(failed)
      .finally(() => (looking = undefined));
  });

  return {
    board,
    /** @param first what it shows at its beginning: where that can't be read, no stream begins */
    async open(
      first: Board,
      req: IncomingMessage,
      res: ServerResponse,
      loginStands?: () => boolean,
    ): Promise<void> {
      await beginStream(req, res);
      if (res.destroyed) return;
      all.add(res, frameOf('board', first));
      timer ??= setInterval(follow, LOOK_EVERY_MS);
      if (!loginStands) return;
      const stillMay = setInterval(() => stands(loginStands) || res.end(), LOGIN_CHECK_MS);
      res.once('close', () => clearInterval(stillMay));
    },
  };
}
