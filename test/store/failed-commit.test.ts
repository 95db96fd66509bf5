/** A commit that fails, as on a full disk, is told to whoever wrote: nothing counts as written that isn't there. */
import { join } from 'node:path';
import { openDatabase } from '../../store/db/open';
import type { RuleDraft } from '../../workflows/contracts/policy';
import { PLAIN, type TestStore, testStore } from './support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const RULE: RuleDraft = {
  ...{ position: 1, agent: '*', tool: 'Bash', kind: 'command', pattern: 'ls', verdict: 'allow' },
  ...{ note: '', enabled: true },
};

/** Rows of `table` can be inserted, but not committed: each leaves a reference that leads nowhere. */
function failCommits(file: string, table: string): void {
  const db = openDatabase(join(record.dir, file));
  db.exec(`CREATE TABLE nowhere (id INTEGER PRIMARY KEY);
    CREATE TABLE leads (id INTEGER REFERENCES nowhere(id) DEFERRABLE INITIALLY DEFERRED);
    CREATE TRIGGER fails AFTER INSERT ON ${table} BEGIN INSERT INTO leads VALUES (NEW.rowid); END;`);
  db.close();
}

test.each([
  ['a rule', 'architect.db', 'claude_patterns', () => record.store.confirmRules.insert(RULE)],
  ['a trusted directory', 'architect.db', 'trusted_directories', () => record.store.confirmRules.trust('/x')],
  [
    'a run of the clean-up',
    'architect.db',
    'maintenance_runs',
    () => record.store.maintenance.runs.add({ dryRun: false, requestedBy: 'kim' }),
  ],
  [
    'a request to a session',
    'assigner/assigner.db',
    'session_commands',
    () => record.store.commands.insert('send', 's', {}),
  ],
  ['a prompt', 'assigner/assigner.db', 'prompts', () => record.store.prompts.insert(PLAIN)],
])('%s that is not committed is refused', (_, file, table, insert) => {
  failCommits(file, table);
  expect(insert).toThrow('FOREIGN KEY constraint failed');
});
