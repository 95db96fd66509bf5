/** The schedules, in an engine that has nothing else: made once, changed, kept over an engine that lost its database. */
import { setTimeout as pause } from 'node:timers/promises';
import { rmSync } from 'node:fs';
import type { Client, ScheduleHandle } from '@temporalio/client';
import type { Orchestrator } from '../../temporal/client';
import { EngineUnavailableError } from '../../temporal/errors';
import type { Store } from '../../store';
import type { ScheduleState } from '../../workflows/contracts/schedules';
import { temporaryDirectory } from '../store/support';
import { testOrchestrator } from '../support/orchestrator';
import { openRecord } from '../support/record';
import { type Activities, startTestEngine, type TestEngine } from './support/engine';

let engine: TestEngine;
let dataDir: string;
let store: Store;
beforeAll(async () => (engine = await startTestEngine()));
beforeEach(() => {
  dataDir = temporaryDirectory();
  store = openRecord({ dataDir });
  engine.use(ACTIVITIES);
});
afterEach(async () => {
  await engine.removeSchedules();
  store.close();
  rmSync(dataDir, { recursive: true, force: true });
});
afterAll(() => engine.stop());

const ACTIVITIES: Activities = { hub: { reconcile: async () => ({ started: 0, signalled: 0 }) }, host: {} };

/** An engine that knows nothing of what the one before had. */
async function losesItsDatabase(): Promise<void> {
  await engine.stop();
  engine = await startTestEngine();
  engine.use(ACTIVITIES);
}

/** As the server makes it, attached to the engine of this moment. */
function server(scanAt: string | null = '04:00'): Orchestrator {
  const orchestrator = testOrchestrator({ store, reconcileEveryMs: 3_600_000, scanAt });
  orchestrator.attach(engine.client, () => false);
  return orchestrator;
}

/** What the engine itself says of one. */
const inEngine = (id: string) => engine.client.schedule.getHandle(id).describe();

/** On a busy machine the engine may take longer for a schedule that is just made than we wait: then it is asked again. */
async function again<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof EngineUnavailableError)) throw error;
    return call();
  }
}

const one = (orchestrator: Orchestrator, id: string): Promise<ScheduleState> =>
  again(() => orchestrator.getSchedule(entry(orchestrator, id)));
const trigger = (orchestrator: Orchestrator, id: string) =>
  again(() => orchestrator.triggerSchedule(entry(orchestrator, id)));

function entry(orchestrator: Orchestrator, id: string) {
  const found = orchestrator.scheduleEntry(id);
  if (!found) throw new Error(`no schedule ${id}`);
  return found;
}

const change = (orchestrator: Orchestrator, id: string, wanted: object) =>
  again(() => orchestrator.changeSchedule(entry(orchestrator, id), { ...wanted, by: 'me' }));

/** The list is made a moment after the schedules. */
async function idsInEngine(count: number): Promise<string[]> {
  for (;;) {
    const ids: string[] = [];
    for await (const { scheduleId } of engine.client.schedule.list()) ids.push(scheduleId);
    if (ids.length >= count) return ids.sort();
    await pause(50);
  }
}

test('two servers that start at once make each schedule once, and the next start leaves them', async () => {
  await Promise.all([server().ensureSchedules(), server().ensureSchedules()]);
  const ids = (await server().listSchedules()).map(({ id }) => id).sort();
  expect(await idsInEngine(ids.length)).toEqual(ids);
  expect(ids).toEqual(expect.arrayContaining(['maintenance', 'milestone-scan', 'reconciler']));
  const before = await Promise.all(ids.map(inEngine));
  await server().ensureSchedules();
  const after = await Promise.all(ids.map(inEngine));
  expect(after.map(({ info }) => info.lastUpdatedAt)).toEqual(before.map(({ info }) => info.lastUpdatedAt));
});

