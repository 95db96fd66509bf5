/** A prompt that waits for a session. */
import { silentLog } from '../../telemetry/log';
import { recordActivities } from '../../activities/prompts/state';
import { until } from '../engine/support';
import type { Grant } from '../../workflows/contracts/assignment';
import { hostQueue } from '../../workflows/contracts/wire-names';
import { FAR_HOST, startTestEngine, type TestEngine } from './support/engine';
import { there } from '../store/support';
import { readable, SECRET } from './support/histories';
import { historyToJson } from './support/proto-json';
import { atWork, newWorld, type World } from './support/world';

let engine: TestEngine;
let world: World;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine.stop());
beforeEach(() => (world = newWorld(engine)));
afterEach(() => world.close());

test('a prompt for which a session is free is typed and followed to its end', async () => {
  world.sees('a');
  const id = world.insert();
  await world.start(id);
  expect(await world.ended(id)).toMatchObject({
    ...{ status: 'completed', stage: 'completed', assigned_session: 'a' },
    ...{ reason: 'the turn has ended', error: null, retry_count: 0 },
  });
  expect(world.done(id)).toEqual(['deliver a', 'follow a']);
  expect(world.stages(id)).toEqual([
    'queued',
    'leased',
    'typing',
    'typed',
    'submitted',
    'taken',
    'completed',
  ]);
  expect(world.store.leases.all()).toEqual([]);
});

test('a prompt that got its session when it was queued is typed without asking the record first', async () => {
  world.sees('a');
  const id = world.insert();
  const entered = there(world.store.lifecycle.enterQueue(id));
  const handle = await world.start(id, entered.state);
  expect(await world.ended(id)).toMatchObject({ status: 'completed', assigned_session: 'a' });
  expect(world.done(id)).toEqual(['deliver a', 'follow a']);
  const { events } = await handle.fetchHistory();
  const markers = (events ?? []).filter(({ markerRecordedEventAttributes: marker }) => marker);
  // Only the end was written: one local activity.
  expect(markers).toHaveLength(1);
});

test('a history holds no prompt, no answer and no screen', async () => {
  world.sees('a', { evidence: SECRET, reason: 'ready' });
  const metadata = JSON.stringify({ key: SECRET });
  const id = world.insert({ content: SECRET, metadata, idempotency_key: SECRET, idempotency_hash: SECRET });
  world.script(id, {
    follow: [
      (grant) => {
        world.store.receipts.step(id, 'working', grant.session, 'at work', SECRET);
        world.store.prompts.keepTurn({
          promptId: id,
          response: SECRET,
          result: 'completed',
          question: null,
          usage: null,
        });
        return { outcome: 'completed', reason: 'the turn has ended' };
      },
    ],
  });
  const handle = await world.start(id);
  expect(await world.ended(id)).toMatchObject({ status: 'completed', response: SECRET });
  const history = readable(JSON.stringify(historyToJson(await handle.fetchHistory())));
  expect(history).toContain('promptId');
  expect(history).not.toContain(SECRET);
});

test('a session of another host is typed into by that host', async () => {
  world.sees('a', { host: FAR_HOST });
  const id = world.insert();
  const handle = await world.start(id);
  expect(await world.ended(id)).toMatchObject({ status: 'completed', assigned_session: 'a' });
  const { events } = await handle.fetchHistory();
  const queues = (events ?? []).flatMap(
    ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.taskQueue?.name ?? [],
  );
  expect(queues).toEqual([hostQueue(FAR_HOST), hostQueue(FAR_HOST)]);
});

test('a prompt waits until a session is given to it by signal', async () => {
  const id = world.insert();
  await world.start(id);
  await world.reaches(id, 'queued');
  expect(world.done(id)).toEqual([]);
  world.sees('a');
  expect(await world.giveOut()).toHaveLength(1);
  expect(await world.ended(id)).toMatchObject({ status: 'completed', assigned_session: 'a' });
});

