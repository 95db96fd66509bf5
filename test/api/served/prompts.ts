/** Queueing and reading prompts: what docs/api.md says of `send`, `status`, the lists and the receipt. */
import type { Session } from '../../../api/document/api-types';
import type { QueueCounts } from '../../../store/prompts';
import type { Dashboard } from '../../support/dashboard';
import { gate } from '../../support/gate';
import { expectError } from '../http';
import { served } from './dashboard';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await served();
  await dashboard.shell('worker');
}, 90_000);

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const send = (body: unknown, headers: Record<string, string> = {}) =>
  dashboard.call('/api/assigner/send', { body, headers });
const list = async (query: string) => (await dashboard.call(`/api/assigner/prompts?${query}`)).body;
const ids = (page: { items: { id: number }[] }): number[] => page.items.map(({ id }) => id);
/** Queues prompts that wait for an agent nobody has, told apart by their source. */
const queue = async (source: string, prompts: readonly Record<string, unknown>[]): Promise<number[]> => {
  const queued: number[] = [];
  for (const prompt of prompts)
    queued.push(await dashboard.send({ content: 'waits', target_provider: 'claude', source, ...prompt }));
  return queued;
};

describe('a prompt that is sent', () => {
  it('is answered with its number', async () => {
    const answer = await send({
      content: 'Fix the authentication bug in app.py',
      priority: 5,
      target_session: 'worker',
      timeout_minutes: 60,
      metadata: { project: 'auth' },
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ prompt_id: expect.any(Number), success: true });
    expect(await dashboard.prompt(answer.body.prompt_id)).toMatchObject({
      content: 'Fix the authentication bug in app.py',
      priority: 5,
      target_session: 'worker',
      timeout_minutes: 60,
      metadata: { project: 'auth' },
    });
    await dashboard.settled(answer.body.prompt_id);
  });

  it('has the defaults of the original where it says nothing, and every field of the contract', async () => {
    const id = await dashboard.send({ content: 'waits' });
    const prompt = await dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
    expect(prompt).toEqual({
      id,
      content: 'waits',
      ...{ template: null, after: [], on: null, not_before: null, sent_by: 'api-token' },
      ...{ awaits: [], awaited_by: [], recording: null, source: 'api' },
      ...{ priority: 0, status: 'pending', rank: id, position: { position: 1, of: 1 } },
      stage: 'queued',
      reason: 'waiting for a free session',
      warning: expect.stringMatching(/^only shells are there/),
      assigned_session: null,
      target_session: null,
      target_provider: null,
      specialty: null,
      created_at: expect.stringMatching(ISO),
      assigned_at: null,
      completed_at: null,
      response: null,
      error: null,
      result: null,
      question: null,
      usage: null,
      metadata: null,
      origin: null,
      retry_count: 0,
      max_retries: 3,
      timeout_minutes: 30,
      archived: false,
      workflow_id: `prompt-${id}`,
      temporal_url: expect.stringMatching(
        new RegExp(`^http://.+/namespaces/default/workflows/prompt-${id}$`),
      ),
      history: [
        {
          id: expect.any(Number),
          at: expect.stringMatching(ISO),
          stage: 'queued',
          session: null,
          reason: 'waiting for a free session',
          evidence: null,
        },
        {
          id: expect.any(Number),
          at: expect.stringMatching(ISO),
          stage: 'queued',
          session: null,
          reason: expect.stringMatching(/^nobody can take it now: only shells are there/),
          evidence: null,
        },
      ],
    });
  });

  it('keeps its text to the last character: Unicode, tabs, line ends of other systems as ours', async () => {
    const id = await dashboard.send({
      content: '  tab\there\r\nfamily 👩‍👩‍👧 é e\u0301 \u202e\rend\n',
      target_provider: 'claude',
    });
    expect((await dashboard.prompt(id)).content).toBe('  tab\there\nfamily 👩‍👩‍👧 é e\u0301 \u202e\nend\n');
  });

  it('takes nothing for everything that is optional', async () => {
    const nothing = { target_session: null, target_provider: null, specialty: null, metadata: null };
    expect((await send({ content: 'waits', ...nothing })).status).toBe(200);
  });

  it('says for what it waits', async () => {
    const [id] = await queue('waiting', [{ specialty: 'review' }]);
    const prompt = await dashboard.promptWhere(id as number, ({ stage }) => stage === 'queued');
    expect(prompt.reason).toBe('waiting for a free claude session');
    expect(prompt.specialty).toBe('review');
  });
});

