/** Cancelling, retrying, reassigning, re-prioritising and resolving prompts, at every status. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, type Dashboard, startDashboard } from '../support/dashboard';
import { gate } from '../support/gate';
import { type Json, expectError } from './http';

let dashboard: Dashboard;
beforeAll(async () => {
  // A pause between the text and Enter keeps a prompt at `typed` for a moment.
  dashboard = await startDashboard({
    ARCHITECT_SUBMIT_DELAY_MS: '700',
    ARCHITECT_SILENT_TIMEOUT_SECONDS: '5',
  });
  await Promise.all(['one', 'two'].map((name) => dashboard.shell(name)));
}, 90_000);
afterAll(() => dashboard.close());

const change = (id: number, what: string, body: unknown = {}): Promise<Answer> =>
  dashboard.call(`/api/assigner/prompts/${id}/${what}`, { body });
const prioritise = (id: number, priority: number): Promise<Answer> =>
  dashboard.call(`/api/assigner/prompts/${id}`, { method: 'PATCH', body: { priority } });
const stages = (prompt: Json): string[] => prompt.history.map((step: Json) => step.stage);
const runs = (name: string): number => {
  try {
    return readFileSync(join(dashboard.dir, name), 'utf8').length;
  } catch {
    return 0;
  }
};

/** A prompt that nobody can take. */
const pending = async (): Promise<number> => {
  const id = await dashboard.send({ content: 'waits', target_provider: 'claude' });
  await dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
  return id;
};
const typed = async (content: string): Promise<number> => {
  const id = await dashboard.send({ content, target_session: 'one' });
  const prompt = await dashboard.promptWhere(id, ({ stage }) => stage === 'typed');
  expect(prompt.status).toBe('assigned');
  return id;
};
const working = async (content: string): Promise<number> => {
  const id = await dashboard.send({ content, target_session: 'one' });
  const prompt = await dashboard.promptWhere(id, ({ stage }) => stage === 'working');
  expect(prompt.status).toBe('in_progress');
  return id;
};
const completed = async (content: string): Promise<number> => {
  const id = await dashboard.send({ content, target_session: 'one' });
  expect((await dashboard.settled(id)).status).toBe('completed');
  return id;
};
const cancelled = async (): Promise<number> => {
  const id = await pending();
  await change(id, 'cancel');
  return id;
};
const sessionIsFree = (name: string) =>
  dashboard.sessionWhere(name, (s) => s.status === 'waiting_input' && s.current_task_id === null);

describe('a pending prompt', () => {
  it('is cancelled, with the reason in its receipt', async () => {
    const id = await pending();
    const { status, body } = await change(id, 'cancel', { reason: 'no longer wanted' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      status: 'cancelled',
      stage: 'cancelled',
      error: 'cancelled by api-token: no longer wanted',
    });
    expect(body.completed_at).not.toBeNull();
    expect(body.history.at(-1)).toMatchObject({
      stage: 'cancelled',
      reason: 'cancelled by api-token: no longer wanted',
    });
    expect(await dashboard.prompt(id)).toEqual(body);
  });

  it('is cancelled by a request without a body', async () => {
    const id = await pending();
    const { body } = await dashboard.call(`/api/assigner/prompts/${id}/cancel`, { method: 'POST' });
    expect(body).toMatchObject({ status: 'cancelled', error: 'cancelled by api-token' });
  });

  it('waits on when it is retried', async () => {
    const { status, body } = await change(await pending(), 'retry');
    expect([status, body.status, body.stage]).toEqual([200, 'pending', 'queued']);
  });

  it('goes to the session it is reassigned to', async () => {
    const id = await dashboard.send({ content: 'echo moved', specialty: 'nobody has it' });
    await dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
    const { body } = await change(id, 'reassign', { target_session: 'two' });
    expect(body).toMatchObject({ id, target_session: 'two', target_provider: null });
    expect(await dashboard.settled(id)).toMatchObject({ assigned_session: 'two', response: 'moved' });
  });

  it('gets another priority, and with it goes before older ones', async () => {
    const before = gate(dashboard.dir, 'before');
    await working(before.wait);
    const log = join(dashboard.dir, 'order');
    const older = await dashboard.send({ content: `printf o >> ${log}`, target_session: 'one' });
    const newer = await dashboard.send({ content: `printf n >> ${log}`, target_session: 'one' });
    const answer = await prioritise(newer, 9);
    expect([answer.status, answer.body.priority, answer.body.status]).toEqual([200, 9, 'pending']);
    before.open();
    await Promise.all([dashboard.settled(older), dashboard.settled(newer)]);
    expect(readFileSync(log, 'utf8')).toBe('no');
  });

  it('can not be resolved', async () => {
    expectError(await change(await pending(), 'resolve', { as: 'completed' }), 409, 'conflict');
  });
});

