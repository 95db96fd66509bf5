/** The event stream: the state first, then what changes, whoever changed it. And how the server says it is. */
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { DEFAULT_PASSWORD } from '../../config/settings';
import { type Dashboard, startDashboard } from '../support/dashboard';
import { cookieOf, type Json, logIn, request } from './http';
import { type Stream, openStream } from './stream';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

let dashboard: Dashboard;
beforeAll(async () => {
  // The checks of each minute would change what is asked here.
  dashboard = await startDashboard({ ARCHITECT_HEALTH_INTERVAL_SECONDS: '3600' });
  await dashboard.shell('worker');
}, 90_000);
afterAll(() => dashboard.close());

const streams: Stream[] = [];
const listen = async (): Promise<Stream> => {
  const stream = await openStream(dashboard);
  streams.push(stream);
  return stream;
};
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});

describe('the event stream', () => {
  it('begins with the whole state, as the other calls give it', async () => {
    const id = await dashboard.send({ content: 'x'.repeat(3_000), target_provider: 'claude' });
    await dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
    const stream = await listen();
    expect(stream.contentType).toBe('text/event-stream');
    const first = await stream.next();
    expect(first.event).toBe('state');
    const {
      history,
      content,
      awaits,
      awaited_by,
      recording: _recording,
      ...prompt
    } = await dashboard.prompt(id);
    expect(history).toHaveLength(2);
    expect([awaits, awaited_by]).toEqual([[], []]);
    expect(first.data).toEqual({
      prompts: [{ ...prompt, content: content.slice(0, 200), content_length: 3_000, response_length: 0 }],
      sessions: (await dashboard.call('/api/sessions')).body,
      tasks: [],
      status: (await dashboard.call('/api/assigner/status')).body,
      queue: (await dashboard.call('/api/assigner/queue')).body,
      confirmations: [],
      confirm: (await dashboard.call('/api/confirm')).body,
      needs: { items: [], total: 0, counts: {} },
      vault: { due: 0 },
      today: {
        ...{ since: expect.stringMatching(/Z$/), utilisation: null, spends: 0, tokens: 0 },
        ...{ p50_seconds: null, p95_seconds: null, cost_usd: 0 },
        ...{ unknown_tokens: 0, unknown_cost: 0 },
      },
      system: (await dashboard.call('/api/system')).body,
    });
  });

  it('follows a prompt from the queue to its answer, with the counters and its session', async () => {
    const stream = await listen();
    await stream.next();
    const id = await dashboard.send({ content: 'sleep 0.3; echo streamed', target_session: 'worker' });
    await stream.until(({ event, data }) => event === 'status' && data.completed_today === 1);
    await stream.until(({ event, data }) => event === 'today' && data.p50_seconds > 0.2);
    const last = (kind: string): Json => stream.seen.findLast(({ event }) => event === kind)?.data;
    expect(last('prompt')).toMatchObject({
      id,
      status: 'completed',
      response: 'streamed',
      response_length: 8,
      assigned_session: 'worker',
    });
    expect(last('prompt')).not.toHaveProperty('history');
    expect(last('session')).toMatchObject({
      name: 'worker',
      total_tasks_completed: 1,
      current_task_id: null,
    });
    const statuses = stream.seen.filter(({ event }) => event === 'prompt').map(({ data }) => data.status);
    expect(statuses).toContain('in_progress');
    const running = stream.seen.filter(({ event, data }) => event === 'status' && data.in_progress === 1);
    expect(running.length).toBeGreaterThan(0);
    const held = stream.seen.filter(({ event, data }) => event === 'session' && data.current_task_id === id);
    expect(held.length).toBeGreaterThan(0);
    expect(stream.seen.filter(({ event }) => event === 'state')).toHaveLength(1);
  });

  it('follows a task to its end, and has it in the state that comes first', async () => {
    const stream = await listen();
    await stream.next();
    const { body } = await dashboard.call('/api/tasks', { body: { type: 'shell', command: 'exit 3' } });
    const end = await stream.until(({ event, data }) => event === 'task' && data.exit_code === 3);
    expect(end.data).toMatchObject({ id: body.id, status: 'failed', title: 'exit 3' });
    expect(end.data).not.toHaveProperty('input');
    const again = await listen();
    expect((await again.next()).data.tasks).toEqual([end.data]);
  });

  it('gives the state again after a reconnect, with what happened meanwhile', async () => {
    const before = await listen();
    await before.next();
    before.close();
    const id = await dashboard.send({ content: 'while away', target_provider: 'claude' });
    const { event, data } = await (await listen()).next();
    expect(event).toBe('state');
    expect(data.prompts.map((prompt: { id: number }) => prompt.id)).toContain(id);
  });

  it('tells of sessions that come and go', async () => {
    const stream = await listen();
    await stream.next();
    await dashboard.shell('guest');
    await stream.until(({ event, data }) => event === 'session' && data.status === 'waiting_input');
    await dashboard.tmux.command('kill-session', '-t', '=guest');
    const removed = await stream.until(({ event }) => event === 'session_removed');
    expect(removed.data).toEqual({ name: 'guest' });
  });

  it('tells of what another program writes into the database', async () => {
    const stream = await listen();
    await stream.next();
    const db = new Database(join(dashboard.dir, 'data/assigner/assigner.db'));
    db.exec(
      "INSERT INTO sessions (name, provider, specialty, is_claude) VALUES ('dev_worker3', 'claude', 'coding', 1)",
    );
    const { data } = await stream.until(({ event }) => event === 'session');
    expect(data).toEqual((await dashboard.call('/api/sessions/dev_worker3')).body);
    db.exec("DELETE FROM sessions WHERE name = 'dev_worker3'");
    db.close();
    expect((await stream.until(({ event }) => event === 'session_removed')).data).toEqual({
      name: 'dev_worker3',
    });
  });

  it('gives the same changes to everyone who listens', async () => {
    const both = [await listen(), await listen()];
    for (const stream of both) await stream.next();
    const id = await dashboard.send({ content: 'seen by all', target_provider: 'claude' });
    for (const stream of both) {
      const { data } = await stream.until(
        ({ event, data: { stage } }) => event === 'prompt' && stage === 'queued',
      );
      expect(data.id).toBe(id);
    }
  });
});

describe('health and system', () => {
  it('say how this server is', async () => {
    const health = await dashboard.call('/health');
    expect(health.status).toBe(200);
    expect(health.body).toEqual({
      status: 'healthy',
      timestamp: expect.stringMatching(ISO),
      checks: { engine: 'up', store: 'up', worker: 'up', tmux: 'up' },
      notices: [],
      trouble: [],
      reasons: [],
      checked_at: null,
    });
    expect((await dashboard.call('/api/system')).body).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      host: expect.any(String),
      user: 'architect',
      temporal_ui: expect.stringMatching(/^http:\/\/localhost:\d+$/),
      namespace: 'default',
      engine: 'embedded',
      engine_state: 'up',
      default_password: true,
    });
  });
});

test('the stream of a login ends when that login does', async () => {
  const cookie = cookieOf(await logIn(dashboard.url, DEFAULT_PASSWORD));
  const stream = await fetch(`${dashboard.url}/api/events`, { headers: { cookie } });
  expect(stream.status).toBe(200);
  const reader = stream.body?.getReader();
  expect((await reader?.read())?.done).toBe(false);
  await request(dashboard.url, '/logout', { method: 'POST', headers: { cookie } });
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read());
  expect((await fetch(`${dashboard.url}/api/events`, { headers: { cookie } })).status).toBe(401);
});
