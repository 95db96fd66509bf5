/** What is looked for after every change is found by its index, however long the record. */
import { openDatabases } from '../../../store/db/databases';
import * as sql from '../../../store/needs/sql';
import { type TestStore, testStore } from '../support';

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

const planOf = (database: 'architect' | 'assigner' | 'health', query: string): string[] =>
  databases[database]
    .prepare<string[], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`)
    .all(...(query.match(/\?/g) ?? []))
    .map(({ detail }) => detail);

test.each([
  ['health', 'outages_open', sql.OUTAGES],
  ['assigner', 'confirmations_by_status', sql.DIALOGS],
  ['assigner', 'confirmations_standing', sql.LEFT_DIALOGS],
  ['architect', 'plan_gates_for_person', sql.GATES],
  ['architect', 'plan_tasks_for_person', sql.TASKS],
  ['architect', 'plans_by_status', sql.DRAFTS],
  ['assigner', 'lost_and_found_open', sql.LOST_PROMPTS],
  ['assigner', 'prompts_given_up', sql.FAILED_PROMPTS],
  ['assigner', 'prompts_asking_back', sql.ASKING_BACK],
  ['assigner', 'prompts_blocked', sql.BLOCKED_PROMPTS],
  ['assigner', 'sessions_by_status', sql.EXITED],
  ['assigner', 'sessions_by_status', sql.LIMITED],
] as const)('%s: %s', (database, index, query) => {
  const steps = planOf(database, query);
  expect(steps[0]).toContain(`INDEX ${index}`);
  const scans = steps.filter((step) => step.startsWith('SCAN') && !step.includes('INDEX'));
  // What a part of the statement found is gone through once more.
  expect(scans.filter((step) => !step.includes('(subquery-'))).toEqual([]);
});

test('whether a question was answered costs the same however much was sent to its session before', () => {
  expect(planOf('assigner', sql.ASKING_BACK).at(-1)).toMatch(
    /INDEX prompts_sent \(target_session=\? AND created_at>\?\)$/,
  );
});