test('the same lease told twice is worked on once', async () => {
  const id = world.insert();
  const handle = await world.start(id);
  await world.reaches(id, 'queued');
  world.sees('a');
  const [grant] = await world.giveOut();
  await handle.signal('leaseGranted', grant);
  expect(await world.ended(id)).toMatchObject({ status: 'completed' });
  expect(world.done(id)).toEqual(['deliver a', 'follow a']);
});

test('a lease that is told again after it was given up is not typed into', async () => {
  const id = await atWork(world);
  const lease = world.store.leases.get(id);
  if (!lease) throw new Error('it has no lease');
  world.sees('a', { status: 'busy' });
  await world.control(id, 'restart');
  expect(world.row(id)).toMatchObject({ stage: 'queued' });
  const { session_name: session, pane_id: paneId, granted_at: grantedAt } = lease;
  const told: Grant = { promptId: id, session, paneId, host: 'box', provider: 'claude', grantedAt };
  await world.workflow(id).signal('leaseGranted', told);
  // An answer to it comes after the signal.
  await world.control(id, 'reconsider');
  expect(world.done(id)).toEqual(['deliver a', 'follow a', 'interrupt a']);
  await world.control(id, 'cancel');
  expect(world.row(id)).toMatchObject({ status: 'cancelled' });
});

test('a lease that is no longer held is not typed into; the prompt goes on waiting', async () => {
  const id = world.insert();
  const handle = await world.start(id);
  await world.reaches(id, 'queued');
  await handle.signal('leaseGranted', {
    promptId: id,
    session: 'gone',
    paneId: '%9',
    host: 'box',
    provider: 'claude',
  });
  await until(() => world.done(id).length === 1);
  world.sees('a');
  await world.giveOut();
  expect(await world.ended(id)).toMatchObject({ status: 'completed', assigned_session: 'a', retry_count: 0 });
  // A lease that is told while the one before is given up may be told in vain once.
  expect([...new Set(world.done(id))]).toEqual(['deliver gone', 'deliver a', 'follow a']);
  expect(world.stages(id).filter((stage) => stage === 'typing')).toHaveLength(1);
});

test('the session that one prompt frees goes to the next, which is told', async () => {
  const [first, second, third] = [world.insert(), world.insert(), world.insert()];
  for (const id of [first, second, third]) {
    await world.start(id);
    await world.reaches(id, 'queued');
  }
  world.sees('a');
  await world.giveOut();
  for (const id of [first, second, third])
    expect(await world.ended(id)).toMatchObject({ status: 'completed' });
  const ends = [first, second, third].map((id) => Date.parse(`${world.row(id).completed_at}Z`));
  expect(ends).toEqual([...ends].sort((a, b) => a - b));
});

test('a prompt cancelled while it waits ends at once and is never typed', async () => {
  const id = world.insert();
  await world.start(id);
  await world.reaches(id, 'queued');
  await world.control(id, 'cancel', 'changed my mind');
  expect(world.row(id)).toMatchObject({ status: 'cancelled', reason: 'changed my mind' });
  await world.ended(id);
  world.sees('a');
  expect(await world.giveOut()).toEqual([]);
  expect(world.done(id)).toEqual([]);
});

test('a prompt that is told to wait for another session looks again at once', async () => {
  world.sees('b');
  const id = world.insert({ target_session: 'a' });
  await world.start(id);
  await world.reaches(id, 'queued');
  world.store.prompts.setTarget(id, { session: 'b', provider: null, expected: 'claude' });
  await world.control(id, 'restart', 'reassigned');
  expect(await world.ended(id)).toMatchObject({ status: 'completed', assigned_session: 'b' });
});