describe('an Idempotency-Key', () => {
  const prompt = { content: 'only once', target_provider: 'claude', source: 'idempotent' };

  it('answers a repeat with the first prompt, however the same request is written', async () => {
    const key = { 'Idempotency-Key': 'repeat' };
    const first = await send(prompt, key);
    const repeats = [await send(prompt, key), await send({ priority: 0, max_retries: 3, ...prompt }, key)];
    for (const repeat of repeats) expect([repeat.status, repeat.body]).toEqual([200, first.body]);
    expect((await list('q=only once&source=idempotent')).total).toBe(1);
  });

  it('queues one prompt for twenty requests at once', async () => {
    const key = { 'Idempotency-Key': 'at once' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send({ ...prompt, source: 'at-once' }, key)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.prompt_id)).size).toBe(1);
    expect((await list('source=at-once')).total).toBe(1);
  });

  it('is refused for another prompt', async () => {
    const key = { 'Idempotency-Key': 'clash' };
    await send({ ...prompt, source: 'clash' }, key);
    for (const other of [
      { ...prompt, content: 'another' },
      { ...prompt, source: 'clash', priority: 1 },
    ]) {
      expectError(await send(other, key), 409, 'conflict');
    }
    expect((await list('source=clash')).total).toBe(1);
  });

  it('answers a repeat also when the session that was wanted is gone by now', async () => {
    const key = { 'Idempotency-Key': 'session gone' };
    await dashboard.shell('brief');
    const body = { content: 'echo once', target_session: 'brief' };
    const first = await send(body, key);
    await dashboard.settled(first.body.prompt_id);
    expect((await dashboard.call('/api/sessions/brief', { method: 'DELETE' })).status).toBe(204);
    const repeat = await send(body, key);
    expect([repeat.status, repeat.body]).toEqual([200, first.body]);
  });
});

describe('the status', () => {
  it('has exactly the four counters, and they count', async () => {
    const status = async (): Promise<QueueCounts> => (await dashboard.call('/api/assigner/status')).body;
    const before = await status();
    expect(Object.keys(before).sort()).toEqual(['completed_today', 'failed_today', 'in_progress', 'pending']);
    const [waits] = await queue('status', [{}]);
    expect((await status()).pending).toBe(before.pending + 1);
    const counted = gate(dashboard.dir, 'counted');
    const busy = await dashboard.send({ content: counted.wait, target_session: 'worker' });
    await dashboard.promptWhere(busy, ({ stage }) => stage === 'working');
    expect((await status()).in_progress).toBe(before.in_progress + 1);
    counted.open();
    await dashboard.settled(busy);
    await dashboard.call(`/api/assigner/prompts/${waits}/cancel`, { body: {} });
    expect(await status()).toEqual({ ...before, completed_today: before.completed_today + 1 });
  });
});

