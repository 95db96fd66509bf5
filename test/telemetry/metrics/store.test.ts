/** The figures of the store: what there is now, and what happened since the server started. */
import { createMetrics, type Metrics } from '../../../telemetry/metrics';
import { queued, sees, START, testStore, type TestStore, there, typing } from '../../store/support';
import { openDatabase } from '../../../store/db/open';
import { join } from 'node:path';
import { optionsOf, seriesOf } from './support';

let record: TestStore;
let metrics: Metrics;
beforeEach(() => {
  record = testStore();
  metrics = metricsOf(record);
});
afterEach(() => record.close());

const metricsOf = ({ store }: TestStore): Metrics => createMetrics(optionsOf(store));
const series = async (): Promise<Map<string, number>> => seriesOf(await metrics.text());

test('say how many prompts are in each stage, and how old the oldest is', async () => {
  const { store } = record;
  record.setNow(new Date(START.getTime() - 90_000));
  queued(store, { target_session: 'away' });
  record.setNow(START);
  queued(store, { target_session: 'away' });
  typing(store, 'a');
  const now = await series();
  expect(now.get('prompts{stage="queued"}')).toBe(2);
  expect(now.get('prompts_oldest_age_seconds{stage="queued"}')).toBe(90);
  expect(now.get('prompts{stage="typing"}')).toBe(1);
  expect(now.get('prompts{stage="working"}')).toBe(0);
  expect(now.get('prompts_oldest_age_seconds{stage="working"}')).toBe(0);
});

test('follow what changes between two questions', async () => {
  const { store } = record;
  const id = queued(store, { target_session: 'away' });
  expect((await series()).get('prompts{stage="queued"}')).toBe(1);
  store.lifecycle.settle(id, 'cancelled', 'a person cancelled it');
  const now = await series();
  expect(now.get('prompts{stage="queued"}')).toBe(0);
  expect(now.get('prompt_duration_seconds_count{outcome="cancelled"}')).toBe(1);
});

test('tell how long a prompt was in each stage, remarks or not', async () => {
  const { store, pass } = record;
  const id = queued(store);
  pass(2_000);
  sees(store, 'a');
  store.assign();
  pass(40);
  store.lifecycle.beginTyping(there(store.leases.get(id)), '{}');
  store.receipts.note(id, 'its terminal was resized');
  pass(10);
  store.receipts.step(id, 'typed', 'a', 'it stands there');
  pass(20);
  store.receipts.step(id, 'submitted', 'a', 'Enter was pressed');
  store.receipts.step(id, 'taken', 'a', 'the agent has it');
  store.receipts.step(id, 'working', 'a', 'at work');
  pass(60_000);
  store.lifecycle.settle(id, 'completed', 'done');
  const now = await series();
  const sum = (stage: string) => now.get(`prompt_stage_duration_seconds_sum{stage="${stage}"}`);
  expect(sum('queued')).toBeCloseTo(2);
  expect(sum('leased')).toBeCloseTo(0.04);
  expect(sum('typing')).toBeCloseTo(0.01);
  expect(sum('typed')).toBeCloseTo(0.02);
  expect(sum('working')).toBeCloseTo(60);
  expect(now.get('prompt_stage_duration_seconds_count{stage="typing"}')).toBe(1);
  expect(now.get('prompt_duration_seconds_sum{outcome="completed"}')).toBeCloseTo(62.07);
  expect(now.get('deliveries_total{agent="claude",outcome="taken"}')).toBe(1);
  // Asked again, nothing is counted twice.
  expect((await series()).get('deliveries_total{agent="claude",outcome="taken"}')).toBe(1);
});

test('count a delivery that came back to the queue, and one of which nobody knows', async () => {
  const { store } = record;
  store.lifecycle.settle(typing(store, 'a'), 'indeterminate', 'nobody knows');
  store.receipts.step(typing(store, 'b'), 'queued', 'b', 'the screen did not stand still');
  const now = await series();
  expect(now.get('deliveries_total{agent="claude",outcome="requeued"}')).toBe(1);
  expect(now.get('deliveries_total{agent="claude",outcome="indeterminate"}')).toBe(1);
  expect(now.get('prompt_duration_seconds_count{outcome="indeterminate"}')).toBe(1);
});

test('begin with the start of the server: what was before is not counted', async () => {
  const { store } = record;
  store.lifecycle.settle(queued(store), 'completed', 'done');
  metrics = metricsOf(record);
  store.lifecycle.settle(queued(store), 'cancelled', 'no');
  const now = await series();
  expect(now.get('prompt_duration_seconds_count{outcome="completed"}')).toBe(0);
  expect(now.get('prompt_duration_seconds_count{outcome="cancelled"}')).toBe(1);
});

test('have more prompts than are read at once, each once', async () => {
  const { store } = record;
  for (let n = 0; n < 300; n += 1) store.lifecycle.settle(queued(store), 'cancelled', 'no');
  const [one, other] = await Promise.all([series(), series()]);
  expect(one.get('prompt_duration_seconds_count{outcome="cancelled"}')).toBe(300);
  expect(other.get('prompt_duration_seconds_count{outcome="cancelled"}')).toBe(300);
});

test('have sessions by agent and state, and those that are disputed', async () => {
  const { store } = record;
  sees(store, 'a', { status: 'busy' });
  sees(store, 'b', { provider: 'codex', disagreement: 'the hooks say working' });
  sees(store, 'c', { provider: null });
  const now = await series();
  expect(now.get('sessions{agent="claude",state="busy"}')).toBe(1);
  expect(now.get('sessions{agent="codex",state="waiting_input"}')).toBe(1);
  expect(now.get('sessions{agent="other",state="waiting_input"}')).toBe(1);
  expect(now.get('sessions_disputed{agent="codex"}')).toBe(1);
  expect(now.get('sessions_disputed{agent="claude"}')).toBe(0);
});