describe('an assigned prompt', () => {
  it('is cancelled, and its session is free again', async () => {
    const id = await typed('sleep 60');
    const { body } = await change(id, 'cancel');
    expect(body).toMatchObject({ status: 'cancelled', stage: 'cancelled' });
    await sessionIsFree('one');
  });

  it('gets another priority and is completed all the same; it can not be resolved', async () => {
    const id = await typed('echo prioritised');
    expect((await prioritise(id, 7)).body.priority).toBe(7);
    expectError(await change(id, 'resolve', { as: 'failed' }), 409, 'conflict');
    expect(await dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'prioritised' });
  });
});

describe('a prompt in progress', () => {
  it('is interrupted when it is cancelled, and its session is free again', async () => {
    const id = await working(`sleep 60; printf x >> ${dashboard.dir}/never`);
    const { status, body } = await change(id, 'cancel', { reason: 'too slow' });
    expect([status, body.status, body.error]).toEqual([200, 'cancelled', 'cancelled by api-token: too slow']);
    expect(
      body.history.some(({ reason }: Json) => reason === 'interrupted: cancelled by api-token: too slow'),
    ).toBe(true);
    await sessionIsFree('one');
    expect(runs('never')).toBe(0);
  });

  it('is interrupted and run anew when it is retried', async () => {
    const id = await working(`printf x >> ${dashboard.dir}/retried; [ -e ${dashboard.dir}/go ] || sleep 60`);
    await dashboard.tmux.command('new-session', '-d', '-s', 'toucher', `touch ${dashboard.dir}/go`);
    const { status, body } = await change(id, 'retry');
    expect([status, body.id]).toEqual([200, id]);
    const done = await dashboard.settled(id);
    expect(done).toMatchObject({ status: 'completed', retry_count: 0 });
    expect(runs('retried')).toBe(2);
    expect(stages(done).filter((stage) => stage === 'submitted')).toHaveLength(2);
  });

  it('is interrupted and run elsewhere when it is reassigned', async () => {
    const id = await working(`printf x >> ${dashboard.dir}/elsewhere; [ -n "$TWO" ] || sleep 60`);
    await dashboard.call('/api/tmux/send', { body: { session: 'two', command: 'TWO=2' } });
    await sessionIsFree('two');
    const { body } = await change(id, 'reassign', { target_session: 'two' });
    expect(body.target_session).toBe('two');
    expect(await dashboard.settled(id)).toMatchObject({ status: 'completed', assigned_session: 'two' });
    expect(runs('elsewhere')).toBe(2);
    await sessionIsFree('one');
  });

  it('gets another priority without being disturbed, and can not be resolved', async () => {
    const seen = gate(dashboard.dir, 'seen');
    const id = await working(`printf x >> ${dashboard.dir}/calm; ${seen.wait}`);
    expect((await prioritise(id, -3)).status).toBe(200);
    expectError(await change(id, 'resolve', { as: 'completed' }), 409, 'conflict');
    seen.open();
    expect(await dashboard.settled(id)).toMatchObject({ status: 'completed', priority: -3 });
    expect(runs('calm')).toBe(1);
  });
});

