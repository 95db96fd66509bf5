/** The server in the background, for deploy.sh: whether it serves, why it doesn't, how it is ended. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endEngineLeftIn, engineLeftIn } from '../engine/ours';
import { identify, isRunning, type ProcessId } from '../processes/identity';
import { hold } from '../store/db/hold';
import type { Config } from '../config';
import { ending, logFileOf, logSince, sizeOf } from './deploy-log';
import { notRunning } from './elsewhere';
import { EXIT_CONFIGURATION } from './exit-codes';
import { AlreadyRunningError, isHere, type Standing, standingOf, takePlace, unserved } from './instance';
import { restartOneByOne, stopWorkers } from './worker/lifecycle';
import { workersOf } from './worker/registry';
import { forgetKept, keep, keptProcess, supervisorOf, workersKept } from './supervisor';
import { type RunningUnit, optionsOfUnit, systemctl, systemctlCommand, unitOf } from './systemd-unit';

/** Exit codes, as init scripts have them (refspecs.linuxbase.org, "Init Script Actions"). */
export const SERVES = 0;
/** It died, or it can't be started or stopped. */
export const FAILED = 1;
export const NOT_RUNNING = 3;
/** There is a process, but nobody is served. */
export const UNCLEAR = 4;

type Place = Pick<Config, 'cacheDir' | 'dataDir' | 'logDir'>;
type Say = (line: string) => void;