test('have the other machines by state', async () => {
  record
    .assigner()
    .prepare(
      "INSERT INTO hosts (name, token_hash, created_at, created_by, state, state_at) VALUES ('far', 'x', '', 'me', 'lost', '')",
    )
    .run();
  const text = await metrics.text();
  expect(seriesOf(text).get('hosts{state="lost"}')).toBe(1);
  expect(seriesOf(text).get('hosts{state="up"}')).toBe(0);
  expect(seriesOf(text).get('hosts_short_of_memory')).toBe(0);
});

test('have how each machine with sessions is, as far as that is known', async () => {
  const now = seriesOf(await metrics.text());
  const of = (figure: string) => ['hub', 'box'].map((host) => now.get(`host_${figure}{host="${host}"}`));
  expect(of('up')).toEqual([1, 0]);
  expect(of('silent_seconds')).toEqual([0, 90]);
  expect(of('load')).toEqual([0.5, undefined]);
  expect(of('memory_free_bytes')).toEqual([2_097_152, 2_097_152]);
  expect(of('sessions')).toEqual([3, 3]);
  expect(of('prompts')).toEqual([1, 1]);
});

test('say what is wrong, what runs and which version this is', async () => {
  const now = await series();
  expect(now.get('part_up{part="engine"}')).toBe(1);
  expect(now.get('part_up{part="tmux"}')).toBe(0);
  expect(now.get('workers')).toBe(2);
  expect(now.get('health_findings{component="disk",status="degraded"}')).toBe(1);
  expect(now.get('health_findings{component="engine",status="degraded"}')).toBe(0);
  expect(now.get('build_info{version="1.2.3"}')).toBe(1);
});

test('have the sizes of the databases, and writes that another program kept from them', async () => {
  const { store, dir } = record;
  const before = await series();
  expect(before.get('sqlite_size_bytes{database="assigner"}')).toBeGreaterThan(10_000);
  expect(before.get('sqlite_refused_writes_total{database="assigner",reason="busy"}')).toBe(0);
  const other = openDatabase(join(dir, 'assigner', 'assigner.db'));
  other.exec('BEGIN IMMEDIATE');
  expect(() => queued(store)).toThrow(/locked|busy/);
  other.exec('ROLLBACK');
  other.close();
  const after = await series();
  expect(after.get('sqlite_refused_writes_total{database="assigner",reason="busy"}')).toBeGreaterThan(0);
  expect(after.get('sqlite_refused_writes_total{database="architect",reason="busy"}')).toBe(0);
});

test('have the budget that is nearest to its limit', async () => {
  const { store } = record;
  const all = { scope: 'all', subject: null, period: 'day', limit_tokens: null } as const;
  store.budgets.create({ ...all, name: 'Day', limit_usd: 10 }, 'me');
  const now = await series();
  expect(now.get('budgets{scope="all",state="ok"}')).toBe(1);
  expect(now.get('budget_used_ratio{scope="all"}')).toBe(0);
});

test('count dialogs by what the rules said, who decided and how they ended', async () => {
  const db = openDatabase(join(record.dir, 'architect.db'));
  const insert =
    db.prepare(`INSERT INTO claude_interactions (confirmation_id, session_name, agent, kind, dialog,
    status, decided_by, verdict, asked_at, created_at) VALUES (?, 's', 'claude', 'permission', 'x', ?, ?, ?, '', '')`);
  insert.run(1, 'approved', 'policy', 'allow');
  insert.run(2, 'denied', 'person', 'ask');
  insert.run(3, 'expired', null, null);
  db.close();
  const now = await series();
  const of = (verdict: string, by: string, status: string) =>
    now.get(`confirmations_total{verdict="${verdict}",decided_by="${by}",status="${status}"}`);
  expect(of('allow', 'policy', 'approved')).toBe(1);
  expect(of('ask', 'person', 'denied')).toBe(1);
  expect(of('none', 'nobody', 'expired')).toBe(1);
});

test('go on without what can not be read, and say so', async () => {
  metrics.include('temporal', () => Promise.reject(new Error('it has no port')));
  await metrics.text();
  expect((await series()).get('metrics_failures_total{source="temporal"}')).toBeGreaterThan(0);
});

test('have what other parts say, and what the process needs', async () => {
  metrics.include('temporal', () => Promise.resolve('temporal_request_total{operation="x"} 3'));
  const now = await series();
  expect(now.get('temporal_request_total{operation="x"}')).toBe(3);
  expect(now.get('process_cpu_seconds_total')).toBeGreaterThan(0);
  expect(now.get('nodejs_eventloop_lag_seconds')).toBeDefined();
});

test('never name a session, a prompt or a project', async () => {
  const { store } = record;
  const id = typing(store, 'my-secret-session', { content: 'the text', project: 'my-project' });
  store.lifecycle.settle(id, 'completed', 'done');
  expect(await metrics.text()).not.toMatch(/my-secret-session|the text|my-project/);
});

test('are asked of indexes where there is much', () => {
  const db = record.assigner();
  const plan = db
    .prepare<[], { detail: string }>(
      `EXPLAIN QUERY PLAN SELECT stage, count(*), min(created_at) FROM prompts
       WHERE stage NOT IN ('completed', 'failed', 'cancelled', 'indeterminate') GROUP BY stage`,
    )
    .all();
  expect(plan.map(({ detail }) => detail).join()).toMatch(/COVERING INDEX prompts_open/);
});
