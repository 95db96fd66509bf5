/** `architect worker`: a worker process, from settings to its end. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Config, loadConfig } from '../../config';
import { openLogs } from '../../telemetry/log';
import { WORKER_FORCE_MS } from '../durations';
import { EXIT_AGAIN, EXIT_CONFIGURATION } from '../exit-codes';
import { addressOf, wantsAlone } from '../instance';
import { outliveOutput, say } from '../output';
import { restartRequested, stopRequested } from '../signals';
import { explain, isFinal } from '../start-fault';
import { createUndo } from '../undo';
import { packageVersion } from '../version';
import { requireBundle } from '../workflow-bundle';
import { awaitServer, UnfitWorkerError } from './await-server';
import { noteRefusal } from './refusals';
import { registerWorker } from './registry';

const LOOK_EVERY_MS = 250;
const BEAT_EVERY_MS = 1_000;
/** Longer than work that is cut off takes. */
const END_WITHIN_MS = WORKER_FORCE_MS + 3_000;

const SEE_OUTPUT = 'Its output, or deploy.log, says what has to be changed.';

/** Why it ends, and with which exit code. */
interface End {
  readonly why: string;
  readonly code: number;
}

export async function work(): Promise<void> {
  outliveOutput();
  let dataDir: string | undefined;
  try {
    const config = loadConfig();
    ({ dataDir } = config);
    const { why, code } = await untilEnd(config);
    say(`Stopped (${why}).`);
    // Native threads of the engine's client would hold the process for seconds more.
    process.exit(code);
  } catch (error) {
    const isUnfit = error instanceof UnfitWorkerError;
    process.stderr.write(`${isUnfit ? error.message : explain(error)}\n`);
    if (!isUnfit && !isFinal(error)) process.exit(1);
    // Other messages may name files: they are for who can read the output of this process.
    if (dataDir !== undefined) noteRefusal(dataDir, isUnfit ? error.message : SEE_OUTPUT);
    process.exit(EXIT_CONFIGURATION);
  }
}

async function untilEnd(config: Config): Promise<End> {
  const { dataDir, logDir, logLevel: level, port, monitorPort, logRotation: rotation } = config;
  const logs = openLogs({ logDir, level, port, monitorPort, rotation });
  const stop = askedToEnd();
  const bundlePath = requireBundle();
  const version = packageVersion();
  const undo = createUndo(logs.of('app'));
  const registration = await registerWorker(dataDir, { version, kept: process.send !== undefined });
  undo.add(registration.leave);
  const beat = setInterval(registration.beat, BEAT_EVERY_MS);
  undo.add(() => clearInterval(beat));
  const halt = new AbortController();
  const { signal } = halt;
  void stop.then(() => halt.abort());
  try {
    const server = await awaitServer({ dataDir, version, registration, say, signal });
    const end = Promise.race([stop, sentAway(dataDir, signal).then((why) => why ?? stop)]);
    // Loaded now: it takes a second, and needs nothing of what it works with.
    const { startWork } = await import('./run.js');
    const url = (): string => addressOf(dataDir) ?? server.url;
    const started = startWork({ config, logs, undo, bundlePath, registration, server, url });
    const first = await Promise.race([end, started]);
    if (first === undefined) say(`Worker ready (process ${process.pid}): it works for ${server.url}`);
    const { why } = await end;
    say(`Stopping (${why}) ...`);
    return await end;
  } catch (error) {
    if (!signal.aborted) throw error;
    return await stop;
  } finally {
    registration.is('leaving');
    halt.abort();
    // An engine that doesn't answer must not hold it: what it was at is taken up by another one.
    await Promise.race([undo.run(), pause(END_WITHIN_MS)]);
    logs.flush();
  }
}

const askedToEnd = (): Promise<End> =>
  Promise.race([
    stopRequested().then((why) => ({ why, code: 0 })),
    restartRequested().then((why) => ({ why, code: EXIT_AGAIN })),
  ]);

/** A server of a new release migrates the databases, while nobody else has them open. */
async function sentAway(dataDir: string, signal: AbortSignal): Promise<End | undefined> {
  while (!wantsAlone(dataDir)) {
    await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return undefined;
  }
  return { why: 'the server brings the databases up to date', code: EXIT_AGAIN };
}