test('a session that was given to it by a call that is repeated is typed into at once', async () => {
  const { store } = world;
  const real = recordActivities({ store, log: silentLog });
  let calls = 0;
  engine.use({
    hub: {
      ...real,
      async giveOut(input) {
        const grants = await real.giveOut(input);
        calls += 1;
        if (calls === 1) throw new Error('what it gave out was never heard of');
        return grants;
      },
    },
    host: world.activities,
  });
  const id = world.insert();
  await world.start(id);
  await world.reaches(id, 'queued');
  world.sees('a');
  await world.control(id, 'reconsider');
  expect(await world.ended(id)).toMatchObject({ status: 'completed', assigned_session: 'a' });
  expect(calls).toBe(2);
  expect(world.done(id)).toEqual(['deliver a', 'follow a']);
});

test('what a person gives to another session before its workflow knows that it has one goes there alone', async () => {
  const id = world.insert({ target_session: 'a' });
  await world.start(id);
  await world.reaches(id, 'queued');
  world.sees('a');
  const [grant] = world.store.assign();
  world.sees('b');
  world.store.prompts.setTarget(id, { session: 'b', provider: null, expected: 'claude' });
  await world.control(id, 'restart', 'reassigned', { grantedAt: there(there(grant).grantedAt) });
  await world.workflow(id).signal('leaseGranted', grant);
  expect(await world.ended(id)).toMatchObject({ status: 'completed', assigned_session: 'b' });
  const typed = world.store.prompts.history(id).filter(({ action }) => action === 'typing');
  expect(typed.map(({ session_name: session }) => session)).toEqual(['b']);
});

test('a changed priority looks again, and others whose turn it is then are told', async () => {
  const [low, high] = [world.insert({ target_session: 'a' }), world.insert()];
  for (const id of [low, high]) {
    await world.start(id);
    await world.reaches(id, 'queued');
  }
  world.sees('b');
  await world.control(low, 'reconsider');
  expect(await world.ended(high)).toMatchObject({ status: 'completed', assigned_session: 'b' });
  expect(world.row(low)).toMatchObject({ stage: 'queued' });
});

test('a session that is not ready after all costs no try', async () => {
  const notReady = () => ({ outcome: 'not_typed' as const, reason: 'the session was not ready' });
  world.sees('a');
  const id = world.insert({ max_retries: 0 });
  world.script(id, { deliver: [notReady, notReady] });
  await world.start(id);
  expect(await world.ended(id)).toMatchObject({ status: 'completed', retry_count: 0 });
  expect(world.done(id)).toEqual(['deliver a', 'deliver a', 'deliver a', 'follow a']);
  expect(world.stages(id).filter((stage) => stage === 'queued')).toHaveLength(3);
});

test('a prompt that ended before, or does not exist, is left alone', async () => {
  const id = world.insert();
  world.store.lifecycle.settle(id, 'cancelled', 'not wanted');
  await world.start(id);
  expect(await world.ended(id)).toMatchObject({ status: 'cancelled', reason: 'not wanted' });
  const handle = await world.start(id + 50);
  await handle.result();
  expect(world.done(id + 50)).toEqual([]);
});

test('a record that can not be written for a moment delays the prompt, no more', async () => {
  const { store } = world;
  const real = recordActivities({ store, log: silentLog });
  let faults = 3;
  const flaky =
    <T extends unknown[], R>(activity: (...args: T) => Promise<R>) =>
    async (...args: T): Promise<R> => {
      if (faults > 0) {
        faults -= 1;
        throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
      }
      return activity(...args);
    };
  engine.use({
    hub: { ...real, enterQueue: flaky(real.enterQueue), settlePrompt: flaky(real.settlePrompt) },
    host: world.activities,
  });
  world.sees('a');
  const id = world.insert();
  await world.start(id);
  expect(await world.ended(id)).toMatchObject({ status: 'completed' });
  expect(faults).toBe(0);
  expect(world.done(id)).toEqual(['deliver a', 'follow a']);
});

test('every run of this file repeats itself when it is replayed', async () => {
  expect(await engine.replayAll()).toBeGreaterThan(10);
});
