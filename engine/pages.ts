/**
 * The pages of Temporal's Web UI. The program that has them serves them only together with an engine, and to any Host;
 * so it runs beside ours with an engine of its own, empty and in memory, while somebody reads them. What the pages ask
 * for is asked of our engine (api/engine-ui/serve.ts).
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { guardOfHttpApi } from './flags';
import { freePort, httpDoor } from './ports';
import { isAlive } from '../processes/stat';
import { type EngineProcess, launchTied, terminate } from './spawn';
import { EngineError } from './types';

const READY_WITHIN_MS = 30_000;
const ASK_AGAIN_MS = 50;
const ASK_DEADLINE_MS = 1_000;
const STOP_GRACE_MS = 1_000;
/** A page that is open asks for more of its parts now and then; browsers keep those they had. */
const IDLE_MS = 5 * 60_000;
/** Stands in the page for the path that it is under, which whoever serves it knows (api/engine-ui/document.ts). */
const WRITTEN_PATH = '/temporal-ui';

export interface EnginePages {
  /** Where the pages are; starts the program where it doesn't run. @throws EngineError where it can't be had */
  url(): Promise<string>;
  stop(): Promise<void>;
}

export interface PagesOptions {
  readonly binary: string;
  readonly logFile: string;
  readonly log: Logger;
  readonly idleMs?: number;
}

interface Running {
  readonly process: EngineProcess;
  readonly url: string;
}

export function enginePages({ binary, logFile, log, idleMs = IDLE_MS }: PagesOptions): EnginePages {
  let running: Promise<Running> | undefined;
  let idle: NodeJS.Timeout | undefined;
  let stopped = false;

  async function start(): Promise<Running> {
    const [port, uiPort, door] = [await freePort(), await freePort(), await httpDoor()];
    const args = [
      ...['server', 'start-dev', '--log-level', 'error'],
      ...['--ip', '127.0.0.1', '--port', String(port), '--http-port', String(door.httpPort)],
      ...['--ui-ip', '127.0.0.1', '--ui-port', String(uiPort), '--ui-public-path', WRITTEN_PATH],
      ...guardOfHttpApi(door.httpHost).flatMap((value) => ['--dynamic-config-value', value]),
    ];
    const process = await launchTied(binary, args, logFile);
    log.info({ pid: process.pid }, "started for the pages of the engine's Web UI");
    const url = `http://127.0.0.1:${uiPort}`;
    try {
      await untilServing(url, process);
      return { process, url };
    } catch (error) {
      await terminate(process, STOP_GRACE_MS);
      throw error;
    }
  }

  function begin(): Promise<Running> {
    const mine = start();
    running = mine;
    mine.catch(() => forget(mine));
    return mine;
  }

  function forget(mine: Promise<Running>): void {
    if (running === mine) running = undefined;
  }

  async function current(): Promise<Running> {
    if (stopped) throw new EngineError('The server is stopping.', 'failure');
    const mine = running ?? begin();
    const started = await mine;
    if (isAlive(started.process.pid)) return started;
    forget(mine);
    return current();
  }

  async function stop(): Promise<void> {
    clearTimeout(idle);
    const ending = running;
    running = undefined;
    const was = await ending?.catch(() => undefined);
    if (was) await terminate(was.process, STOP_GRACE_MS);
  }

  return {
    async url() {
      const { url } = await current();
      clearTimeout(idle);
      idle = setTimeout(() => void stop(), idleMs).unref();
      return url;
    },
    async stop() {
      stopped = true;
      await stop();
    },
  };
}

async function untilServing(url: string, { exited }: EngineProcess): Promise<void> {
  const startMs = performance.now();
  while (performance.now() - startMs < READY_WITHIN_MS) {
    if (await serves(url)) return;
    const end = await Promise.race([exited, delay(ASK_AGAIN_MS)]);
    if (end !== undefined) throw notServed(`it ended with ${end}`);
  }
  throw notServed(`no answer within ${READY_WITHIN_MS / 1000} s`);
}

async function serves(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(ASK_DEADLINE_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

function notServed(why: string): EngineError {
  return new EngineError(
    `The program with the pages of Temporal's Web UI did not start: ${why}. Its output is in temporal-ui.log. Try again in a moment.`,
    'failure',
  );
}
