/** Reads a database again only after a write to it, by this process or another. */
import type { Db } from './open';

/** A text that differs after every write. Costs some microseconds: two small questions to SQLite. */
export function dataVersion(db: Db): () => string {
  // data_version knows the writes of others only, total_changes those of this handle only
  // (sqlite.org/pragma.html#pragma_data_version, sqlite.org/lang_corefunc.html#total_changes).
  const others = db.prepare<[], number>('PRAGMA data_version').pluck();
  const own = db.prepare<[], number>('SELECT total_changes()').pluck();
  return () => `${others.get()} ${own.get()}`;
}

/** `read`, repeated only if `version` has changed since the last time. */
export function keptWhile<T>(version: () => string, read: () => T): () => T {
  let last: { readonly at: string; readonly value: T } | undefined;
  return () => {
    const at = version();
    if (last?.at !== at) last = { at, value: read() };
    return last.value;
  };
}