test('a schedule says what it does, when it is due, and how its last run ended', async () => {
  const orchestrator = server();
  await orchestrator.ensureSchedules();
  expect(await one(orchestrator, 'maintenance')).toMatchObject({
    ...{ workflow: 'maintenance', words: 'at 03:00', paused: false, change: null, runs: [], running: false },
    what: expect.stringContaining('Backs up the record'),
  });
  // The start has begun one as well.
  let run: Awaited<ReturnType<Orchestrator['triggerSchedule']>>;
  while (!run) run = await trigger(orchestrator, 'reconciler');
  await engine.client.workflow.getHandle(run.workflowId, run.runId).result();
  const { runs, next } = await one(orchestrator, 'reconciler');
  expect(runs[0]).toMatchObject({ status: 'completed', result: { started: 0, signalled: 0 }, error: null });
  expect(Date.parse(next[1] ?? '') - Date.parse(next[0] ?? '')).toBe(3_600_000);
});

test('what a person changed holds after a restart, and in an engine that lost its database', async () => {
  const first = server();
  await first.ensureSchedules();
  await change(first, 'maintenance', { paused: true });
  await change(first, 'milestone-scan', { spec: { cron: '30 6 * * 1' } });
  const expected = async (): Promise<void> => {
    const orchestrator = server();
    await orchestrator.ensureSchedules();
    expect(await one(orchestrator, 'maintenance')).toMatchObject({ paused: true, next: [] });
    expect(await one(orchestrator, 'milestone-scan')).toMatchObject({
      ...{ words: 'at 06:30, only on Monday', ownWords: 'at 04:00', change: { changedBy: 'me' } },
    });
    const { spec, state } = await inEngine('milestone-scan');
    expect(spec.calendars?.[0]).toMatchObject({ hour: [{ start: 6 }], dayOfWeek: [{ start: 'MONDAY' }] });
    expect(state.paused).toBe(false);
    expect((await inEngine('maintenance')).state.paused).toBe(true);
  };
  await expected();
  await losesItsDatabase();
  await expected();
});

test('what was changed in Temporal itself is kept the same way', async () => {
  await server().ensureSchedules();
  const { schedule } = engine.client;
  await schedule.getHandle('maintenance').pause('not this week');
  await schedule.getHandle('reconciler').update((previous) => ({
    ...previous,
    spec: { intervals: [{ every: '2 hours' }], timezone: 'UTC' },
  }));
  await schedule.getHandle('milestone-scan').update((previous) => ({
    ...previous,
    spec: { calendars: [{ hour: 5, minute: 5 }, { hour: 17 }] },
  }));
  await server().ensureSchedules();
  await losesItsDatabase();
  const orchestrator = server();
  await orchestrator.ensureSchedules();
  expect(await one(orchestrator, 'maintenance')).toMatchObject({
    paused: true,
    change: { changedBy: 'Temporal' },
  });
  expect(await one(orchestrator, 'reconciler')).toMatchObject({ words: 'every 2 hours' });
  expect(await one(orchestrator, 'milestone-scan')).toMatchObject({ words: 'as it was set in Temporal' });
  expect((await inEngine('milestone-scan')).spec.calendars).toMatchObject([
    { hour: [{ start: 5 }], minute: [{ start: 5 }] },
    { hour: [{ start: 17 }] },
  ]);
});

test('a setting that is another one counts again; one that is off takes the schedule away', async () => {
  await server('04:00').ensureSchedules();
  await change(server('04:00'), 'milestone-scan', { spec: { everySeconds: 600 } });
  await server('04:00').ensureSchedules();
  expect((await inEngine('milestone-scan')).spec.intervals).toMatchObject([{ every: 600_000 }]);
  const later = server('05:30');
  await later.ensureSchedules();
  expect(await one(later, 'milestone-scan')).toMatchObject({ words: 'at 05:30' });
  await server('04:00').ensureSchedules();
  expect(await one(server('04:00'), 'milestone-scan')).toMatchObject({
    words: 'at 04:00',
    change: { spec: null },
  });
  const off = server(null);
  await off.ensureSchedules();
  await expect(inEngine('milestone-scan')).rejects.toMatchObject({ name: 'ScheduleNotFoundError' });
  expect(off.scheduleEntry('milestone-scan')).toBeUndefined();
});

test('the change back to our own times leaves none', async () => {
  const orchestrator = server();
  await orchestrator.ensureSchedules();
  await change(orchestrator, 'reconciler', { spec: { everySeconds: 600 } });
  expect(await change(orchestrator, 'reconciler', { spec: null })).toMatchObject({ words: 'every 1 hour' });
  expect(await change(orchestrator, 'reconciler', { spec: { everySeconds: 3_600 } })).toMatchObject({
    change: { spec: null },
  });
});

