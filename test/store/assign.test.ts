/** Which waiting prompt goes to which free session. */
import type { SessionState } from '../../workflows/contracts/glossary';
import { SESSION_STATES } from '../../workflows/contracts/glossary';
import { pairs, queued, registered, sees, START, type TestStore, testStore } from './support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());
const assign = () => pairs(record.store.assign());

describe('the order of prompts', () => {
  test('the highest priority goes first, of equal ones the oldest', () => {
    const { store } = record;
    const [first, second, urgent, low] = [
      queued(store),
      queued(store),
      queued(store, { priority: 9 }),
      queued(store, { priority: -1 }),
    ];
    const order: string[] = [];
    sees(store, 'a');
    for (
      let given = store.assign();
      given.length > 0;
      given = store.lifecycle.settle(given[0]!.promptId, 'completed', '')
    ) {
      order.push(...pairs(given));
    }
    expect(order).toEqual([`${urgent} -> a`, `${first} -> a`, `${second} -> a`, `${low} -> a`]);
  });

  test('a changed priority counts from the next choice on', () => {
    const { store } = record;
    queued(store);
    const second = queued(store);
    store.prompts.setPriority(second, 1);
    sees(store, 'a');
    expect(assign()).toEqual([`${second} -> a`]);
  });

  test('a prompt that no free session can take does not hold up the ones behind it', () => {
    const { store } = record;
    queued(store, { priority: 9, target_session: 'away' });
    queued(store, { priority: 8, target_provider: 'codex' });
    queued(store, { priority: 7, specialty: 'coding' });
    const plain = queued(store);
    sees(store, 'a');
    expect(assign()).toEqual([`${plain} -> a`]);
  });

  test('several free sessions each get the best that is left', () => {
    const { store } = record;
    const ids = [0, 3, 2, 1].map((priority) => queued(store, { priority }));
    for (const name of ['a', 'b', 'c']) sees(store, name);
    expect(assign()).toEqual([`${ids[1]} -> a`, `${ids[2]} -> b`, `${ids[3]} -> c`]);
    expect(assign()).toEqual([]);
  });

  test('a prompt that no workflow has taken up yet, or that is settled, is not given out', () => {
    const { store } = record;
    const cancelled = queued(store);
    store.lifecycle.settle(cancelled, 'cancelled', 'not wanted');
    const done = queued(store);
    store.lifecycle.settle(done, 'completed', '');
    store.lifecycle.reopen(done, 'again');
    sees(store, 'a');
    expect(assign()).toEqual([]);
  });
});

describe('which session may take a prompt', () => {
  test('a prompt that names its session waits for that one, whatever else is free', () => {
    const { store } = record;
    const id = queued(store, { target_session: 'b' });
    sees(store, 'a');
    expect(assign()).toEqual([]);
    sees(store, 'b');
    expect(assign()).toEqual([`${id} -> b`]);
  });

  test('a prompt that names its agent goes to that agent only', () => {
    const { store } = record;
    const id = queued(store, { target_provider: 'codex' });
    sees(store, 'a');
    expect(assign()).toEqual([]);
    sees(store, 'b', { provider: 'codex' });
    expect(assign()).toEqual([`${id} -> b`]);
  });

  test('a prompt that names a specialty goes to sessions of that specialty only', () => {
    const { store } = record;
    const id = queued(store, { specialty: 'coding' });
    registered(store, 'plain');
    registered(store, 'boss', { specialty: 'manager' });
    expect(assign()).toEqual([]);
    registered(store, 'coder', { specialty: 'coding' });
    expect(assign()).toEqual([`${id} -> coder`]);
  });

  test('a session with a specialty takes prompts that ask for none, but a manager does not', () => {
    const { store } = record;
    const id = queued(store);
    registered(store, 'boss', { specialty: 'manager' });
    expect(assign()).toEqual([]);
    registered(store, 'coder', { specialty: 'coding' });
    expect(assign()).toEqual([`${id} -> coder`]);
  });

  test('a manager takes prompts for managers and prompts that name it', () => {
    const { store } = record;
    registered(store, 'boss', { specialty: 'manager' });
    const plan = queued(store, { specialty: 'manager' });
    expect(store.leases.all()).toMatchObject([{ prompt_id: plan, session_name: 'boss' }]);
    store.lifecycle.settle(plan, 'completed', '');
    const named = queued(store, { target_session: 'boss' });
    expect(store.leases.all()).toMatchObject([{ prompt_id: named, session_name: 'boss' }]);
  });

  test('a shell runs whatever it is given, so it is given only what names it', () => {
    const { store } = record;
    queued(store);
    queued(store, { target_provider: 'shell' });
    const named = queued(store, { target_session: 'sh', expected_provider: 'shell' });
    sees(store, 'sh', { provider: 'shell' });
    expect(assign()).toEqual([`${named} -> sh`]);
  });

  test('text for an agent is not typed into the shell that the session has become', () => {
    const { store } = record;
    sees(store, 'a', { status: 'busy' });
    const id = queued(store, { target_session: 'a', expected_provider: 'claude' });
    sees(store, 'a', { provider: 'shell' });
    expect(assign()).toEqual([]);
    sees(store, 'a', { provider: 'claude' });
    expect(assign()).toEqual([`${id} -> a`]);
  });

  test('a session in which no agent is known takes nothing but what names it', () => {
    const { store } = record;
    queued(store);
    const named = queued(store, { target_session: 'a' });
    sees(store, 'a', { provider: null });
    expect(assign()).toEqual([`${named} -> a`]);
  });

  test('a session that failed a prompt does not get it again, others do', () => {
    const { store } = record;
    const id = queued(store);
    sees(store, 'a');
    sees(store, 'b', { readySince: new Date(START.getTime() + 1) });
    expect(assign()).toEqual([`${id} -> a`]);
    const { grants } = store.lifecycle.requeue({
      promptId: id,
      reason: 'it broke',
      countsAsRetry: true,
      excludeSession: true,
    });
    expect(pairs(grants)).toEqual([`${id} -> b`]);
  });

  test('a person may send a prompt to a session that failed it', () => {
    const { store } = record;
    const id = queued(store);
    sees(store, 'a');
    store.assign();
    sees(store, 'b', { status: 'busy' });
    store.lifecycle.requeue({ promptId: id, reason: 'it broke', countsAsRetry: true, excludeSession: true });
    expect(assign()).toEqual([]);
    store.prompts.setTarget(id, { session: 'a', provider: null, expected: 'claude' });
    expect(assign()).toEqual([`${id} -> a`]);
  });
});

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
    { promptId: id, session: 'a', paneId: '%7', host: 'box', provider: 'codex' },
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
