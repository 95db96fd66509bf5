/** Checks and outages in the record: each once, with the time that they really lasted. */
import { rmSync } from 'node:fs';
import { type Databases, openDatabases } from '../../store/db/databases';
import { healthRepository, type NewCheck } from '../../store/health';
import { awakeClock } from '../../store/health/awake-clock';
import type { Finding } from '../../workflows/contracts/health';
import { START, temporaryDirectory } from './support';

const MINUTE = 60_000;
const LOW: Finding = {
  cause: 'disk.data',
  component: 'disk',
  status: 'degraded',
  reason: 'The data directory has 12 MiB of room left.',
  remedy: 'Free some space.',
  subjects: ['data'],
  value: 12,
  limit: 1024,
};
const DOWN: Finding = { ...LOW, cause: 'engine.down', component: 'engine', status: 'unhealthy' };

let dir: string;
let databases: Databases;
let wallMs: number;
let monotonicMs: number;
let bootMs: number;
let asleepMs: number;
beforeEach(() => {
  dir = temporaryDirectory();
  databases = openDatabases(dir);
  [wallMs, monotonicMs, bootMs, asleepMs] = [START.getTime(), 0, 0, 0];
});
afterEach(() => {
  databases.close();
  rmSync(dir, { recursive: true, force: true });
});

const aRecord = (of: Databases = databases) => {
  const record = healthRepository(of.health, () => new Date(wallMs), {
    sleptMs: () => asleepMs,
    awake: awakeClock({ monotonicMs: () => monotonicMs, bootMs: () => bootMs }),
  });
  return {
    ...record,
    check: (key: string, findings: readonly Finding[] = [], more: Partial<NewCheck> = {}) =>
      record.record({ key, watcher: 'check', components: ['disk', 'engine'], findings, ...more }),
    /** Time passes while everybody is awake. */
    pass(ms: number): void {
      for (let left = ms; left > 0; left -= 1_000) {
        const step = Math.min(1_000, left);
        [wallMs, monotonicMs, bootMs] = [wallMs + step, monotonicMs + step, bootMs + step];
        record.awake.tick();
      }
    },
    all: () => record.outages.list({}, 50, 0).items,
    /** In the order in which they began. */
    seconds: () => record.outages.list({}, 50, 0).items.map(record.outages.secondsOf).reverse(),
  };
};
/** Nothing is settling any more. */
const awakeRecord = (of?: Databases) => {
  const record = aRecord(of);
  record.pass(MINUTE);
  return record;
};

test('a finding opens an outage, which stays the same while it is found and ends when it is not', () => {
  const record = awakeRecord();
  expect(record.check('1', [LOW])).toEqual({ status: 'degraded', opened: 1, closed: 0 });
  expect(record.current()).toEqual({
    status: 'degraded',
    findings: [{ ...LOW, since: new Date(wallMs).toISOString(), watcher: 'check' }],
    checkedAt: new Date(wallMs).toISOString(),
  });
  record.pass(MINUTE);
  const worse = { ...LOW, value: 3, reason: 'The data directory has 3 MiB of room left.' };
  expect(record.check('2', [worse])).toEqual({ status: 'degraded', opened: 0, closed: 0 });
  expect(record.current().findings).toMatchObject([{ value: 3, reason: worse.reason }]);
  record.pass(MINUTE);
  expect(record.check('3')).toEqual({ status: 'healthy', opened: 0, closed: 1 });
  expect(record.current()).toMatchObject({ status: 'healthy', findings: [] });
  expect(record.all()).toMatchObject([
    { cause: 'disk.data', component: 'disk', ended_at: expect.any(String) },
  ]);
  expect(record.seconds()).toEqual([120]);
});

test('what comes back is an outage of its own', () => {
  const record = awakeRecord();
  record.check('1', [LOW]);
  record.check('2');
  record.check('3', [LOW]);
  expect(record.all()).toHaveLength(2);
});

test('the worst comes first, and decides', () => {
  const record = awakeRecord();
  record.check('1', [LOW, DOWN]);
  expect(record.current().status).toBe('unhealthy');
  expect(record.current().findings.map(({ cause }) => cause)).toEqual(['engine.down', 'disk.data']);
});

test('a check that is done again after a crash changes nothing', () => {
  const record = awakeRecord();
  record.check('1', [LOW]);
  const before = record.history({}, 50, 0);
  expect(record.check('1', [DOWN])).toMatchObject({ opened: 0, closed: 0 });
  expect(record.history({}, 50, 0)).toEqual(before);
  expect(record.all()).toHaveLength(1);
});

test('two processes open one outage for one cause, and one of them ends it', () => {
  const others = openDatabases(dir);
  try {
    const [one, other] = [awakeRecord(), awakeRecord(others)];
    expect(one.check('1', [LOW]).opened + other.check('2', [LOW]).opened).toBe(1);
    expect(one.check('3').closed + other.check('4').closed).toBe(1);
    expect(one.all()).toHaveLength(1);
  } finally {
    others.close();
  }
});

