/** Which session is free for a prompt, which of several gets it, and what the record says then. */
import { SESSION_STATES, type SessionState } from '../../workflows/contracts/glossary';
import { pairs, queued, registered, sees, START, type TestStore, testStore } from './support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());
const assign = () => pairs(record.store.assign());

describe('which of several sessions', () => {
  /** Has session `name` complete a prompt of `project`. */
  const worked = (name: string, project: string) => {
    const { store } = record;
    const id = queued(store, { target_session: name, project });
    store.lifecycle.settle(id, 'completed', '');
  };
  const choices = ['a', 'b', 'c'];

  test('the one that has been free for the longest time', () => {
    const { store } = record;
    sees(store, 'a', { readySince: new Date(START.getTime() - 1_000) });
    sees(store, 'b', { readySince: new Date(START.getTime() - 2_000) });
    const id = queued(store);
    expect(store.leases.get(id)).toMatchObject({ session_name: 'b' });
    expect(store.prompts.history(id).at(-1)).toMatchObject({ evidence: 'free for the longest time' });
  });

  test('rather the one that works in the same directory', () => {
    const { store } = record;
    for (const name of choices) sees(store, name, { workingDir: `/srv/${name}` });
    const id = queued(store, { working_dir: '/srv/b' });
    expect(store.leases.get(id)).toMatchObject({ session_name: 'b' });
    expect(store.prompts.history(id).at(-1)).toMatchObject({ evidence: 'it works in /srv/b' });
  });

  test('and before that the one that last worked on the same project', () => {
    const { store } = record;
    for (const name of choices) sees(store, name, { workingDir: `/srv/${name}` });
    worked('c', 'auth');
    const id = queued(store, { project: 'auth', working_dir: '/srv/b' });
    expect(store.leases.get(id)).toMatchObject({ session_name: 'c' });
    expect(store.prompts.history(id).at(-1)).toMatchObject({ evidence: "it last worked on project 'auth'" });
  });

  test('but a prompt does not wait for its favourite', () => {
    const { store } = record;
    for (const name of choices) sees(store, name);
    worked('c', 'auth');
    sees(store, 'c', { status: 'busy' });
    const id = queued(store, { project: 'auth' });
    expect(store.leases.get(id)).toMatchObject({ session_name: 'a' });
  });
});

describe('a session that may be given a prompt', () => {
  const ready: SessionState[] = ['idle', 'waiting_input'];

  test.each(SESSION_STATES.map((status) => ({ status, taken: ready.includes(status) ? 1 : 0 })))(
    'in state $status: $taken',
    ({ status, taken }) => {
      queued(record.store, { target_session: 'a' });
      queued(record.store);
      sees(record.store, 'a', { status });
      expect(assign()).toHaveLength(taken);
    },
  );

  test('one whose tmux session is gone gets nothing', () => {
    const { store } = record;
    registered(store, 'a');
    store.sessions.vanish('a', 'its tmux session has ended');
    queued(store);
    expect(assign()).toEqual([]);
  });

  test('one that is registered but was never seen gets nothing', () => {
    const { store } = record;
    store.sessions.register({ name: 'a', provider: 'claude', specialty: 'general', workingDir: null });
    record.assigner().exec("UPDATE sessions SET status = 'waiting_input'");
    queued(store);
    expect(assign()).toEqual([]);
  });

  test('one that has a lease gets no second prompt, however ready it looks', () => {
    const { store } = record;
    sees(store, 'a');
    const first = queued(store);
    queued(store, { priority: 9 });
    queued(store, { target_session: 'a' });
    sees(store, 'a', { status: 'idle' });
    expect(assign()).toEqual([]);
    expect(store.leases.all()).toMatchObject([{ session_name: 'a', prompt_id: first }]);
  });
});

test('a grant says what the host needs to know, and the record shows it at once', () => {
  const { store } = record;
  const id = queued(store);
  sees(store, 'a', { paneId: '%7', host: 'box', provider: 'codex' });
  record.pass(1_500);
  expect(store.assign()).toEqual([
    {
      ...{ promptId: id, session: 'a', paneId: '%7', host: 'box', provider: 'codex' },
      grantedAt: '2026-03-10 12:00:01.500',
    },
  ]);
  expect(store.prompts.get(id)).toMatchObject({
    status: 'assigned',
    stage: 'leased',
    assigned_session: 'a',
    assigned_at: '2026-03-10 12:00:01.500',
  });
  expect(store.sessions.get('a')).toMatchObject({ current_task_id: id });
  expect(store.leases.get(id)).toMatchObject({ pane_id: '%7', acknowledged_at: null, baseline: null });
  expect(store.lifecycle.state(id)?.lease).toEqual({
    promptId: id,
    session: 'a',
    paneId: '%7',
    host: 'box',
    provider: 'codex',
    grantedAt: '2026-03-10 12:00:01.500',
  });
});

test('a choice among 10,000 waiting prompts takes no longer than among ten', () => {
  const { store } = record;
  const db = record.assigner();
  const fill = (count: number) =>
    db.exec(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
      INSERT INTO prompts (content, priority, stage, target_provider, target_session)
        SELECT 'x', i % 7, 'queued', CASE i % 3 WHEN 0 THEN 'codex' END, CASE i % 5 WHEN 0 THEN 's' || i END FROM n`);
  for (let index = 0; index < 20; index += 1) sees(store, `s${index}`);
  const choose = (): number => {
    const startMs = performance.now();
    const grants = store.assign();
    const tookMs = performance.now() - startMs;
    expect(grants).toHaveLength(20);
    for (const { promptId } of grants) {
      db.prepare('DELETE FROM leases WHERE prompt_id = ?').run(promptId);
      db.prepare("UPDATE prompts SET stage = 'completed' WHERE id = ?").run(promptId);
    }
    return tookMs;
  };
  const best = (): number => Math.min(...Array.from({ length: 5 }, choose));
  fill(200);
  const few = best();
  fill(10_000);
  // Twenty leases are written either way; reading the whole queue would take many times as long.
  expect(best()).toBeLessThan(Math.max(few * 4, 20));
});
