/** What counts as healthy: figures go in, findings come out. */
import { judgeQueues, judgeSchedules, lateMs } from '../../../activities/health/engine';
import { judgeExpiry } from '../../../activities/health/expiry';
import { judgeClocks } from '../../../activities/health';
import { judgeLoad, judgeMemory, judgeOpenFiles } from '../../../activities/health/machine';
import { judgeSessions, type SeenSession } from '../../../activities/health/sessions';
import { judgeRoom, judgeSizes } from '../../../activities/health/storage';
import { judgeStuckPrompts, judgeTasks, judgeWaiting } from '../../../activities/health/work';
import { DEFAULT_HEALTH_LIMITS as LIMITS } from '../../../config/health-limits';
import type { Finding, ScheduleFacts } from '../../../workflows/contracts/health';

const GIB = 1024 ** 3;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const causes = (findings: readonly Finding[]): string[] => findings.map(({ cause }) => cause);

test('memory, load and open files have limits, and are not judged where nothing is known', () => {
  expect(judgeMemory({ freeBytes: GIB, totalBytes: 8 * GIB }, LIMITS)).toEqual([]);
  expect(judgeMemory({ freeBytes: GIB / 4, totalBytes: 8 * GIB }, LIMITS)).toMatchObject([
    { cause: 'memory.low', status: 'degraded', reason: expect.stringContaining('256 MiB'), limit: 5 },
  ]);
  expect(judgeMemory(null, LIMITS)).toEqual([]);
  expect(judgeLoad(LIMITS.load_per_core, LIMITS)).toEqual([]);
  expect(causes(judgeLoad(17, LIMITS))).toEqual(['load.high']);
  expect(judgeOpenFiles({ open: 800, allowed: 1_000 }, LIMITS)).toEqual([]);
  expect(causes(judgeOpenFiles({ open: 801, allowed: 1_000 }, LIMITS))).toEqual(['files.many']);
  expect(judgeOpenFiles(null, LIMITS)).toEqual([]);
});

test('a disk may lack room or files, each place by itself; a database may grow too large', () => {
  const found = judgeRoom(
    [
      { place: 'data', freeBytes: GIB / 2, freeFilesPercent: 50 },
      { place: 'logs', freeBytes: 9 * GIB, freeFilesPercent: 0.5 },
      { place: 'backups', freeBytes: 9 * GIB, freeFilesPercent: null },
    ],
    LIMITS,
  );
  expect(causes(found)).toEqual(['disk.data', 'disk.logs_files']);
  expect(found[0]).toMatchObject({ value: 512, limit: 1_024, subjects: ['data'] });
  expect(judgeSizes([{ name: 'architect', bytes: 4 * GIB }], LIMITS)).toEqual([]);
  expect(causes(judgeSizes([{ name: 'architect', bytes: 5 * GIB }], LIMITS))).toEqual([
    'store.architect_size',
  ]);
});

test('queues of the engine need a worker, and may not fill up', () => {
  const queue = { queue: 'hub', kind: 'workflow', pollers: 1, backlog: 0, unpolledMs: 0 } as const;
  expect(judgeQueues([queue, { ...queue, backlog: null }], LIMITS)).toEqual([]);
  // Workers that have just begun.
  expect(judgeQueues([{ ...queue, pollers: 0, unpolledMs: MINUTE - 1 }], LIMITS)).toEqual([]);
  const found = judgeQueues([{ ...queue, pollers: 0, unpolledMs: MINUTE, backlog: 1_001 }], LIMITS);
  expect(causes(found)).toEqual(['worker.no_pollers', 'engine.backlog']);
});

describe('a schedule', () => {
  const NOW = 100 * DAY;
  const every = (gapMs: number, facts: Partial<ScheduleFacts>): ScheduleFacts => ({
    ...{ id: 'some', paused: false, changedMs: 0, lastMs: null },
    nextMs: [NOW + gapMs / 2, NOW + gapMs * 1.5],
    ...facts,
  });
  it.each<[string, ScheduleFacts, boolean]>([
    ['that ran when it was due', every(MINUTE, { lastMs: NOW - MINUTE / 2 }), false],
    ['whose run before took some minutes', every(MINUTE, { lastMs: NOW - 4 * MINUTE }), false],
    ['that has not run for long', every(MINUTE, { lastMs: NOW - 10 * MINUTE }), true],
    ['that never ran', every(MINUTE, {}), true],
    ['that was just made', every(MINUTE, { changedMs: NOW - MINUTE }), false],
    ['that is paused', every(MINUTE, { paused: true }), false],
    ['of a day that ran at its hour', every(DAY, { lastMs: NOW - DAY / 2 }), false],
    ['of a day whose hour the time zone moved', every(DAY, { lastMs: NOW - DAY / 2 - HOUR }), false],
    ['of a day that left one out', every(DAY, { lastMs: NOW - DAY * 1.5 }), true],
    ['without a next run', every(DAY, { nextMs: [] }), false],
  ])('%s', (_what, schedule, isLate) => {
    expect(lateMs(schedule, NOW) > 0).toBe(isLate);
    expect(judgeSchedules({ schedules: [schedule], nowMs: NOW })).toHaveLength(isLate ? 1 : 0);
  });
});

