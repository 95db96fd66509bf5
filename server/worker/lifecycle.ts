/** Ends worker processes, and has processes started again one after the other, by those who keep them running. */
import { setTimeout as pause } from 'node:timers/promises';
import { isHere, type Standing, standingOf } from '../instance';
import { type WorkerProcess, workersOf } from './registry';

const LOOK_EVERY_MS = 200;
/** Until they give up what they are at, and a moment more. */
const STOP_WITHIN_MS = 20_000;
const BACK_WITHIN_MS = 90_000;

type Say = (line: string) => void;

/** True where none is left; otherwise it was said which, and what to do. */
export async function stopWorkers(
  dataDir: string,
  say: Say,
  stopWithinMs = STOP_WITHIN_MS,
): Promise<boolean> {
  for (const worker of workersOf(dataDir)) {
    if (await isHere(worker)) kill(worker.pid, 'SIGTERM', 'SIGCONT');
    else
      say(`Worker process ${worker.pid} is no process here, as where it runs in a container: stop it there.`);
  }
  const left = await untilGone(dataDir, stopWithinMs);
  for (const { pid } of left)
    say(
      `Worker process ${pid} has not stopped within ${stopWithinMs / 1_000} s; "kill -KILL ${pid}" ends it (nothing accepted is lost).`,
    );
  return left.length === 0;
}

/** How it went; each process that was asked is another one now. */
export async function restartOneByOne(
  dataDir: string,
  say: Say,
  backWithinMs = BACK_WITHIN_MS,
): Promise<boolean> {
  const startedMs = Date.now();
  // First: it may have to migrate the databases, for which the workers end by themselves.
  const server = await standingOf(dataDir);
  if (server.state !== 'serving') {
    say('No server answers on this data directory: start it with architect start.');
    return false;
  }
  let done = await restartServer(dataDir, server, say, backWithinMs);
  for (const worker of workersOf(dataDir)) {
    if (Date.parse(worker.since) >= startedMs) continue;
    done = (await restartWorker(dataDir, worker, say, backWithinMs)) && done;
  }
  return done;
}

type Serving = Extract<Standing, { state: 'serving' }>;

async function restartServer(
  dataDir: string,
  { pid, ...server }: Serving,
  say: Say,
  withinMs: number,
): Promise<boolean> {
  if (!server.kept || !(await isHere({ pid, ...server }))) return byHand(say, 'The server', pid);
  kill(pid, 'SIGUSR2');
  for (const endMs = performance.now() + withinMs; performance.now() < endMs;) {
    const now = await standingOf(dataDir);
    if (now.state === 'serving' && now.pid !== pid) {
      say(`The server is process ${now.pid} now (before: ${pid}).`);
      return true;
    }
    await pause(LOOK_EVERY_MS);
  }
  say(
    `The server (process ${pid}) is not back after ${withinMs / 1_000} s: architect status and its log say more.`,
  );
  return false;
}

async function restartWorker(
  dataDir: string,
  { id, pid, ...worker }: WorkerProcess,
  say: Say,
  withinMs: number,
): Promise<boolean> {
  if (!worker.kept || !(await isHere({ pid, ...worker }))) return byHand(say, 'Worker', pid);
  const known = new Set(workersOf(dataDir).map((one) => one.id));
  kill(pid, 'SIGUSR2', 'SIGCONT');
  for (const endMs = performance.now() + withinMs; performance.now() < endMs;) {
    const now = workersOf(dataDir);
    const next = now.find((one) => !known.has(one.id) && one.state === 'running');
    if (next && now.every((one) => one.id !== id)) {
      say(`Worker process ${next.pid} runs in the place of ${pid}.`);
      return true;
    }
    await pause(LOOK_EVERY_MS);
  }
  say(
    `In the place of worker process ${pid} none asks for work after ${withinMs / 1_000} s: engine.log says why.`,
  );
  return false;
}

function byHand(say: Say, what: string, pid: number): false {
  say(`${what} (process ${pid}) is started again by nobody here: restart it where it was started.`);
  return false;
}

async function untilGone(dataDir: string, withinMs: number): Promise<WorkerProcess[]> {
  for (const endMs = performance.now() + withinMs; ;) {
    const left = workersOf(dataDir);
    if (left.length === 0 || performance.now() > endMs) return left;
    await pause(LOOK_EVERY_MS);
  }
}

function kill(pid: number, ...signals: readonly NodeJS.Signals[]): void {
  for (const signal of signals)
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended meanwhile, or is another user's: the wait tells.
    }
}
