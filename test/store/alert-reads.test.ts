/** What is looked for every second is found by its index, however long the record. */
import { openDatabases } from '../../store/db/databases';
import * as sql from '../../store/alerts/condition-sql';
import { type TestStore, testStore } from './support';

let record: TestStore;
let databases: ReturnType<typeof openDatabases>;
beforeAll(() => {
  record = testStore();
  databases = openDatabases(record.dir);
});
afterAll(() => {
  databases.close();
  record.close();
});

test.each([
  ['health', 'outages_open', sql.OUTAGES],
  ['assigner', 'confirmations_by_status', sql.DIALOGS],
  ['architect', 'plan_gates_for_person', sql.GATES],
  ['architect', 'plan_tasks_for_person', sql.TASKS],
  ['assigner', 'lost_and_found_open', sql.LOST_PROMPTS],
  ['assigner', 'prompts_completed', sql.FAILED_PROMPTS],
] as const)('%s: %s', (database, index, query) => {
  const steps = databases[database]
    .prepare<string[], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`)
    .all(...(query.match(/\?/g) ?? []))
    .map(({ detail }) => detail);
  expect(steps[0]).toContain(`INDEX ${index}`);
  expect(steps.filter((step) => step.startsWith('SCAN') && !step.includes('INDEX'))).toEqual([]);
});
