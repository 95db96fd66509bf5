/** Anyone may call assign() at any time, from any process. */
import { openStore } from '../../store';
import type { Grant } from '../../workflows/contracts/assignment';
import { storeProcess } from './processes';
import { pairs, queued, sees, type TestStore, testStore } from './support';

const PROMPTS = 60;
const SESSIONS = 40;

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

test('two processes that choose at once give no session and no prompt away twice', async () => {
  const { store } = record;
  const callers = await Promise.all([storeProcess(record.dir), storeProcess(record.dir)]);
  for (let index = 0; index < PROMPTS; index += 1) queued(store, { priority: index % 5 });
  // Sessions become free while both keep choosing.
  const running = callers.map((caller) => caller.call('assign', SESSIONS));
  for (let index = 0; index < SESSIONS; index += 1) {
    sees(store, `s${index}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const answers = await Promise.all(running);
  await Promise.all(callers.map((caller) => caller.end()));

  expect(answers.map(({ error }) => error)).toEqual([undefined, undefined]);
  const grants = answers.flatMap(({ result }) => result as Grant[]);
  expect(new Set(grants.map(({ session }) => session)).size).toBe(grants.length);
  expect(new Set(grants.map(({ promptId }) => promptId)).size).toBe(grants.length);
  expect(grants).toHaveLength(SESSIONS);
  const leases = store.leases.all().map((lease) => `${lease.prompt_id} -> ${lease.session_name}`);
  expect(leases.sort()).toEqual(pairs(grants).sort());
});

test('the record itself refuses a second lease of a session or a prompt', () => {
  const { store } = record;
  sees(store, 'a');
  sees(store, 'b', { status: 'busy' });
  const first = queued(store);
  const second = queued(store);
  const lease = (session: string, promptId: number) =>
    record
      .assigner()
      .prepare("INSERT INTO leases (session_name, prompt_id, pane_id, granted_at) VALUES (?, ?, '%1', '')")
      .run(session, promptId);
  expect(() => lease('a', second)).toThrow('UNIQUE');
  expect(() => lease('b', first)).toThrow('UNIQUE');
});

test('a choice made by one handle is seen by another at once', () => {
  const other = openStore({ dataDir: record.dir });
  try {
    const id = queued(record.store);
    sees(other, 'a');
    expect(pairs(other.assign())).toEqual([`${id} -> a`]);
    expect(record.store.assign()).toEqual([]);
    expect(record.store.prompts.get(id)).toMatchObject({ stage: 'leased' });
  } finally {
    other.close();
  }
});
