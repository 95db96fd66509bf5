/** An engine left over by a parent that was killed: adopted where it answers, ended where it doesn't. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { notedEngine } from './ours';
import { clusterIdOf, healthConnection, PROBE_DEADLINE_MS, probeNamespace } from './probe';
import { adopt, type EngineProcess, terminate } from './spawn';
import type { EngineRecord } from './state-file';

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
  const noted = await notedEngine(recordFile, databaseFile);
  if (!noted) return undefined;
  const { record, isCertain } = noted;
  const process = adopt(record.pid);
  const unfit = await reasonAgainst(record, namespace);
  if (unfit === undefined) return { record, process };
  // It can't be told whose process it is.
  if (!isCertain) return undefined;
  log.warn(
    { pid: record.pid, address: record.address },
    `the workflow engine of the last run ${unfit}: it is ended and a new one started`,
  );
  await terminate(process, TERMINATE_GRACE_MS);
  return undefined;
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
