/** The three databases, at the original's paths, opened and brought up to date. */
import { join } from 'node:path';
import { type DatabaseName, migrate } from './migrate';
import { type Db, openDatabase, storeError } from './open';

export const DATABASE_FILES: Readonly<Record<DatabaseName, string>> = {
  architect: 'architect.db',
  assigner: join('assigner', 'assigner.db'),
  health: 'site_health.db',
};
export const DATABASE_NAMES = Object.keys(DATABASE_FILES) as DatabaseName[];

/**
 * While the server waits for a lock it does nothing else. After 4 s without a sign of life the engine takes its
 * activities for dead, so it must be less.
 */
const PATIENCE_MS = 3_000;

export type Databases = Readonly<Record<DatabaseName, Db>> & { close(): void };

/** @throws StoreError with what to do, when one can't be used */
export function openDatabases(dataDir: string): Databases {
  const open: Db[] = [];
  const close = (): void => open.forEach((db) => db.close());
  const prepare = (name: DatabaseName): Db => {
    const file = join(dataDir, DATABASE_FILES[name]);
    const db = openDatabase(file);
    open.push(db);
    try {
      migrate(db, name, file);
    } catch (error) {
      throw storeError(file, error);
    }
    db.pragma(`busy_timeout = ${PATIENCE_MS}`);
    return db;
  };
  try {
    return {
      architect: prepare('architect'),
      assigner: prepare('assigner'),
      health: prepare('health'),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}
