/** The engine process that a server noted for a data directory: told from whatever else may have its number by now. */
import { identify } from '../processes/identity';
import { commandLineOf } from '../processes/details';
import { adopt, terminate } from './spawn';
import { engineFiles, type EngineRecord, readRecord } from './state-file';

const TERMINATE_GRACE_MS = 5_000;

export interface NotedEngine {
  readonly record: EngineRecord;
  /** False: the system doesn't tell with what it was started, so that only its number and start are known. */
  readonly isCertain: boolean;
}

/** Whether a command line is that of a Temporal server on our database. */
function isEngineCommandLine(commandLine: string, databaseFile: string): boolean {
  return commandLine.includes('start-dev') && commandLine.includes(databaseFile);
}

/** Undefined where it has ended, or its number is another program's. */
export async function notedEngine(
  recordFile: string,
  databaseFile: string,
): Promise<NotedEngine | undefined> {
  const record = readRecord(recordFile);
  const process = record && (await identify(record.pid));
  if (!process || (record.started !== undefined && record.started !== process.started)) return undefined;
  const commandLine = (await commandLineOf(record.pid))?.join(' ');
  if (commandLine === undefined) return { record, isCertain: false };
  return isEngineCommandLine(commandLine, databaseFile) ? { record, isCertain: true } : undefined;
}

/** The engine that a server left behind on this data directory; undefined where there is none. */
export async function engineLeftIn(dataDir: string): Promise<number | undefined> {
  const { record, database } = engineFiles(dataDir);
  const noted = await notedEngine(record, database);
  return noted?.isCertain === true ? noted.record.pid : undefined;
}

/** Ends it. Whoever calls this holds the data directory, so that no server takes it over meanwhile. */
export async function endEngineLeftIn(dataDir: string): Promise<number | undefined> {
  const pid = await engineLeftIn(dataDir);
  if (pid !== undefined) await terminate(adopt(pid), TERMINATE_GRACE_MS);
  return pid;
}
