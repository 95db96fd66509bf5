/** The schedules of recurring prompts, in an engine that has no others but those of the product. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { recurringActivities } from '../../activities/recurring';
import type { Store } from '../../store';
import { openDatabase } from '../../store/db/open';
import { timeMs } from '../../store/db/time';
import type { RecurringWish } from '../../store/recurring/rows';
import { silentLog } from '../../telemetry/log';
import type { Orchestrator } from '../../temporal/client';
import { recurringScheduleId, STATUS_QUERY } from '../../workflows/contracts/wire-names';
import { until as eventually } from '../support/tmux-server';
import { temporaryDirectory, there } from '../store/support';
import { testOrchestrator } from '../support/orchestrator';
import { openRecord } from '../support/record';
import { startTestEngine, type TestEngine } from './support/engine';

let engine: TestEngine;
let dataDir: string;
let store: Store;
beforeAll(async () => (engine = await startTestEngine()));
beforeEach(() => {
  dataDir = temporaryDirectory();
  store = openRecord({ dataDir });
  useActivities();
});
afterEach(async () => {
  await engine.removeSchedules();
  store.close();
  rmSync(dataDir, { recursive: true, force: true });
});
afterAll(() => engine.stop());

function useActivities(): void {
  engine.use({
    hub: {
      reconcile: async () => ({ started: 0, signalled: 0 }),
      ...recurringActivities({ store, log: silentLog }),
    },
    host: {},
  });
}

function server(): Orchestrator {
  const orchestrator = testOrchestrator({ store, reconcileEveryMs: 3_600_000 });
  orchestrator.attach(engine.client, () => false);
  return orchestrator;
}

const WISH: RecurringWish = {
  ...{ name: 'nightly', content: 'Run all tests', template_id: null, variables: {} },
  ...{ target_session: null, target_provider: null, expected_provider: null, specialty: null },
  ...{ priority: 0, project_id: null, timeout_minutes: 30, max_retries: 3 },
  ...{ spec: { cron: '30 3 * * *' }, timezone: 'Europe/Berlin', catch_up_minutes: 90, paused: false },
};
const add = (wish: Partial<RecurringWish> = {}): number => store.recurring.add({ ...WISH, ...wish }, 'me');
const inEngine = (id: number) => engine.client.schedule.getHandle(recurringScheduleId(id)).describe();
const isGone = async (id: number): Promise<boolean> =>
  inEngine(id).then(
    () => false,
    () => true,
  );
const entry = (orchestrator: Orchestrator, id: number) =>
  there(orchestrator.scheduleEntry(recurringScheduleId(id)));

test('each has a schedule in its time zone, made once by two servers, and again in an engine that lost its database', async () => {
  const id = add();
  await Promise.all([server().ensureSchedules(), server().ensureSchedules()]);
  const expected = async (): Promise<void> => {
    const { spec, policies } = await inEngine(id);
    expect(spec).toMatchObject({ timezone: 'Europe/Berlin', calendars: [{ hour: [{ start: 3 }] }] });
    expect(policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 90 * 60_000 });
  };
  await expected();
  const { info } = await inEngine(id);
  await server().ensureSchedules();
  expect((await inEngine(id)).info.lastUpdatedAt).toEqual(info.lastUpdatedAt);
  const shown = there((await server().listSchedules()).find((one) => one.id === recurringScheduleId(id)));
  expect(shown).toMatchObject({
    words: 'at 03:30',
    timezone: 'Europe/Berlin',
    what: expect.stringContaining('nightly'),
  });
  expect(shown.next).toHaveLength(5);
  await engine.stop();
  engine = await startTestEngine();
  useActivities();
  await server().ensureSchedules();
  await expected();
});

test('a firing of the schedule queues one prompt, and its workflow says which', async () => {
  const id = add();
  const orchestrator = server();
  await orchestrator.followRecurring(id);
  const run = there(await orchestrator.triggerSchedule(entry(orchestrator, id)));
  const handle = engine.client.workflow.getHandle(run.workflowId);
  const result = await handle.result();
  const [firing] = store.recurring.firings(id, 9);
  expect(result).toEqual({ outcome: 'queued', promptId: firing?.prompt_id, reason: null });
  expect(await handle.query(STATUS_QUERY)).toMatchObject({ result });
  // The time is that of the schedule, not of the moment in which the worker came to it.
  expect(run.workflowId).toContain(there(firing).scheduled_at.slice(0, 10));
  const second = there(await orchestrator.triggerSchedule(entry(orchestrator, id)));
  expect(await engine.client.workflow.getHandle(second.workflowId, second.runId).result()).toMatchObject({
    outcome: expect.stringMatching(/skipped|queued/),
  });
  expect(store.prompts.unsettledIds(0)).toHaveLength(1);
  expect(await engine.replayAll()).toBeGreaterThan(0);
});

test('the schedule follows a change, a pause and the removal of its prompt, also of one while the engine was away', async () => {
  const [id, other] = [add(), add({ name: 'other' })];
  const orchestrator = server();
  await orchestrator.ensureSchedules();
  store.recurring.change(id, { ...WISH, spec: { everySeconds: 1_800 }, paused: true }, 'me');
  await orchestrator.followRecurring(id);
  expect(await inEngine(id)).toMatchObject({
    state: { paused: true },
    spec: { intervals: [{ every: 1_800_000 }] },
  });
  store.recurring.remove(id);
  await orchestrator.followRecurring(id);
  expect(await isGone(id)).toBe(true);
  store.recurring.remove(other);
  await eventually(async () => {
    await server().ensureSchedules();
    return isGone(other);
  }, 'the schedule of a prompt that was removed is removed at the next start');
});

test('one that the engine refuses keeps no other from being made, nor from being removed', async () => {
  const gone = add({ name: 'gone' });
  await server().ensureSchedules();
  store.recurring.remove(gone);
  const bad = add({ name: 'bad', timezone: 'Nowhere/At-All' });
  const good = add({ name: 'good' });
  await eventually(async () => {
    await expect(server().ensureSchedules()).rejects.toThrow(
      new RegExp(`^Schedules that could not be made: ${recurringScheduleId(bad)}: `),
    );
    return isGone(gone);
  }, 'the schedule of a prompt that was removed is removed');
  expect((await inEngine(good)).spec.timezone).toBe('Europe/Berlin');
});

test('one that the engine refuses is listed as such, beside the others', async () => {
  const [bad, good] = [add({ name: 'bad', timezone: 'Nowhere/At-All' }), add({ name: 'good' })];
  const orchestrator = server();
  await expect(orchestrator.ensureSchedules()).rejects.toThrow(/could not be made/);
  const states = await orchestrator.listSchedules();
  const of = (id: number) => states.find((one) => one.id === recurringScheduleId(id));
  expect(of(bad)).toMatchObject({ fault: expect.stringMatching(/time zone|timezone/i), next: [], runs: [] });
  expect(of(good)).toMatchObject({ fault: null, words: 'at 03:30' });
  expect(await orchestrator.getSchedule(entry(orchestrator, bad))).toMatchObject({ words: 'at 03:30' });
});

describe('a time that was missed by an engine that lost its database', () => {
  const HOUR_MS = 3_600_000;
  /** As it was made long ago; `since`: its last firing, in hours before now. */
  const addLongAgo = (wish: Partial<RecurringWish>, since: number | null = null): number => {
    const id = add({ spec: { everySeconds: 3_600 }, ...wish });
    const db = openDatabase(join(dataDir, 'assigner', 'assigner.db'));
    db.prepare("UPDATE recurring_prompts SET updated_at = '2020-01-01 00:00:00' WHERE id = ?").run(id);
    db.close();
    if (since !== null) store.recurring.fire(id, new Date(Date.now() - since * HOUR_MS));
    return id;
  };
  const firedSince = (id: number, hours: number): number =>
    store.recurring.firings(id, 9).filter(({ at, scheduled_at: due }) => {
      const [dueMs, atMs] = [timeMs(due), timeMs(at)];
      return atMs - dueMs > 0 && Date.now() - dueMs < hours * HOUR_MS;
    }).length;

  test('is made up for once, by what the record knows and within its window', async () => {
    const missed = addLongAgo({ name: 'missed', catch_up_minutes: 300 });
    const done = addLongAgo({ name: 'done', catch_up_minutes: 300 }, 0);
    const paused = addLongAgo({ name: 'paused', catch_up_minutes: 300, paused: true });
    const fresh = add({ name: 'fresh', spec: { everySeconds: 3_600 }, catch_up_minutes: 300 });
    await Promise.all([server().ensureSchedules(), server().ensureSchedules()]);
    await eventually(() => firedSince(missed, 5) > 0, 'the time that was missed has a prompt');
    await server().ensureSchedules();
    const [firing] = store.recurring.firings(missed, 9);
    expect(firing).toMatchObject({ outcome: 'queued', scheduled_at: expect.stringMatching(/:00:00/) });
    const { info } = await inEngine(missed);
    expect(info.numActionsTaken).toBe(1);
    expect([done, paused, fresh].map((id) => store.recurring.firings(id, 9).length)).toEqual([1, 0, 0]);
  });

  test('is made up for once where it was due every minute, though each prompt ends soon', async () => {
    const often = [
      addLongAgo({ name: 'often', spec: { everySeconds: 60 }, catch_up_minutes: 300 }),
      addLongAgo({ name: 'as cron', spec: { cron: '* * * * *' }, catch_up_minutes: 300 }),
    ];
    await server().ensureSchedules();
    const all = () => often.flatMap((id) => store.recurring.firings(id, 99));
    await eventually(
      () => often.every((id) => store.recurring.firings(id, 1).length > 0),
      'the times that were missed have prompts',
    );
    // The last time; the next one may have come by now.
    expect(all().filter(({ scheduled_at: due }) => Date.now() - timeMs(due) > 120_000)).toEqual([]);
    expect(all().length).toBeLessThanOrEqual(4);
  });
});

test('a change over /api/schedules or in Temporal itself is one of the recurring prompt', async () => {
  const id = add();
  const orchestrator = server();
  await orchestrator.ensureSchedules();
  await orchestrator.changeSchedule(entry(orchestrator, id), {
    spec: { cron: '0 5 * * *' },
    paused: true,
    by: 'you',
  });
  expect(store.recurring.get(id)).toMatchObject({
    spec: { cron: '0 5 * * *' },
    paused: true,
    updated_by: 'you',
  });
  expect((await inEngine(id)).spec.calendars?.[0]).toMatchObject({ hour: [{ start: 5 }] });
  await engine.client.schedule.getHandle(recurringScheduleId(id)).unpause();
  await server().ensureSchedules();
  expect(store.recurring.get(id)).toMatchObject({
    spec: { cron: '0 5 * * *' },
    paused: false,
    updated_by: 'Temporal',
  });
  expect((await inEngine(id)).state.paused).toBe(false);
});
