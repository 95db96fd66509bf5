/** That nobody can look is not the same as all is well: it ends no outage, and stays no secret. */
import { healthActivities } from '../../../activities/health';
import { DEFAULT_HEALTH_LIMITS } from '../../../config/health-limits';
import { silentLog } from '../../../telemetry/log';
import type { HealthActivities, QueueFacts } from '../../../workflows/contracts/health';
import { testStore, type TestStore } from '../../store/support';

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
