/** The watch of the parts: outages while no workflow runs, and none of sleep. */
import { rmSync } from 'node:fs';
import { watchHealth, type HealthWatch } from '../../server/health-watch';
import { clockWatch } from '../../server/clock-watch';
import { type Databases, openDatabases } from '../../store/db/databases';
import { healthRepository, type HealthRecord } from '../../store/health';
import { awakeClock } from '../../store/health/awake-clock';
import { silentLog } from '../../telemetry/log';
import type { Finding } from '../../workflows/contracts/health';
import { START, temporaryDirectory } from '../store/support';

const DOWN: Finding = {
  ...{ cause: 'engine.down', component: 'engine', status: 'degraded', reason: 'It is down.', remedy: '' },
  ...{ subjects: [], value: null, limit: null },
};
const MINUTE = 60_000;

let dir: string;
let databases: Databases;
let ms: number;
let sleptMs: number;
let found: Finding[];
let record: HealthRecord;
let watch: HealthWatch;
beforeEach(() => {
  dir = temporaryDirectory();
  databases = openDatabases(dir);
  [ms, sleptMs, found] = [0, 0, []];
  const clock = { monotonicMs: () => ms, bootMs: () => ms + sleptMs };
  record = healthRepository(databases.health, () => new Date(START.getTime() + ms + sleptMs), {
    sleptMs: () => sleptMs,
    awake: awakeClock(clock),
  });
  begin();
});
function begin(): void {
  const find = async (): Promise<Finding[]> => found;
  watch = watchHealth({ record, log: silentLog, find, intervalMs: MINUTE, everyMs: 3_600_000 });
}
afterEach(async () => {
  await watch.stop();
  databases.close();
  rmSync(dir, { recursive: true, force: true });
});

async function pass(forMs: number): Promise<void> {
  for (let left = forMs; left > 0; left -= 1_000) {
    ms += 1_000;
    await watch.look();
  }
}
const outages = () => record.outages.list({}, 50, 0).items;
const seconds = () => outages().map(record.outages.secondsOf);

test('a part that goes and comes back is one outage with the time it really took', async () => {
  await pass(40_000);
  found = [DOWN];
  await pass(30_000);
  expect(outages()).toMatchObject([{ cause: 'engine.down', ended_at: null, status: 'degraded' }]);
  found = [];
  await pass(2_000);
  expect(outages()).toHaveLength(1);
  expect(seconds()).toEqual([30]);
  expect(watch.current()).toMatchObject({ status: 'healthy', findings: [] });
});

test('a vital part that stays away makes it unhealthy', async () => {
  await pass(40_000);
  found = [DOWN];
  await pass(30_000);
  expect(watch.current().status).toBe('degraded');
  await pass(40_000);
  expect(watch.current()).toMatchObject({ status: 'unhealthy', findings: [{ cause: 'engine.down' }] });
  expect(outages()).toMatchObject([{ status: 'unhealthy' }]);
});

test('while the workflow can not check, the parts are written down once an interval', async () => {
  await pass(40_000);
  found = [DOWN];
  await pass(5 * MINUTE);
  const rows = record.history({ component: ['engine'] }, 50, 0).items;
  expect(rows.length).toBeGreaterThanOrEqual(4);
  expect(rows.length).toBeLessThanOrEqual(6);
  expect(rows.map(({ status }) => status)).toEqual([...Array(rows.length - 1).fill('unhealthy'), 'degraded']);
  expect(record.current().checkedAt).toBeNull();
});

test('parts that are still coming up at the start are no outage, unless they stay away', async () => {
  await watch.stop();
  found = [DOWN];
  begin();
  await pass(20_000);
  expect(outages()).toEqual([]);
  await pass(20_000);
  expect(outages()).toHaveLength(1);
});

test('11 minutes asleep are no outage of ours, and what is seen while waking up is none', async () => {
  await pass(40_000);
  sleptMs += 11 * MINUTE;
  found = [DOWN];
  await pass(10_000);
  found = [];
  await pass(30_000);
  expect(outages()).toEqual([]);
  expect(watch.clocks()).toEqual({ sleptMs: expect.any(Number), jumpedMs: 0 });
});

test('an outage is written down when the database takes it again', async () => {
  await pass(40_000);
  const held = jest.spyOn(record, 'compare').mockImplementation(() => {
    throw new Error('database is locked');
  });
  found = [DOWN];
  await pass(5_000);
  expect(watch.current().findings).toMatchObject([{ cause: 'engine.down' }]);
  held.mockRestore();
  await pass(1_000);
  expect(outages()).toMatchObject([{ cause: 'engine.down' }]);
});

test('the wall clock is compared with the one that never jumps', () => {
  let [wall, boot] = [0, 0];
  const clocks = clockWatch({ wallMs: () => wall, bootMs: () => boot });
  [wall, boot] = [60_000, 60_000];
  clocks.tick();
  [wall, boot] = [3_661_000, 61_000];
  clocks.tick();
  clocks.slept(5_000);
  expect(clocks.take()).toEqual({ sleptMs: 5_000, jumpedMs: 3_600_000 });
  expect(clocks.take()).toEqual({ sleptMs: 0, jumpedMs: 0 });
});