export interface DaemonTiming {
  readonly startTimeoutMs: number;
  /** Its engine may need a moment after it answers first; so long its trouble isn't told. */
  readonly settleMs: number;
  readonly stopTimeoutMs: number;
  /** Systemd has started it again. */
  readonly unitTimeoutMs: number;
}
const TIMING: DaemonTiming = {
  startTimeoutMs: 600_000,
  settleMs: 15_000,
  stopTimeoutMs: 55_000,
  unitTimeoutMs: 60_000,
};
const LOOK_EVERY_MS = 200;
/** To launch takes less than a second. */
const LAUNCH_TIMEOUT_MS = 10_000;
const LAUNCH_LOOK_MS = 20;
/** So often it may die at its start and be started again before that is said. */
const MOST_DEATHS = 3;
/** As scripts/lib/supervise.mjs says it. */
const DIED = /^The server ended \(/gm;

/** Says how it stands; the exit code tells the same. */
export async function status(place: Place, say: Say): Promise<number> {
  const standing = await standingOf(place.dataDir);
  if (standing.state === 'serving') {
    say(running(standing));
    return SERVES;
  }
  if (standing.state !== 'free') {
    say(unserved(place.dataDir, standing));
    return UNCLEAR;
  }
  const kept = keptProcess(place);
  const supervisor = await supervisorOf(place);
  if (supervisor) {
    const log = supervisor.pid === kept?.pid ? ending(place, 0) : '';
    say(`Not serving: process ${supervisor.pid} starts it, or starts it again.${log}`);
    return UNCLEAR;
  }
  const left = await engineLeftIn(place.dataDir);
  const workers = workersOf(place.dataDir);
  if (workers.length > 0)
    say(`Worker processes wait for a server: ${workers.map(({ pid }) => pid).join(', ')}.`);
  if (kept) say(`Not running: the one in the background (process ${kept.pid}) has died.${ending(place, 0)}`);
  else say(await notRunning(place));
  if (left !== undefined)
    say(
      `Its workflow engine is still there (process ${left}): the next start goes on with it, ./deploy.sh stop ends it.`,
    );
  return kept ? FAILED : NOT_RUNNING;
}

/** Whether the one that runs serves HTTPS. */
export async function servesTls({ dataDir }: Place): Promise<boolean> {
  const standing = await standingOf(dataDir);
  return 'url' in standing && standing.url?.startsWith('https:') === true;
}

/** How many worker processes a server has that leaves the workflows to them; undefined where it does all itself. */
export async function workersBeside({ dataDir }: Place): Promise<number | undefined> {
  const standing = await standingOf(dataDir);
  return standing.state === 'serving' && standing.mode === 'api' ? workersKept({ dataDir }) : undefined;
}

/** Has each process started again, one after the other, by who keeps it running. */
export async function restartRolling({ dataDir }: Place, say: Say): Promise<number> {
  return (await restartOneByOne(dataDir, say)) ? SERVES : FAILED;
}

/**
 * Starts the one that systemd runs anew; undefined where it runs none.
 * @param asItWas false: something else than its unit says was asked for, which is refused
 */
export async function restartUnit(
  { dataDir }: Place,
  say: Say,
  asItWas: boolean,
  { settleMs, unitTimeoutMs } = TIMING,
): Promise<number | undefined> {
  const standing = await standingOf(dataDir);
  const unit = 'pid' in standing && (await isHere(standing)) ? unitOf(standing.pid) : undefined;
  if (!unit) return undefined;
  if (!asItWas) {
    say(optionsOfUnit(unit));
    return EXIT_CONFIGURATION;
  }
  const fault = await systemctl(unit, 'restart');
  if (fault !== undefined) return refusedBy(unit, 'restart', fault, say);
  say(`Restarted by systemd (${unit.name}).`);
  for (const startMs = Date.now(); Date.now() - startMs < unitTimeoutMs;) {
    const now = await standingOf(dataDir);
    if (now.state === 'serving' && (now.trouble.length === 0 || Date.now() - startMs > settleMs)) {
      say(running(now));
      return SERVES;
    }
    await pause(LOOK_EVERY_MS);
  }
  say(
    `It doesn't serve after ${unitTimeoutMs / 1_000} s: journalctl ${unit.ofUser ? '--user ' : ''}-u ${unit.name} has its log.`,
  );
  return FAILED;
}

function refusedBy(unit: RunningUnit, verb: string, fault: string, say: Say): number {
  say(`systemd runs it (${unit.name}), and refused: ${fault}. Run: ${systemctlCommand(unit, verb)}`);
  return FAILED;
}

/** A server that was killed leaves its engine behind. Nobody starts one on the data directory meanwhile. */
async function endLeftEngine({ dataDir }: Pick<Place, 'dataDir'>, say: Say): Promise<void> {
  if ((await engineLeftIn(dataDir)) === undefined) return;
  const hold = await takePlace(dataDir, '', 'stop').catch((error: unknown) => {
    if (error instanceof AlreadyRunningError) return undefined;
    throw error;
  });
  if (!hold) return;
  try {
    const pid = await endEngineLeftIn(dataDir);
    if (pid !== undefined)
      say(`Ended the workflow engine that a killed server left behind (process ${pid}).`);
  } finally {
    hold.leave();
  }
}

/** Ends it, however it was started; all is well where none runs. */
export async function stop(place: Place, say: Say, { stopTimeoutMs } = TIMING): Promise<number> {
  const standing = await standingOf(place.dataDir);
  const supervisor = await supervisorOf(place);
  // First: what they are at needs the server.
  const workersEnded = await stopWorkers(place.dataDir, say);
  if (standing.state === 'free' && !supervisor) {
    if (!workersEnded) return FAILED;
    forgetKept(place);
    await endLeftEngine(place, say);
    say(await notRunning(place));
    return SERVES;
  }
  if (standing.state === 'held') {
    say(unserved(place.dataDir, standing));
    return FAILED;
  }
  if (standing.state !== 'free' && !(await isHere(standing))) {
    say(
      `The server of the data directory ${place.dataDir} is no process here (number ${standing.pid} is another one's, or nobody's), as where it runs in a container: stop it there.`,
    );
    return FAILED;
  }
  const pid = supervisor?.pid ?? (standing.state === 'free' ? undefined : standing.pid);
  // One that is killed or stopped by a signal would be started again by systemd.
  const unit = pid === undefined ? undefined : unitOf(pid);
  const fault = unit && (await systemctl(unit, 'stop'));
  if (unit && fault !== undefined) return refusedBy(unit, 'stop', fault, say);
  if (!unit) signal(pid, 'SIGTERM');
  // One that is stopped hears of it when it is woken.
  if (standing.state === 'stopped') signal(standing.pid, 'SIGCONT');
  const deadlineMs = Date.now() + stopTimeoutMs;
  while (!(await isOver(place, supervisor))) {
    if (Date.now() > deadlineMs) {
      say(
        `Process ${pid} has not stopped within ${stopTimeoutMs / 1_000} s. See ${logFileOf(place)}; "kill -KILL ${pid}" ends it (nothing accepted is lost).`,
      );
      return FAILED;
    }
    await pause(LOOK_EVERY_MS);
  }
  forgetKept(place, supervisor);
  // As where it did not end by itself, but was killed.
  await endLeftEngine(place, say);
  if (!workersEnded) return FAILED;
  say('Stopped.');
  return SERVES;
}

/** How the process that was started ended; `code` null: not by itself. */
export interface Exit {
  readonly how: string;
  readonly code: number | null;
}

type Launch = (logFile: string) => { readonly pid: number; readonly exited: Promise<Exit> };

/** Of several that start it at once, one does. @returns undefined where another one has */
async function launchOnce(
  place: Place,
  launch: Launch,
): Promise<(ReturnType<Launch> & { readonly id: ProcessId | undefined }) | undefined> {
  const deadlineMs = Date.now() + LAUNCH_TIMEOUT_MS;
  let release = hold(join(place.dataDir, 'start.lock'), 0);
  for (; !release && Date.now() < deadlineMs; release = hold(join(place.dataDir, 'start.lock'), 0))
    await pause(LAUNCH_LOOK_MS);
  if (!release) return undefined;
  try {
    if (await supervisorOf(place)) return undefined;
    const launched = launch(logFileOf(place));
    const id = await identify(launched.pid);
    if (id) keep(place, id);
    return { ...launched, id };
  } finally {
    release();
  }
}

/**
 * Starts it with `launch` unless it runs, and waits until it serves.
 * @param launch starts the process that keeps the server running; `exited` resolves to how it ended
 */
export async function start(
  place: Place,
  say: Say,
  launch: Launch,
  { startTimeoutMs, settleMs } = TIMING,
): Promise<number> {
  const standing = await standingOf(place.dataDir);
  if (standing.state === 'serving') {
    say(`Already running (process ${standing.pid}): ${standing.url}`);
    return SERVES;
  }
  if (standing.state === 'held' || standing.state === 'stopped') {
    say(unserved(place.dataDir, standing));
    return FAILED;
  }
  const logged = sizeOf(logFileOf(place));
  let ended: Exit | undefined;
  let servesSinceMs: number | undefined;
  const launched = standing.state === 'silent' ? undefined : await launchOnce(place, launch);
  if (launched === undefined) say('It is being started already.');
  else {
    void launched.exited.then((how) => (ended = how));
    say(`Starting (process ${launched.pid}). Log: ${logFileOf(place)}`);
  }
  for (const deadlineMs = Date.now() + startTimeoutMs; Date.now() < deadlineMs;) {
    const now = await standingOf(place.dataDir);
    if (now.state === 'serving') servesSinceMs ??= Date.now();
    if (
      now.state === 'serving' &&
      (now.trouble.length === 0 || Date.now() - (servesSinceMs ?? 0) > settleMs)
    ) {
      say(running(now));
      return SERVES;
    }
    if (ended !== undefined) {
      forgetKept(place, launched?.id);
      say(`It did not start (${ended.how}).${ending(place, logged)}`);
      return ended.code === EXIT_CONFIGURATION ? EXIT_CONFIGURATION : FAILED;
    }
    if ((logSince(place, logged).match(DIED) ?? []).length >= MOST_DEATHS) {
      say(`It dies at its start, and is started again until ./deploy.sh stop.${ending(place, logged)}`);
      return FAILED;
    }
    await pause(LOOK_EVERY_MS);
  }
  say(`It doesn't serve after ${startTimeoutMs / 1_000} s; it goes on starting.${ending(place, logged)}`);
  return FAILED;
}

const running = ({ pid, url, trouble }: Extract<Standing, { state: 'serving' }>): string =>
  [`Running (process ${pid}): ${url}`, ...trouble.map((one) => `    ${one}`)].join('\n');

async function isOver(place: Place, supervisor: ProcessId | undefined): Promise<boolean> {
  if (supervisor && (await isRunning(supervisor))) return false;
  return (await standingOf(place.dataDir)).state === 'free';
}

function signal(pid: number | undefined, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(pid, name);
  } catch {
    // It has ended meanwhile, or is another user's: the wait tells.
  }
}