test('a change that was cut off before it reached the engine is made up for', async () => {
  const orchestrator = server();
  await orchestrator.ensureSchedules();
  const own = entry(orchestrator, 'reconciler').spec;
  store.scheduleChanges.keep('reconciler', {
    ...{ paused: false, spec: { everySeconds: 900 }, base: own, changedBy: 'me' },
  });
  await server().ensureSchedules();
  expect((await inEngine('reconciler')).spec.intervals).toMatchObject([{ every: 900_000 }]);
});

test('so is a pause, at the next look already, and nobody in Temporal is said to have ended it', async () => {
  const orchestrator = server();
  await orchestrator.ensureSchedules();
  store.scheduleChanges.keep('sms-update', { paused: true, spec: null, base: null, changedBy: 'me' });
  expect(await one(orchestrator, 'sms-update')).toMatchObject({ paused: true, change: { changedBy: 'me' } });
  expect((await inEngine('sms-update')).state.paused).toBe(true);
  await engine.client.schedule.getHandle('sms-update').unpause();
  const ended = { paused: false, change: { paused: false, changedBy: 'Temporal' } };
  expect(await one(orchestrator, 'sms-update')).toMatchObject(ended);
  await server().ensureSchedules();
  expect(await one(orchestrator, 'sms-update')).toMatchObject(ended);
});

test('a text message that is still tried does not cost the next hour its own', async () => {
  await server().ensureSchedules();
  const policies = await Promise.all(
    ['sms-update', 'reconciler'].map(async (id) => (await inEngine(id)).policies.overlap),
  );
  expect(policies).toEqual(['BUFFER_ONE', 'SKIP']);
});

test('times that the engine refuses are told with its reason, and change nothing', async () => {
  const orchestrator = server();
  await orchestrator.ensureSchedules();
  await expect(change(orchestrator, 'reconciler', { spec: { cron: '0 0 * * 99' } })).rejects.toThrow(
    'DayOfWeek is not in range [0-7]',
  );
  expect(await one(orchestrator, 'reconciler')).toMatchObject({ words: 'every 1 hour' });
});

test('one that was deleted in Temporal is made again when it is looked at', async () => {
  const orchestrator = server();
  await orchestrator.ensureSchedules();
  await engine.client.schedule.getHandle('maintenance').delete();
  expect(await one(orchestrator, 'maintenance')).toMatchObject({ words: 'at 03:00' });
});

/** The client as the engine lets it see things a moment too late: no run is at work yet. */
function lateClient(): Client {
  const { schedule } = engine.client;
  let isFirst = true;
  const getHandle = (id: string): ScheduleHandle => {
    const handle = schedule.getHandle(id);
    const describe = async () => {
      const state = await handle.describe();
      if (!isFirst) return state;
      isFirst = false;
      return { ...state, info: { ...state.info, runningActions: [] } };
    };
    return { ...handle, describe };
  };
  return Object.create(engine.client, {
    schedule: { value: Object.create(schedule, { getHandle: { value: getHandle } }) },
  }) as Client;
}

describe('a run is not started beside one that is at work', () => {
  test.each([
    ['as the engine says', (): Client => engine.client],
    ['also where the engine says so a moment later', lateClient],
  ])('%s', async (_when, seenBy) => {
    const orchestrator = server();
    let runs = 0;
    let begun = (): void => {};
    let end = (): void => {};
    const isBegun = new Promise<void>((resolve) => (begun = resolve));
    const isOver = new Promise<void>((resolve) => (end = resolve));
    engine.use({
      hub: {
        async reconcile() {
          runs += 1;
          begun();
          await isOver;
          return { started: 0, signalled: 0 };
        },
      },
      host: {},
    });
    await orchestrator.ensureSchedules();
    await isBegun;
    orchestrator.attach(seenBy(), () => false);
    try {
      // The run at work may be noted only after the request, and is then taken for what was asked for.
      const run = await trigger(orchestrator, 'reconciler');
      expect(run).not.toBeNull();
      expect([undefined, 'running']).toContain(run?.status);
      expect(runs).toBe(1);
    } finally {
      end();
    }
  });
});
