/** `<dataDir>/engine/engine.json`: which process is our engine, so that the next start can adopt it. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const engineRecord = z.object({
  pid: z.number().int().positive(),
  /** Of the process, as `identify` tells it: its number may be another one's later. */
  started: z.string().optional(),
  /** `host:port` */
  address: z.string(),
  /** Where and by which name its HTTP API answers; engines of older versions, whose ports anybody could use, have none. */
  http: z.object({ httpPort: z.number().int().positive(), httpHost: z.string().min(1) }).optional(),
  /** Null until the engine has answered once. It lives in the engine's database, so it tells databases apart. */
  clusterId: z.string().nullable(),
  binary: z.string(),
  /** ISO 8601 */
  startedAt: z.string(),
});

export type EngineRecord = z.infer<typeof engineRecord>;

/** Where the embedded engine keeps its database, and where this record is. */
export function engineFiles(dataDir: string): { readonly database: string; readonly record: string } {
  const directory = join(dataDir, 'engine');
  return { database: join(directory, 'temporal.db'), record: join(directory, 'engine.json') };
}

/** Undefined where there is none, or where what is there can't be understood. */
export function readRecord(file: string): EngineRecord | undefined {
  try {
    return engineRecord.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that a reader never sees half a record. */
export function writeRecord(file: string, record: EngineRecord): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

/** Removes the record if it is still about `pid`: another start may have written its own. */
export function removeRecord(file: string, pid: number): void {
  if (readRecord(file)?.pid === pid) rmSync(file, { force: true });
}
