/** Whether the databases are as this release has them, found out without changing anything. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE_FILES, DATABASE_NAMES } from './databases';
import { type DatabaseName, numbersOf } from './migrate';
import { openDatabase } from './open';

/** `older`: they are to be migrated, or not there yet. `newer`: a newer release migrated them. */
export type SchemaStanding = 'current' | 'older' | 'newer';

/** @throws StoreError where one can't be read */
export function schemaStanding(dataDir: string): SchemaStanding {
  const each = DATABASE_NAMES.map((name) => standingOf(name, join(dataDir, DATABASE_FILES[name])));
  return each.find((one) => one === 'newer') ?? each.find((one) => one === 'older') ?? 'current';
}

function standingOf(name: DatabaseName, file: string): SchemaStanding {
  if (!existsSync(file)) return 'older';
  const known = numbersOf(name);
  const db = openDatabase(file, { readonly: true });
  try {
    const isNew =
      db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'schema_migrations'").get() === undefined;
    if (isNew) return 'older';
    const done = new Set(db.prepare<[], number>('SELECT number FROM schema_migrations').pluck().all());
    if (Math.max(0, ...done) > Math.max(0, ...known)) return 'newer';
    return known.every((number) => done.has(number)) ? 'current' : 'older';
  } finally {
    db.close();
  }
}
