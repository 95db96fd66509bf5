/** Health over time: checks by the workflow, and the engine's own outage while no workflow can run. */
import { type Dashboard, startDashboard, until } from '../support/dashboard';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard({
    ARCHITECT_HEALTH_INTERVAL_SECONDS: '5',
    ARCHITECT_HEALTH_LIMITS: 'disk_free_mib=1000000000,load_per_core=100000,memory_free_percent=0',
  });
}, 90_000);
afterAll(() => dashboard.close());

const health = async (): Promise<any> => (await dashboard.call('/health')).body;
const outages = async (query = ''): Promise<any[]> =>
  (await dashboard.call(`/api/health/outages${query}`)).body.items;
const open = async (cause: string): Promise<any> =>
  (await outages('?state=open')).find((one) => one.cause === cause);

test('what a check finds makes the health degraded, with a reason and what to do, and is one outage', async () => {
  await until(
    async () => (await open('disk.data')) !== undefined,
    Boolean,
    'the disk is found to lack room',
    60_000,
  );
  const body = await health();
  expect(body).toMatchObject({ status: 'degraded', checked_at: expect.any(String) });
  expect(body.reasons).toContainEqual({
    ...{ cause: 'disk.data', component: 'disk', status: 'degraded', since: expect.any(String) },
    reason: expect.stringMatching(/^The disk of the directory of the data has \d+ MiB of room left\.$/),
    remedy: expect.stringContaining('Free some space'),
  });
  expect(JSON.stringify(body)).not.toContain(dashboard.dir);
  const checked = body.checked_at;
  await until(async () => (await health()).checked_at > checked, Boolean, 'the next check');
  expect((await outages('?component=disk')).filter(({ cause }) => cause === 'disk.data')).toHaveLength(1);
  const { body: history } = await dashboard.call('/api/health/history?component=disk&limit=2');
  expect(history).toMatchObject({ limit: 2, items: [{ status: 'degraded' }, { status: 'degraded' }] });
  const { body: uptime } = await dashboard.call('/api/health/uptime?hours=1&slices=4');
  expect(uptime.components.find((one: any) => one.component === 'disk')).toMatchObject({
    healthy_percent: 0,
  });
}, 120_000);

test('an engine that is stopped is an outage that ends with it, through a kill of the server, counted once', async () => {
  await until(async () => (await health()).checks.engine === 'up', Boolean, 'the engine is up');
  process.kill(dashboard.enginePid(), 'SIGSTOP');
  await until(
    async () => (await open('engine.down')) !== undefined,
    Boolean,
    'the outage of the engine',
    60_000,
  );
  expect(await health()).toMatchObject({ checks: { engine: 'down' } });
  await dashboard.kill();
  await dashboard.start();
  await until(async () => (await health()).checks.engine === 'up', Boolean, 'the engine is up again', 90_000);
  await until(async () => (await open('engine.down')) === undefined, Boolean, 'its outage is over', 90_000);
  const all = (await outages()).filter(({ cause }) => cause === 'engine.down');
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({ ended_at: expect.any(String) });
  expect(all[0].duration_seconds).toBeGreaterThan(0);
}, 300_000);
