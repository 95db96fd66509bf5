/** Tables of the original that mean something else here: kept beside ours, as a database that is taken over keeps them. */
import type { Db } from '../db/open';
import { quoted } from './source';

/** Makes the table `name` with these columns if they are missing. */
export function ensureAside(db: Db, name: string, columns: readonly string[]): void {
  db.exec(`CREATE TABLE IF NOT EXISTS ${quoted(name)} (id INTEGER PRIMARY KEY)`);
  const present = db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(name);
  for (const column of columns)
    if (!present.includes(column)) db.exec(`ALTER TABLE ${quoted(name)} ADD COLUMN ${quoted(column)} TEXT`);
}