test('sessions: only what stays unknown counts, and only agents that a person asked for can be missing', () => {
  const one: SeenSession = {
    ...{ name: 'a', status: 'unknown', provider: 'claude', present: 1, owner: null, detected: 0 },
    ...{ limited_until: null, rule: null, forMs: 5 * MINUTE },
  };
  expect(judgeSessions([one], LIMITS)).toMatchObject([
    { cause: 'sessions.unknown', subjects: ['a'], reason: expect.not.stringContaining("'a'") },
  ]);
  expect(judgeSessions([{ ...one, forMs: 5 * MINUTE - 1 }], LIMITS)).toEqual([]);
  // That its machine is away is a reason of its own.
  expect(judgeSessions([{ ...one, rule: 'host.away' }], LIMITS)).toEqual([]);
  expect(judgeSessions([{ ...one, owner: 'another dashboard' }], LIMITS)).toEqual([]);
  expect(causes(judgeSessions([{ ...one, status: 'limited' }], LIMITS))).toEqual(['sessions.limited']);
  expect(causes(judgeSessions([{ ...one, status: 'exited' }], LIMITS))).toEqual(['sessions.stopped']);
  expect(judgeSessions([{ ...one, status: 'exited', provider: 'shell' }], LIMITS)).toEqual([]);
  expect(judgeSessions([{ ...one, status: 'exited', present: 0 }], LIMITS)).toEqual([]);
});

test('prompts and tasks that stand still are named, and what waits in vain', () => {
  expect(judgeStuckPrompts([])).toEqual([]);
  expect(judgeStuckPrompts([{ id: 7, stage: 'typing' }])).toMatchObject([
    { cause: 'prompts.stuck', subjects: ['7'], reason: '1 prompt stands still: 7 (typing).' },
  ]);
  expect(judgeTasks([{ id: 3, status: 'running' }])).toMatchObject([
    { cause: 'tasks.stuck', subjects: ['3'] },
  ]);
  expect(causes(judgeWaiting({ idleSessions: ['a'], forIdle: [1], hindered: [2] }))).toEqual([
    'sessions.idle_with_work',
    'prompts.no_session',
  ]);
  expect(judgeWaiting({ idleSessions: [], forIdle: [], hindered: [] })).toEqual([]);
});

test('secrets and certificates: what expired, and what will; names are for those who are logged in', () => {
  const things = [
    { name: 'OLD_KEY', expiresMs: -DAY },
    { name: 'NEXT_KEY', expiresMs: 6 * DAY },
    { name: 'LATER_KEY', expiresMs: 8 * DAY },
  ];
  const found = judgeExpiry('secret', things, { limits: LIMITS, nowMs: 0 });
  expect(found).toMatchObject([
    { cause: 'expiry.secrets_expired', subjects: ['OLD_KEY'], value: -1 },
    { cause: 'expiry.secrets_expiring', subjects: ['NEXT_KEY'], value: 6 },
  ]);
  expect(found.map(({ reason, remedy }) => reason + remedy).join()).not.toContain('_KEY');
  expect(causes(judgeExpiry('certificate', things.slice(0, 1), { limits: LIMITS, nowMs: 0 }))).toEqual([
    'expiry.certificates_expired',
  ]);
});

test('a clock that was set is told, slow corrections are not', () => {
  expect(judgeClocks({ sleptMs: 0, jumpedMs: 29_000 }, LIMITS)).toEqual([]);
  expect(judgeClocks({ sleptMs: 0, jumpedMs: -3_600_000 }, LIMITS)).toMatchObject([
    { cause: 'clock.jumped', reason: 'The clock of the machine was set back by 3600 seconds.' },
  ]);
  expect(judgeClocks({ sleptMs: 660_000, jumpedMs: 0 }, LIMITS)).toEqual([]);
});
