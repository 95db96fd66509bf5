/** Comes by an engine process that answers: the one that runs already, else a new one. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import {
  damageIn,
  databaseBegins,
  databaseFault,
  databaseMade,
  removeUnmade,
  setDatabaseAside,
} from './database';
import { lastLines, logSize } from './engine-log';
import { startDevArguments } from './flags';
import { findLeftover } from './leftover';
import { ensureRetention } from './namespace';
import { identify } from '../processes/identity';
import type { EnginePorts } from './ports';
import { clusterIdOf, healthConnection, isHttpApiClosed, PROBE_DEADLINE_MS } from './probe';
import { ensureSearchAttributes } from './search-attributes';
import { type EngineProcess, launch, terminate } from './spawn';
import { type EngineRecord, removeRecord, writeRecord } from './state-file';
import { EngineError, type EngineOptions } from './types';

/** A database may have to be upgraded by a newer engine first. */
const READY_WITHIN_MS = 60_000;
const ASK_AGAIN_MS = 50;
const TERMINATE_GRACE_MS = 5_000;
/** In which an engine that doesn't start says why. */
const WORDS_LINES = 20;

export interface EngineFiles {
  readonly database: string;
  readonly record: string;
  readonly log: string;
}

export interface RunningEngine {
  readonly process: EngineProcess;
  readonly record: EngineRecord;
  readonly adopted: boolean;
}

/**
 * Resolves when the engine answers and has its namespace and search attributes.
 * @param ports asked only where a new process is needed
 * @param signal ends the waiting, and what was started
 * @throws EngineError
 */
export async function acquireEngine(
  options: EngineOptions,
  files: EngineFiles,
  ports: () => Promise<EnginePorts>,
  signal: AbortSignal,
): Promise<RunningEngine> {
  const { namespace } = options.temporal;
  const leftover = await findLeftover(files.record, files.database, namespace, options.log);
  if (leftover) return untilUsable({ ...leftover, adopted: true }, 0);
  requireProgram(options);
  if (removeUnmade(files.database))
    options.log.info('the making of the database was cut off: it begins anew');
  const fault = databaseFault(files.database);
  if (fault !== undefined) startAnew(options, files, fault);
  const fromByte = logSize(files.log);
  try {
    return await start();
  } catch (error) {
    // Larger ones aren't looked through by us.
    const damage = damageIn(lastLines(files.log, WORDS_LINES, fromByte));
    if (signal.aborted || damage === undefined) throw error;
    startAnew(options, files, damage);
    return start();
  }

  async function start(): Promise<RunningEngine> {
    const startsAtByte = logSize(files.log);
    const launched = await launchEngine(options, files, await ports());
    return untilUsable({ ...launched, adopted: false }, startsAtByte);
  }

  async function untilUsable(engine: RunningEngine, wordsFromByte: number): Promise<RunningEngine> {
    const { process, record } = engine;
    const connection = healthConnection({ address: record.address });
    try {
      const clusterId = await untilAnswering(connection, process, signal);
      if (record.http && !(await isHttpApiClosed(record.http))) throw notClosed(record.binary);
      await ensureRetention(connection, namespace);
      await ensureSearchAttributes(connection, namespace);
      const known = { ...record, clusterId };
      writeRecord(files.record, known);
      databaseMade(files.database);
      return { ...engine, record: known };
    } catch (error) {
      await terminate(process, TERMINATE_GRACE_MS);
      removeRecord(files.record, process.pid);
      throw signal.aborted || error instanceof EngineError
        ? error
        : startFailed(error, files.log, wordsFromByte);
    } finally {
      await connection.close();
    }
  }
}

/** Nothing is lost with a database of the engine: what is not settled starts again from the record. */
function startAnew({ log, onMended }: EngineOptions, { database }: EngineFiles, fault: string): void {
  let aside: string;
  try {
    aside = setDatabaseAside(database, new Date());
  } catch (error) {
    throw new EngineError(
      `The workflow engine's database ${database} is damaged (${fault}) and can't be moved away: ${(error as Error).message}. Move it away, with the files beside it whose names begin alike.`,
      'failure',
      { cause: error, brief: "its database is damaged and can't be moved away" },
    );
  }
  log.warn(
    { fault, aside },
    'the database of the workflow engine is damaged: the engine starts with a new one',
  );
  onMended?.(
    `The workflow engine's database was damaged (${fault}). It is kept as ${aside} in the data directory, and the engine has a new one; prompts, tasks and dialogs that are not settled start again from the record.`,
  );
}

function notClosed(binary: string): EngineError {
  return new EngineError(
    `The temporal program ${binary} is too old: it leaves its HTTP API open to any web page in a browser of this machine. Set TEMPORAL_CLI_PATH to a newer one (v1.5.1 does), or remove that one from PATH and use \`npm start\`, which installs it.`,
    'configuration',
  );
}

/** What happened, in some words. */
class NotStartedError extends Error {}

/** Resolves to the id of the cluster. @throws NotStarted where it ended or the time is up */
async function untilAnswering(
  connection: Connection,
  { exited }: EngineProcess,
  signal: AbortSignal,
): Promise<string> {
  const startMs = performance.now();
  while (performance.now() - startMs < READY_WITHIN_MS) {
    const clusterId = await clusterIdOf(connection, PROBE_DEADLINE_MS);
    if (clusterId !== undefined) return clusterId;
    const end = await Promise.race([exited, delay(ASK_AGAIN_MS, undefined, { signal })]);
    if (end !== undefined) throw new NotStartedError(`it ended with ${end}`);
  }
  throw new NotStartedError(`no answer within ${READY_WITHIN_MS / 1000} s`);
}

/** @throws EngineError where there is none to run */
function requireProgram({ temporal: { cliPath } }: EngineOptions): string {
  if (cliPath !== undefined) return cliPath;
  throw new EngineError(
    'There is no workflow engine to run: start with `npm start`, which finds or installs one, or set TEMPORAL_CLI_PATH (the temporal program) or TEMPORAL_ADDRESS (a Temporal cluster).',
    'configuration',
  );
}

async function launchEngine(
  options: EngineOptions,
  files: EngineFiles,
  ports: EnginePorts,
): Promise<{ process: EngineProcess; record: EngineRecord }> {
  const { temporal } = options;
  const binary = requireProgram(options);
  databaseBegins(files.database);
  const args = startDevArguments({ ...ports, databaseFile: files.database, namespace: temporal.namespace });
  const process = await launch(binary, args, files.log);
  const record = {
    ...(await identify(process.pid)),
    pid: process.pid,
    address: `127.0.0.1:${ports.port}`,
    http: { httpPort: ports.httpPort, httpHost: ports.httpHost },
    clusterId: null,
    binary,
    startedAt: new Date().toISOString(),
  };
  try {
    // Before it answers: a parent killed in this very moment must leave a trace too.
    writeRecord(files.record, record);
  } catch (error) {
    // Without one, as on a full disk, the next start would put a second engine beside it.
    await terminate(process, TERMINATE_GRACE_MS);
    throw error;
  }
  return { process, record };
}

function startFailed(reason: unknown, logFile: string, fromByte: number): EngineError {
  const why = reason instanceof Error ? reason.message : String(reason);
  const tail = lastLines(logFile, 5, fromByte);
  const brief = reason instanceof NotStartedError ? why : "it can't be used";
  return new EngineError(
    `The workflow engine did not start: ${why}.${tail && ` Its last words:\n${tail}\n`} All of its output is in ${logFile}.`,
    'failure',
    { cause: reason, brief },
  );
}