describe('the list', () => {
  it('is newest first, in pages that neither repeat nor skip', async () => {
    const queued = await queue(
      'paged',
      Array.from({ length: 7 }, () => ({})),
    );
    const pages = [];
    for (const offset of [0, 3, 6, 9]) pages.push(await list(`source=paged&limit=3&offset=${offset}`));
    expect(pages.map(({ total, limit, offset }) => [total, limit, offset])).toEqual(
      [0, 3, 6, 9].map((offset) => [7, 3, offset]),
    );
    expect(pages.map(ids)).toEqual([
      queued.slice(4).reverse(),
      queued.slice(1, 4).reverse(),
      queued.slice(0, 1),
      [],
    ]);
    expect(ids(await list('source=paged&order=oldest'))).toEqual(queued);
  });

  it('by priority is highest first, the oldest of equals before the others', async () => {
    const [low, first, second, high] = await queue('ordered', [{ priority: -5 }, {}, {}, { priority: 1000 }]);
    expect(ids(await list('source=ordered&order=priority'))).toEqual([high, first, second, low]);
  });

  it('is narrowed by status (repeated or comma-separated), agent, session and text', async () => {
    const [cancelled, text, percent] = (await queue('narrow', [
      {},
      { content: 'Find the NEEDLE here' },
      { content: '100% done_now' },
    ])) as [number, number, number];
    await dashboard.call(`/api/assigner/prompts/${cancelled}/cancel`, { body: {} });
    const done = await dashboard.send({ content: 'echo narrow', target_session: 'worker', source: 'narrow' });
    await dashboard.settled(done);
    const narrowed = async (query: string) => ids(await list(`source=narrow&order=oldest&${query}`));

    expect(await narrowed('status=cancelled')).toEqual([cancelled]);
    expect(await narrowed('status=cancelled,completed')).toEqual([cancelled, done]);
    expect(await narrowed('status=cancelled&status=completed')).toEqual([cancelled, done]);
    expect(await narrowed('status=pending')).toEqual([text, percent]);
    expect(await narrowed('provider=claude')).toEqual([cancelled, text, percent]);
    expect(await narrowed('session=worker')).toEqual([done]);
    expect(await narrowed('q=needle')).toEqual([text]);
    expect(await narrowed('q=0%25 done_')).toEqual([percent]);
    expect(await narrowed('q=%25')).toEqual([percent]);
    expect(await narrowed('q=_')).toEqual([percent]);
    expect(await narrowed("q=' OR 1=1 --")).toEqual([]);
    expect(await narrowed('archived=true')).toEqual([]);
    expect(await narrowed('archived=false')).toEqual([cancelled, text, percent, done]);
  });

  it('cuts long texts and tells their length; the prompt itself has the whole', async () => {
    const content = 'x'.repeat(5_000);
    const [id] = await queue('long', [{ content }]);
    const long = await dashboard.send({ content: 'seq 1 3000', target_session: 'worker', source: 'long' });
    const { response } = await dashboard.settled(long);
    expect(response.split('\n').at(-1)).toBe('3000');
    const [answered, asked] = (await list('source=long')).items;
    expect(asked).toMatchObject({
      content: 'x'.repeat(2_000),
      content_length: 5_000,
      response: null,
      response_length: 0,
    });
    expect(answered).toMatchObject({ response: response.slice(0, 2_000), response_length: response.length });
    expect((await dashboard.prompt(id as number)).content).toBe(content);
    expect(answered).not.toHaveProperty('history');
  });
});

describe('the receipt of a completed prompt', () => {
  it('has every stage, in order, with times that go forward', async () => {
    const id = await dashboard.send({ content: 'sleep 0.3; echo the answer', target_session: 'worker' });
    const prompt = await dashboard.settled(id);
    expect(prompt).toMatchObject({
      status: 'completed',
      stage: 'completed',
      assigned_session: 'worker',
      response: 'the answer',
      error: null,
      retry_count: 0,
    });
    expect(prompt.history.map(({ stage }: { stage: string }) => stage)).toEqual([
      'queued',
      'leased',
      'typing',
      'typed',
      'submitted',
      'taken',
      'working',
      'completed',
    ]);
    const times: number[] = prompt.history.map(({ at }: { at: string }) => Date.parse(at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(Date.parse(prompt.created_at));
    expect(times.at(-1)).toBeLessThanOrEqual(Date.parse(prompt.completed_at));
    for (const step of prompt.history.slice(1)) {
      expect(step).toMatchObject({ session: 'worker', reason: expect.stringMatching(/\S/) });
    }
  });

  it('counts for the session', async () => {
    const before: Session = (await dashboard.call('/api/sessions/worker')).body;
    await dashboard.settled(await dashboard.send({ content: 'echo counted', target_session: 'worker' }));
    const after = (await dashboard.call('/api/sessions/worker')).body;
    expect(after).toMatchObject({
      total_tasks_completed: before.total_tasks_completed + 1,
      total_tasks_failed: 0,
      success_rate: 1,
      current_task_id: null,
    });
  });
});
