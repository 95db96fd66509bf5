/** The worker processes beside this server, as they are now. */
import type { Logger } from '../../telemetry/log';
import { refusalsOf } from './refusals';
import { SILENT_AFTER_MS, type WorkerProcess, workersOf } from './registry';

const LOOK_EVERY_MS = 500;
const MS_A_SECOND = 1_000;

export interface WorkerProcesses {
  list(): readonly WorkerProcess[];
  /** Whether one of them carries out workflows now. */
  anyRuns(): boolean;
  /** What is wrong with them, as sentences for anyone. */
  trouble(): string[];
  stop(): void;
}

/** @param onChange one has come, gone, or does something else now */
export function workerProcesses(dataDir: string, log: Logger, onChange: () => void): WorkerProcesses {
  let known: readonly WorkerProcess[] = workersOf(dataDir);
  let refused = refusalsOf(dataDir);
  const isSilent = ({ seenMs }: WorkerProcess): boolean => Date.now() - seenMs > SILENT_AFTER_MS;
  const look = (): void => {
    const now = workersOf(dataDir);
    refused = refusalsOf(dataDir);
    const changed = statesOf(now) !== statesOf(known);
    known = now;
    if (!changed) return;
    log.info({ processes: now.map(({ pid, state }) => ({ pid, state })) }, 'the worker processes changed');
    onChange();
  };
  const timer = setInterval(() => {
    try {
      look();
    } catch (error) {
      log.warn({ err: error }, 'the worker processes could not be looked at; tried again');
    }
  }, LOOK_EVERY_MS);
  return {
    list: () => known,
    anyRuns: () => known.some((one) => one.state === 'running' && !isSilent(one)),
    trouble: () => [
      ...refused.map(
        ({ pid, reason }) =>
          `Worker process ${pid} has ended, since a person has to change something first; the others go on. ${reason}`,
      ),
      ...known.filter(isSilent).map(({ pid, seenMs }) => {
        const seconds = Math.round((Date.now() - seenMs) / MS_A_SECOND);
        return `Worker process ${pid} has given no sign of life for ${seconds} seconds: wake it with "kill -CONT ${pid}", or end it with "kill -KILL ${pid}"; what it was at is taken up by another one.`;
      }),
    ],
    stop: () => clearInterval(timer),
  };
}

const statesOf = (processes: readonly WorkerProcess[]): string =>
  JSON.stringify(processes.map(({ id, state }) => [id, state]));
