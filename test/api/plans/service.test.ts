/** A plan that was written down is accepted, whatever the engine says of it: a person who is refused makes it again. */
import { planService } from '../../../api/plans/service';
import { loadConfig } from '../../../config';
import type { Store } from '../../../store';
import { silentLog } from '../../../telemetry/log';
import { EngineUnavailableError } from '../../../temporal/errors';
import { dataDirectory } from '../../cli/helpers';
import { openRecord } from '../../support/record';

const data = dataDirectory();
let store: Store;
beforeAll(() => {
  store = openRecord({ dataDir: data.dir });
});
afterAll(() => {
  store.close();
  data.remove();
});

const fails = (error: Error) => {
  const engine = { startPlan: () => Promise.reject(error), lookAtPlan: () => Promise.reject(error) };
  const deps = { store, log: silentLog, config: loadConfig({}), orchestrator: engine as never };
  return planService(deps, { namesOfNow: () => Promise.resolve(new Map()) as never });
};

test.each([
  ['is away', new EngineUnavailableError()],
  ['fails', new Error('no such worker')],
])('where the engine %s the reconciler goes on with it', async (_, error) => {
  const plans = fails(error);
  const wanted = { name: 'p', phases: [{ name: 'x', tasks: [{ key: 'a', prompt: 'do a' }] }] };
  const made = await plans.create(wanted, 'me', null);
  expect(made && store.plans.get(made.id)?.status).toBe('running');
  await expect(plans.drive(made?.id ?? 0)).resolves.toBeUndefined();
});
