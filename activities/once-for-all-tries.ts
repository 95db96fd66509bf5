/** Work that goes on when the engine has given up the try that began it. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Context } from '@temporalio/activity';
import { withHeartbeat } from './heartbeat';

/** So long a result is kept for a next try, and unfinished work is waited for by nobody. */
const LINGERS_MS = 60_000;
/** What hangs must not keep all tries waiting for it. */
const MOST_TRIES = 3;

interface Run {
  readonly done: Promise<unknown>;
  readonly stop: AbortController;
  /** That wait for it now, and that ever did. */
  followers: number;
  tries: number;
}

const runs = new Map<string, Run>();
const stops = new AsyncLocalStorage<AbortSignal>();

/** When what is done now is to stop. The signal of a try says only that this try is over. */
export const stopSignal = (): AbortSignal => stops.getStore() ?? Context.current().cancellationSignal;

/**
 * `withHeartbeat`, with one run of `work` for all tries of an activity. A machine that slept wakes to heartbeats that are
 * overdue: the engine begins the next try while the work of the first goes on. That try waits for it, instead of asking
 * a model once more or beginning a second merge beside the first. A try with `attempt` over 1 that runs `work` all the
 * same comes after a crash, or a failure.
 */
export function onceForAllTries<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const context = Context.current();
  const { attempt, workflowExecution, activityId } = context.info;
  const key = JSON.stringify([workflowExecution, activityId]);
  const before = attempt > 1 ? runs.get(key) : undefined;
  const isHung = before !== undefined && before.tries >= MOST_TRIES;
  if (isHung) before.stop.abort(new Error('it did not end, and is begun anew'));
  const run = before === undefined || isHung ? begin(key, work) : before;
  return withHeartbeat(async (signal) => {
    run.tries += 1;
    run.followers += 1;
    const leave = (): void => {
      run.followers -= 1;
      const { timedOut, notFound } = context.cancellationDetails ?? {};
      const { tries } = run;
      // A try that came since has a time of its own.
      const isLeft = (): boolean => run.followers === 0 && run.tries === tries;
      if (timedOut || notFound) later(() => isLeft() && run.stop.abort(signal.reason));
      else if (run.followers === 0) run.stop.abort(signal.reason);
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
    return run.done as Promise<T>;
  });
}

function begin(key: string, work: (signal: AbortSignal) => Promise<unknown>): Run {
  const stop = new AbortController();
  const run: Run = { done: stops.run(stop.signal, () => work(stop.signal)), stop, followers: 0, tries: 0 };
  runs.set(key, run);
  const forget = (): void => {
    if (runs.get(key) === run) runs.delete(key);
  };
  // What failed is tried again.
  run.done.then(() => later(forget), forget);
  return run;
}

const later = (what: () => unknown): void => void setTimeout(what, LINGERS_MS).unref();
