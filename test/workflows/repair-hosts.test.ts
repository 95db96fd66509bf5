/** What the reconciler does about machines that are away. */
import type { EngineClient } from '../../activities/context';
import { repairOf } from './support/repair';
import { queued, sees, type TestStore, testStore } from '../store/support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

test('a prompt of a host that was removed is taken from it, whatever is done with those that are lost', async () => {
  const { store } = record;
  store.hosts.create('far', 'me');
  store.hosts.isBack('far');
  sees(store, 'far/a', { host: 'far' });
  const id = queued(store, { target_session: 'far/a' });
  const [lease] = store.hosts.leases('far');
  store.hosts.isLost('far', 0);
  const asked: unknown[] = [];
  const abandon: EngineClient['abandon'] = async (leases) => {
    asked.push(...leases);
    return 0;
  };
  await repairOf(store, [id], { abandon }).run();
  expect(asked).toEqual([]);
  store.hosts.remove('far');
  await repairOf(store, [id], { abandon }).run();
  const reason = "host 'far' was removed";
  expect(asked).toEqual([{ promptId: id, host: 'far', reason, grantedAt: lease?.grantedAt }]);
});
