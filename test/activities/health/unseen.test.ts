/** That nobody can look is not the same as all is well: it ends no outage, and stays no secret. */
import { healthActivities } from '../../../activities/health';
import { judgeQueues } from '../../../activities/health/engine';
import { judgeSessions } from '../../../activities/health/sessions';
import { judgeWaiting } from '../../../activities/health/work';
import { DEFAULT_HEALTH_LIMITS } from '../../../config/health-limits';
import { silentLog } from '../../../telemetry/log';
import {
  HEALTH_COMPONENTS,
  type HealthActivities,
  type QueueFacts,
} from '../../../workflows/contracts/health';
import { sees, testStore, type TestStore } from '../../store/support';

const FULL: QueueFacts = { queue: 'assigner', kind: 'workflow', pollers: 1, backlog: 5_000 };

let record: TestStore;
let queues: () => QueueFacts[];
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const started = (): HealthActivities =>
  healthActivities({
    ...{ store: record.store, log: silentLog },
    engine: { queueFacts: async () => queues(), scheduleFacts: async () => [] },
    health: {
      ...{ limits: DEFAULT_HEALTH_LIMITS, certificateFile: undefined },
      places: { data: record.dir, logs: record.dir, backups: record.dir },
      live: { findings: () => [], clocks: () => ({ sleptMs: 0, jumpedMs: 0 }) },
    },
  });
const outages = (): string[] =>
  record.store.healthRecord.outages
    .list({ component: ['engine'] }, 50, 0)
    .items.map(({ cause, ended_at: end }) => `${cause} ${end === null ? 'open' : 'over'}`)
    .sort();
const away = (): never => {
  throw new Error('the engine does not answer');
};

test('what could not be looked at goes on, also for the next process, until somebody sees that it is over', async () => {
  const first = started();
  queues = () => [FULL];
  await first.checkHealth({ checkKey: '1' });
  expect(outages()).toEqual(['engine.backlog open']);
  queues = away;
  await first.checkHealth({ checkKey: '2' });
  expect(outages()).toEqual(['engine.backlog open']);
  await first.checkHealth({ checkKey: '3' });
  expect(outages()).toEqual(['engine.backlog open', 'engine.unseen open']);

  const next = started();
  await next.checkHealth({ checkKey: '4' });
  expect(outages()).toContain('engine.backlog open');
  queues = () => [{ ...FULL, backlog: 0 }];
  await next.checkHealth({ checkKey: '5' });
  expect(outages()).toEqual(['engine.backlog over', 'engine.unseen over']);
});

const open = (): string[] =>
  record.store.healthRecord.outages.list({ open: true }, 50, 0).items.map(({ cause }) => cause ?? '');

test('a restart ends no outage of what is still so, and begins none anew', async () => {
  const { store } = record;
  for (const name of ['stuck', 'well']) sees(store, name, { status: name === 'stuck' ? 'unknown' : 'idle' });
  const unpolled: QueueFacts = { queue: 'hub', kind: 'activity', pollers: 0, backlog: 0 };
  const session = { owner: null, detected: 0, limited_until: null, forMs: Infinity } as const;
  store.healthRecord.record({
    ...{ key: 'before', watcher: 'check', components: HEALTH_COMPONENTS },
    findings: [
      ...judgeQueues([{ ...unpolled, unpolledMs: Infinity }], DEFAULT_HEALTH_LIMITS),
      ...judgeSessions(
        [{ ...session, name: 'stuck', rule: null, status: 'unknown', provider: 'claude', present: 1 }],
        DEFAULT_HEALTH_LIMITS,
      ),
    ],
  });
  const before = open();
  expect(before.sort()).toEqual(['sessions.unknown', 'worker.no_pollers']);

  queues = () => [{ ...unpolled, kind: 'workflow' }, unpolled];
  const next = started();
  expect(await next.checkHealth({ checkKey: '1' })).toMatchObject({ opened: 0, closed: 0 });
  expect(record.store.healthRecord.current().findings).toMatchObject([
    { cause: expect.any(String), subjects: [expect.stringMatching(/stuck|hub \(activity\)/)] },
    { cause: expect.any(String), subjects: [expect.stringMatching(/stuck|hub \(activity\)/)] },
  ]);
  queues = () => [{ ...unpolled, pollers: 1 }];
  sees(store, 'stuck');
  expect(await next.checkHealth({ checkKey: '2' })).toMatchObject({ opened: 0, closed: 2 });
  // What is so again has not been so for long.
  queues = () => [unpolled];
  sees(store, 'stuck', { status: 'unknown' });
  expect(await next.checkHealth({ checkKey: '3' })).toMatchObject({ opened: 0, closed: 0 });
});

test('a restart while nobody can look goes on with what was known, also of a worker that is missing', async () => {
  const first = started();
  queues = away;
  await first.checkHealth({ checkKey: '1' });
  await first.checkHealth({ checkKey: '2' });
  record.store.healthRecord.record({
    ...{ key: 'more', watcher: 'check', components: HEALTH_COMPONENTS },
    findings: [
      ...record.store.healthRecord.current().findings,
      ...judgeQueues([{ ...FULL, pollers: 0, backlog: 0, unpolledMs: Infinity }], DEFAULT_HEALTH_LIMITS),
      ...judgeWaiting({ idleSessions: ['a'], forIdle: [1], hindered: [] }),
    ],
  });
  expect(open().sort()).toEqual(['engine.unseen', 'sessions.idle_with_work', 'worker.no_pollers']);
  expect(await started().checkHealth({ checkKey: '3' })).toMatchObject({ opened: 0, closed: 1 });
  expect(open().sort()).toEqual(['engine.unseen', 'worker.no_pollers']);
});
