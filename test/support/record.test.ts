/** A record that a test gets as a copy is the one that a first start makes. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store, type StoreOptions } from '../../store';
import { DATABASE_FILES, DATABASE_NAMES } from '../../store/db/databases';
import type { DatabaseName } from '../../store/db/migrate';
import { openDatabase } from '../../store/db/open';
import { openRecord } from './record';

const dir = mkdtempSync(join(tmpdir(), 'architect-records-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** All that a database holds; of its migrations all but the moment. */
function contents(file: string): object {
  const db = openDatabase(file, { readonly: true });
  try {
    const schema = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid').all();
    const tables = db
      .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'")
      .pluck()
      .all();
    const rows = tables.map((table) => [table, db.prepare(`SELECT * FROM "${table}"`).all()]);
    const pragmas = [
      'user_version',
      'journal_mode',
      'page_size',
      'auto_vacuum',
      'encoding',
      'application_id',
    ];
    return {
      schema,
      rows: rows.map(([table, all]) =>
        table === 'schema_migrations' ? (all as object[]).map((row) => ({ ...row, applied_at: '' })) : all,
      ),
      pragmas: pragmas.map((name) => db.pragma(name, { simple: true })),
      rights: statSync(file).mode & 0o777,
    };
  } finally {
    db.close();
  }
}

function madeBy(open: (options: StoreOptions) => Store, name: string): Record<DatabaseName, object> {
  const dataDir = join(dir, name);
  open({ dataDir }).close();
  const of = (database: DatabaseName) => [database, contents(join(dataDir, DATABASE_FILES[database]))];
  return Object.fromEntries(DATABASE_NAMES.map(of)) as Record<DatabaseName, object>;
}

test('the copy holds what the migrations make, and nothing else', () => {
  const real = madeBy(openStore, 'real');
  const copies = [madeBy(openRecord, 'first'), madeBy(openRecord, 'second')];
  expect(real.assigner).toMatchObject({ rights: 0o600, rows: expect.arrayContaining([expect.anything()]) });
  for (const copy of copies) expect(copy).toEqual(real);
});

test('what was written to one is in no other, and is there when it is opened again', () => {
  const dataDir = join(dir, 'own');
  const record = openRecord({ dataDir });
  record.queue.pause('me', 'mine');
  record.close();
  const again = openRecord({ dataDir });
  const other = openRecord({ dataDir: join(dir, 'other') });
  expect([again.queue.last()?.reason, other.queue.last()]).toEqual(['mine', undefined]);
  again.close();
  other.close();
});
