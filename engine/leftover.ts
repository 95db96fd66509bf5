/** An engine left over by a parent that was killed: adopted where it answers, ended where it doesn't. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isEngineCommandLine } from './flags';
import { clusterIdOf, healthConnection, PROBE_DEADLINE_MS, probeNamespace } from './probe';
import { commandLineOf } from '../processes/details';
import { isAlive } from '../processes/stat';
import { adopt, type EngineProcess, terminate } from './spawn';
import { engineFiles, type EngineRecord, readRecord } from './state-file';

const ANSWER_WITHIN_MS = 5_000;
const ASK_AGAIN_MS = 50;
const TERMINATE_GRACE_MS = 5_000;

export interface Leftover {
  readonly record: EngineRecord;
  readonly process: EngineProcess;
}

/** Resolves to the engine that runs on our database already, if one does. Never two on the same database. */
export async function findLeftover(
  recordFile: string,
  databaseFile: string,
  namespace: string,
  log: Logger,
): Promise<Leftover | undefined> {
  const record = readRecord(recordFile);
  if (!record || !isAlive(record.pid)) return undefined;
  const commandLine = (await commandLineOf(record.pid))?.join(' ');
  // The pid may be another program's by now: that one is left alone.
  if (commandLine !== undefined && !isEngineCommandLine(commandLine, databaseFile)) return undefined;
  const process = adopt(record.pid);
  const unfit = await reasonAgainst(record, namespace);
  if (unfit === undefined) return { record, process };
  // Without its command line it can't be told whose process it is.
  if (commandLine === undefined) return undefined;
  log.warn(
    { pid: record.pid, address: record.address },
    `the workflow engine of the last run ${unfit}: it is ended and a new one started`,
  );
  await terminate(process, TERMINATE_GRACE_MS);
  return undefined;
}

/** Ends the engine that a server left behind on this data directory, if there is one: its database is about to go. */
export async function endLeftover(dataDir: string): Promise<void> {
  const files = engineFiles(dataDir);
  const record = readRecord(files.record);
  if (!record || !isAlive(record.pid)) return;
  const commandLine = ((await commandLineOf(record.pid)) ?? []).join(' ');
  if (isEngineCommandLine(commandLine, files.database))
    await terminate(adopt(record.pid), TERMINATE_GRACE_MS);
}

/** Undefined where it can be adopted. It may be starting just now, so it is asked until the time is up. */
async function reasonAgainst(record: EngineRecord, namespace: string): Promise<string | undefined> {
  // Older versions started it so, and with a Web UI of its own.
  if (record.http === undefined) return 'takes orders from any web page';
  const connection = healthConnection({ address: record.address });
  const startMs = performance.now();
  try {
    while (performance.now() - startMs < ANSWER_WITHIN_MS) {
      const clusterId = await clusterIdOf(connection, PROBE_DEADLINE_MS);
      if (clusterId !== undefined) {
        if ((record.clusterId ?? clusterId) !== clusterId) return 'works on a database that is gone';
        // The engine makes its namespaces at its start; one made later isn't known everywhere for seconds.
        return (await probeNamespace(connection, namespace)) && `has no usable namespace "${namespace}"`;
      }
      await delay(ASK_AGAIN_MS);
    }
    return 'does not answer';
  } finally {
    await connection.close();
  }
}