describe.each<[string, () => Promise<number>]>([
  ['completed', () => completed('echo done')],
  ['cancelled', cancelled],
])('a %s prompt', (status, make) => {
  it('can be neither cancelled, nor prioritised, nor resolved', async () => {
    const id = await make();
    const before = await dashboard.prompt(id);
    expect(before.status).toBe(status);
    expect(expectError(await change(id, 'cancel'), 409, 'conflict')).toContain(
      `Prompt ${id} has ended already`,
    );
    expectError(await prioritise(id, 5), 409, 'conflict');
    expectError(await change(id, 'resolve', { as: 'failed' }), 409, 'conflict');
    expect(await dashboard.prompt(id)).toEqual(before);
  });

  it('is queued anew when it is reassigned', async () => {
    const id = await make();
    const { body } = await change(id, 'reassign', { target_session: 'two' });
    expect(body).toMatchObject({ id, target_session: 'two', completed_at: null, error: null });
    const done = await dashboard.settled(id);
    expect(done).toMatchObject({ assigned_session: 'two' });
    expect(stages(done).filter((stage) => stage === 'accepted')).toHaveLength(1);
  });
});

it('a completed prompt runs a second time when it is retried, with a new answer in place of the old one', async () => {
  const file = join(dashboard.dir, 'again');
  const id = await completed(`echo x >> ${file}; cat ${file}`);
  expect((await dashboard.prompt(id)).response).toBe('x');
  const { body } = await change(id, 'retry');
  expect(body).toMatchObject({ response: null, completed_at: null });
  expect((await dashboard.settled(id)).response).toBe('x\nx');
});

it('a prompt whose time is up fails, can not be cancelled then, and can be retried', async () => {
  const id = await dashboard.send({ content: 'sleep 60', target_session: 'one', timeout_minutes: 0.02 });
  const failed = await dashboard.settled(id);
  expect(failed).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('longer than 0.02 minutes'),
  });
  expectError(await change(id, 'cancel'), 409, 'conflict');
  expectError(await change(id, 'resolve', { as: 'completed' }), 409, 'conflict');
  expect((await change(id, 'reassign', { target_session: 'two' })).status).toBe(200);
  await dashboard.promptWhere(id, ({ assigned_session }) => assigned_session === 'two');
  expect((await change(id, 'cancel')).body.status).toBe('cancelled');
});

describe('a prompt of which nobody can tell whether it was taken', () => {
  const lost = async (id: number) =>
    (await dashboard.call('/api/assigner/lost-and-found')).body.items.find(
      (item: Json) => item.prompt_id === id,
    );

  /** In a terminal that shows nothing of what is typed. */
  const indeterminate = async (name: string): Promise<number> => {
    await dashboard.shell(name);
    const command = `bind "set enable-bracketed-paste off"; bind -x '"e":true'`;
    await dashboard.call('/api/tmux/send', { body: { session: name, command } });
    await sessionIsFree(name);
    const id = await dashboard.send({ content: 'eeeee', target_session: name });
    expect(await dashboard.settled(id)).toMatchObject({ status: 'failed', stage: 'indeterminate' });
    return id;
  };

  it('is listed, and resolved by a person either way', async () => {
    const ends = ['completed', 'failed'] as const;
    const prompts = await Promise.all(ends.map((as) => indeterminate(`mute-${as}`)));
    for (const [index, as] of ends.entries()) {
      const id = prompts[index] as number;
      expect(await lost(id)).toEqual({
        id: expect.any(Number),
        prompt_id: id,
        session: `mute-${as}`,
        reason: (await dashboard.prompt(id)).error,
        created_at: expect.any(String),
        resolved_at: null,
        resolution: null,
      });
      expectError(await change(id, 'cancel'), 409, 'conflict');
      const { status, body } = await change(id, 'resolve', { as, note: 'seen on the screen' });
      expect([status, body.status, body.stage]).toEqual([200, as, as]);
      expect(body.history.at(-1)).toMatchObject({
        ...{ stage: as, reason: 'api-token decided: seen on the screen' },
      });
      expect(await lost(id)).toMatchObject({ resolution: as, resolved_at: expect.any(String) });
      expectError(await change(id, 'resolve', { as }), 409, 'conflict');
    }
  });
});