test('nobody ends the outages that another one watches', () => {
  const record = awakeRecord();
  record.compare('server', [DOWN]);
  expect(record.check('1', [LOW], { others: [DOWN] })).toMatchObject({ status: 'unhealthy', opened: 1 });
  expect(record.check('2')).toMatchObject({ closed: 1 });
  expect(record.current().findings.map(({ cause }) => cause)).toEqual(['engine.down']);
  expect(record.compare('server', [])).toEqual({ opened: 0, closed: 1 });
});

test('the time in which the machine slept does not count, whichever clock went on', () => {
  const record = awakeRecord();
  record.check('1', [LOW]);
  record.pass(MINUTE);
  [wallMs, bootMs] = [wallMs + 11 * MINUTE, bootMs + 11 * MINUTE];
  record.awake.tick();
  record.pass(MINUTE);
  record.check('2', [LOW]);
  // Stopped and continued: all clocks went on.
  [wallMs, monotonicMs, bootMs] = [wallMs + 11 * MINUTE, monotonicMs + 11 * MINUTE, bootMs + 11 * MINUTE];
  record.awake.tick();
  record.pass(MINUTE);
  record.check('3');
  expect(record.seconds()).toEqual([180]);
});

test('a clock that is set forward or back changes no duration', () => {
  const record = awakeRecord();
  record.check('1', [LOW]);
  wallMs += 3_600_000;
  record.pass(MINUTE);
  wallMs -= 24 * 3_600_000;
  record.pass(MINUTE);
  record.check('2');
  const [outage] = record.all();
  expect(record.seconds()).toEqual([120]);
  expect(outage && outage.ended_at && outage.ended_at >= outage.started_at).toBe(true);
});

test('what is seen just after waking opens nothing, and does so when it stays', () => {
  const record = awakeRecord();
  [wallMs, bootMs] = [wallMs + 11 * MINUTE, bootMs + 11 * MINUTE];
  expect(record.compare('server', [DOWN])).toEqual({ opened: 0, closed: 0 });
  record.awake.tick();
  record.pass(10_000);
  expect(record.compare('server', [DOWN])).toEqual({ opened: 0, closed: 0 });
  record.pass(30_000);
  expect(record.compare('server', [DOWN])).toEqual({ opened: 1, closed: 0 });
});

test('an outage that a process left behind is ended by the next one, without the time that was slept', () => {
  awakeRecord().check('1', [LOW]);
  wallMs += 10 * MINUTE;
  asleepMs = 4 * MINUTE;
  const next = aRecord();
  next.check('2');
  expect(next.seconds()).toEqual([360]);
});

test('how long ago the last check was leaves out sleep', () => {
  const record = awakeRecord();
  record.check('1');
  record.pass(MINUTE);
  [wallMs, bootMs] = [wallMs + 11 * MINUTE, bootMs + 11 * MINUTE];
  record.awake.tick();
  expect(record.sinceCheckMs()).toBe(MINUTE);
});

test('the history is paged and filtered, the newest first', () => {
  const record = awakeRecord();
  for (const key of ['1', '2', '3']) {
    record.check(key, key === '2' ? [LOW] : []);
    record.pass(MINUTE);
  }
  expect(record.history({}, 2, 0)).toMatchObject({
    total: 6,
    items: [{ check_key: '3' }, { check_key: '3' }],
  });
  expect(record.history({ component: ['disk'], status: ['degraded'] }, 50, 0)).toMatchObject({
    total: 1,
    items: [{ check_key: '2', status: 'degraded', details: LOW.reason }],
  });
  const from = new Date(wallMs - 90_000).toISOString();
  expect(record.history({ from }, 50, 0)).toMatchObject({ total: 2 });
  expect(record.history({ to: from }, 50, 0)).toMatchObject({ total: 4 });
  expect(
    record.outages.list({ open: false, component: ['disk'], from: START.toISOString() }, 9, 0).total,
  ).toBe(1);
  expect(record.outages.list({ open: true }, 9, 0).total).toBe(0);
});

test('the uptime has the worst of each piece of time, and nothing where nobody looked', () => {
  const record = awakeRecord();
  record.check('1');
  record.pass(60 * MINUTE);
  record.check('2', [LOW]);
  record.pass(5 * MINUTE);
  record.check('3');
  record.pass(62 * MINUTE);
  const { components } = record.uptime(3, 3);
  expect(components).toEqual([
    { component: 'disk', checks: 3, healthy_percent: 66.66, slices: ['healthy', 'degraded', null] },
    { component: 'engine', checks: 3, healthy_percent: 100, slices: ['healthy', 'healthy', null] },
  ]);
});
