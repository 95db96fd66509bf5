/** Tables of the original that are of another kind here. */
import { fates, ImportSite } from './import-site';

let site: ImportSite;
beforeEach(() => (site = new ImportSite()));
afterEach(() => site.remove());

test('tasks come in the columns that are here, and none of them is run', () => {
  const report = site.import();
  expect(fates(report, 'task_queue')).toEqual({
    1: 'kept',
    2: 'changed: status: pending; an import starts no programs, so it comes as cancelled',
  });
  site.withStore(({ tasks }) => {
    expect(tasks.list({}, 'oldest', 10, 0).items).toMatchObject([
      { id: 1, task_type: 'shell', status: 'completed', payload: '{"command":"ls"}', source: 'original' },
      { id: 2, status: 'cancelled', reason: expect.stringContaining('retry runs it') },
    ]);
  });
});

test('patterns and interactions of the original are kept beside ours, which they are not', () => {
  const report = site.import();
  expect(fates(report, 'claude_patterns')).toEqual({ 1: 'kept' });
  expect(site.rows('architect.db', 'SELECT * FROM claude_patterns_original')).toEqual([
    { id: 1, pattern: '.*', action: 'approve' },
  ]);
  expect(site.rows('architect.db', 'SELECT prompt FROM claude_interactions_original')).toEqual([
    { prompt: 'Proceed?' },
  ]);
  for (const table of ['claude_patterns', 'claude_interactions'])
    expect(site.rows('architect.db', `SELECT * FROM ${table}`)).toEqual([]);
});

test('a row whose number a deleted one had gets another', () => {
  site.withStore(({ bugs }) => {
    for (const title of ['a', 'b']) bugs.insert({ title, status: 'open' }, 'kim');
    for (const id of [1, 2]) bugs.remove(id, 'kim');
  });
  site.import();
  expect(site.rows('architect.db', 'SELECT id, title FROM bugs ORDER BY id')).toEqual([
    { id: 3, title: 'Crash' },
    { id: 4, title: 'Belongs to nothing' },
  ]);
});

test('bugs have words that are known here; what was done stays done', () => {
  site.write(
    'data/architect.db',
    `INSERT INTO bugs (id, title, severity, status) VALUES (3, 'a', 'blocker', 'fixed'), (4, 'b', NULL, NULL),
       (5, 'c', 'high', 'in_progress');
     INSERT INTO features (id, title, status) VALUES (9, 'd', 'Done')`,
  );
  const report = site.import();
  expect(fates(report, 'bugs')).toMatchObject({
    3: 'changed: status: "fixed" is none here, it is resolved now; severity: "blocker" is none here, it is medium now',
    4: 'kept',
    5: 'kept',
  });
  expect(site.rows('architect.db', 'SELECT status, severity FROM bugs WHERE id > 2 ORDER BY id')).toEqual([
    { status: 'resolved', severity: 'medium' },
    { status: 'open', severity: 'medium' },
    { status: 'in_progress', severity: 'high' },
  ]);
  expect(site.rows('architect.db', 'SELECT status FROM features WHERE id = 9')).toEqual([
    { status: 'completed' },
  ]);
});

test('a table that has no place here stands in the report', () => {
  site.write(
    'data/architect.db',
    'CREATE TABLE nodes (id INTEGER PRIMARY KEY); INSERT INTO nodes VALUES (1), (2)',
  );
  const { tables } = site.import();
  expect(tables.find(({ table }) => table === 'nodes')).toMatchObject({
    database: 'architect',
    skipped: 'no place here for this table (rows: 2)',
  });
});
