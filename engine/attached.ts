/**
 * The engine as a process sees it that neither starts nor ends it. One of the server's own is found by what the server
 * noted of it. Once that process is gone nothing is asked at its address: the engine of another dashboard may answer.
 */
import type { Connection } from '@temporalio/client';
import { identify } from '../processes/identity';
import { startExternal } from './external';
import { clusterIdOf, healthConnection, PROBE_DEADLINE_MS, probeNamespace } from './probe';
import { type EngineRecord, engineFiles, readRecord } from './state-file';
import type { Engine, EngineOptions, EngineState } from './types';
import { HealthWatch } from './watch';

/** Sooner than another engine could be up in its place. */
const LOOK_EVERY_MS = 200;

/** @throws EngineError as `startExternal` */
export async function attachEngine(options: EngineOptions): Promise<Engine> {
  const { temporal, dataDir, log } = options;
  if (temporal.address !== undefined) return startExternal(options, temporal.address);
  const file = engineFiles(dataDir).record;
  const listeners = new Set<(state: EngineState) => void>();
  let noted: EngineRecord | undefined;
  let connection: Connection | undefined;

  const probe = async (): Promise<string | undefined> => {
    if (!noted || !connection) return 'the server has not started it';
    const { clusterId } = noted;
    const answers = await clusterIdOf(connection, PROBE_DEADLINE_MS);
    if (answers === undefined || answers !== (clusterId ?? answers)) return "it doesn't answer";
    return probeNamespace(connection, temporal.namespace);
  };
  const watch = new HealthWatch({ probe, log });
  const tell = (state: EngineState): void => listeners.forEach((listener) => listener(state));
  watch.onState(tell);

  const look = async (): Promise<void> => {
    const found = await livingEngine(file);
    if (found?.pid === noted?.pid && found?.address === noted?.address) {
      // It notes its id once it has answered.
      noted = found;
      return;
    }
    const before = connection;
    noted = found;
    connection = found && healthConnection({ address: found.address });
    if (watch.state === 'up') watch.markDown('it has ended');
    // Nobody heard of that where it didn't answer before.
    else tell('down');
    await before?.close();
    if (found) await watch.check();
  };
  await look();
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void look()
      // As where no more files may be opened: until it can be told, all is as it was.
      .catch((err: unknown) => log.warn({ err }, 'whether the engine runs could not be told; tried again'))
      .finally(() => (looking = false));
  }, LOOK_EVERY_MS);

  return {
    /** Empty while none runs. */
    get address() {
      return noted?.address ?? '';
    },
    kind: 'embedded',
    httpDoor: () => undefined,
    state: () => watch.state,
    searchable: () => true,
    trouble: () => (watch.state === 'up' ? undefined : 'The workflow engine is down. The server starts it.'),
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      clearInterval(timer);
      watch.stop();
      await connection?.close();
    },
  };
}

/** What the server noted, if that process lives. */
async function livingEngine(file: string): Promise<EngineRecord | undefined> {
  const record = readRecord(file);
  const process = record && (await identify(record.pid));
  return process && (record.started ?? process.started) === process.started ? record : undefined;
}
