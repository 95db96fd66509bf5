/** Right before typing, the session is looked at once more: an agent may have gone to another directory since it was chosen. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { deliveryActivities } from '../../activities/prompts/deliver';
import { localHostStore } from '../../store/host-store';
import type { HostDeps } from '../../terminal/context';
import type { Delivery, HostInput } from '../../workflows/contracts/assignment';
import { queued, sees, there, type TestStore, testStore } from '../store/support';
import { look } from './support/looks';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

test('nothing is typed into a session that has left the directory of the project', async () => {
  const { store, dir } = record;
  const [app, other] = ['app', 'other'].map((name) => join(dir, name)) as [string, string];
  mkdirSync(app);
  mkdirSync(other);
  const project = store.projects.insert({ name: 'app', source_path: app }, 'kim').id;
  sees(store, 'a', { workingDir: app, paneId: '%1', panePid: 100, server: '7 1700000000' });
  const id = queued(store, { within_project: project });
  const lease = there(store.leases.get(id));
  const seen = look('waiting_input', { pane: { workingDir: other } });
  // Whatever asks more of these than a look would fail.
  const answers = { dir: join(dir, 'answers'), maxBytes: 1_024 };
  const watch = { observeTerminal: () => Promise.resolve(seen) };
  const deps = { hostStore: localHostStore(store), answers, watch } as unknown as HostDeps;
  const deliver = (input: HostInput): Promise<Delivery> => deliveryActivities(deps).deliverPrompt(input);
  const grant = {
    ...{ promptId: id, session: 'a', paneId: '%1', host: 'hub', provider: 'claude' },
    grantedAt: lease.granted_at,
  };
  const delivery = await new MockActivityEnvironment().run(deliver, { grant });
  expect(delivery).toEqual({
    outcome: 'not_typed',
    reason: `session 'a' works in ${other} now, not in ${app}, the directory of project 'app'`,
  });
  expect(store.leases.attempt(lease)).toBe(0);
});
