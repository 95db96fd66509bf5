/** What the server itself sees to be wrong. */
import { liveFindings } from '../../server/live-health';
import { START, type TestStore, testStore } from '../store/support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const findings = () =>
  liveFindings({
    ...{ engine: { state: () => 'up', trouble: () => undefined }, workersRun: true },
    mode: 'all',
    ...{ store: record.store, storeHealth: { usable: true, trouble: [] }, tmux: [], watch: [] },
    ...{ sinceCheckMs: 0, checkWithinMs: 1 },
  });

test('a machine that is lost is one, with its name, and one that was stopped or is there is none', () => {
  const { hosts } = record.store;
  for (const name of ['lost', 'stopped', 'there', 'new']) hosts.create(name, 'me');
  for (const name of ['lost', 'stopped', 'there']) hosts.isBack(name);
  hosts.hasLeft('stopped');
  expect(findings()).toEqual([]);
  hosts.isLost('lost', START.getTime());
  const [found, ...others] = findings();
  expect(others).toEqual([]);
  expect(found).toMatchObject({ cause: 'hosts.lost', component: 'hosts', subjects: ['lost'], value: 1 });
  expect(found?.reason).toBe(
    'Of 1 joined machine nothing has been heard since 2026-03-10T12:00:00.000Z, so their sessions get no work and their prompts wait.',
  );
  hosts.isBack('lost');
  expect(findings()).toEqual([]);
});

test('it is told as an alert, and the alert ends when the machine is back', () => {
  const { hosts, healthRecord, alerts } = record.store;
  hosts.create('box', 'me');
  hosts.isBack('box');
  hosts.isLost('box', START.getTime());
  const look = (key: string): void => {
    healthRecord.record({ key, watcher: 'server', components: ['hosts'], findings: findings() });
    alerts.look();
  };
  const states = () => alerts.list({}, 9, 0).items.map(({ cause, state }) => [cause, state]);
  look('one');
  record.pass(600_000);
  alerts.look();
  expect(states()).toEqual([['health hosts.lost', 'open']]);
  hosts.isBack('box');
  look('two');
  expect(states()).toEqual([['health hosts.lost', 'resolved']]);
});
