/** Comes by an engine process that answers: the one that runs already, else a new one. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { lastLines, rotateLog } from './engine-log';
import { startDevArguments } from './flags';
import { findLeftover } from './leftover';
import { ensureRetention } from './namespace';
import type { EnginePorts } from './ports';
import { clusterIdOf, healthConnection, PROBE_DEADLINE_MS } from './probe';
import { ensureSearchAttributes } from './search-attributes';
import { type EngineProcess, launch, terminate } from './spawn';
import { type EngineRecord, removeRecord, writeRecord } from './state-file';
import { EngineError, type EngineOptions } from './types';

/** A database may have to be upgraded by a newer engine first. */
const READY_WITHIN_MS = 60_000;
const ASK_AGAIN_MS = 50;
const TERMINATE_GRACE_MS = 5_000;

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
  const { process, record } = leftover ?? (await launchEngine(options, files, await ports()));
  const connection = healthConnection({ address: record.address });
  try {
    const clusterId = await untilAnswering(connection, process, files.log, signal);
    await ensureRetention(connection, namespace);
    await ensureSearchAttributes(connection, namespace);
    const known = { ...record, clusterId };
    writeRecord(files.record, known);
    return { process, record: known, adopted: leftover !== undefined };
  } catch (error) {
    await terminate(process, TERMINATE_GRACE_MS);
    removeRecord(files.record, process.pid);
    throw signal.aborted || error instanceof EngineError ? error : startFailed(error, files.log);
  } finally {
    await connection.close();
  }
}

/** Resolves to the id of the cluster. @throws EngineError where it ended or the time is up */
async function untilAnswering(
  connection: Connection,
  { exited }: EngineProcess,
  logFile: string,
  signal: AbortSignal,
): Promise<string> {
  const startMs = performance.now();
  while (performance.now() - startMs < READY_WITHIN_MS) {
    const clusterId = await clusterIdOf(connection, PROBE_DEADLINE_MS);
    if (clusterId !== undefined) return clusterId;
    const end = await Promise.race([exited, delay(ASK_AGAIN_MS, undefined, { signal })]);
    if (end !== undefined) throw startFailed(`it ended with ${end}`, logFile);
  }
  throw startFailed(`no answer within ${READY_WITHIN_MS / 1000} s`, logFile);
}

async function launchEngine(
  { temporal }: EngineOptions,
  files: EngineFiles,
  ports: EnginePorts,
): Promise<{ process: EngineProcess; record: EngineRecord }> {
  const binary = temporal.cliPath;
  if (binary === undefined) {
    throw new EngineError(
      'There is no workflow engine to run: start with `npm start`, which finds or installs one, or set TEMPORAL_CLI_PATH (the temporal program) or TEMPORAL_ADDRESS (a Temporal cluster).',
      'configuration',
    );
  }
  rotateLog(files.log);
  const args = startDevArguments({ ...ports, databaseFile: files.database, namespace: temporal.namespace });
  const process = await launch(binary, args, files.log);
  const record = {
    pid: process.pid,
    address: `127.0.0.1:${ports.port}`,
    uiUrl: `http://localhost:${ports.uiPort}`,
    clusterId: null,
    binary,
    startedAt: new Date().toISOString(),
  };
  // Before it answers: a parent killed in this very moment must leave a trace too.
  writeRecord(files.record, record);
  return { process, record };
}

function startFailed(reason: unknown, logFile: string): EngineError {
  const why = reason instanceof Error ? reason.message : String(reason);
  const tail = lastLines(logFile, 5);
  return new EngineError(
    `The workflow engine did not start: ${why}.${tail && ` Its last words:\n${tail}\n`} All of its output is in ${logFile}.`,
    'failure',
    { cause: reason },
  );
}
