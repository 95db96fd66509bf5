/** Schedules over the API: what is refused without the engine being asked, and the whole on a real server. */
import { type TestApi, startApi } from '../support/api';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { expectError, expectFieldError } from './http';

describe('while the engine is away', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  test.each([
    [{}, 'body'],
    [{ paused: 'yes' }, 'paused'],
    [{ interval: 9 }, 'interval'],
    [{ interval: 1.5 }, 'interval'],
    [{ interval: 'soon' }, 'interval'],
    [{ interval: '400d' }, 'interval'],
    [{ cron: '61 * * * *' }, 'cron'],
    [{ cron: '0 0 30 2 *' }, 'cron'],
    [{ cron: 5 }, 'cron'],
    [{ cron: '0 3 * * *', interval: 60 }, 'cron'],
    [{ paused: true, enabled: false }, 'enabled'],
  ])('the change %j is refused, naming %s', async (body, field) => {
    expectFieldError(await api.call('/api/schedules/maintenance', { method: 'PATCH', body }), field);
  });

  test('a schedule that is not there is not found', async () => {
    for (const [method, path] of [
      ['GET', '/api/schedules/none'],
      ['PATCH', '/api/schedules/none'],
      ['POST', '/api/schedules/none/trigger'],
    ] as const) {
      const body = method === 'PATCH' ? { paused: true } : undefined;
      const answer = await api.call(path, { method, ...(body && { body }) });
      expect(expectError(answer, 404, 'not_found')).toContain("'none'");
    }
  });

  test('the rest is answered with what to do, and changes nothing', async () => {
    const paused = { method: 'PATCH', body: { paused: true } };
    expectError(await api.call('/api/schedules'), 503, 'engine_unavailable');
    expectError(await api.call('/api/schedules/maintenance', paused), 503, 'engine_unavailable');
    expect(api.store.scheduleChanges.get('maintenance')).toBeUndefined();
  });
});

describe('on a server', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await startDashboard();
  }, 120_000);
  afterAll(() => dashboard.stop());
  const patch = (id: string, body: object) =>
    dashboard.call(`/api/schedules/${id}`, { method: 'PATCH', body });

  test('they are listed, changed, run, and changed back', async () => {
    // Refused, with 503, until the engine is there.
    const { body } = await until(
      () => dashboard.call('/api/schedules'),
      ({ status }) => status === 200,
      'the list of schedules',
    );
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(['reconciler', 'maintenance', 'milestone-scan']),
    );
    expect((await patch('maintenance', { paused: true, interval: '90m' })).body).toMatchObject({
      times: { interval_seconds: 5_400, cron: null, in_words: 'every 1 hour, 30 minutes' },
      own_times: { interval_seconds: null, cron: '0 3 * * *', in_words: 'at 03:00' },
      ...{ paused: true, next: [], changed: { by: 'api-token' } },
    });
    expect((await patch('maintenance', { cron: '0 9 13 * 5' })).body).toMatchObject({
      times: { cron: '0 9 13 * 5' },
      paused: true,
    });
    const { status, body: started } = await dashboard.call('/api/schedules/milestone-scan/trigger', {
      method: 'POST',
    });
    expect({ status, started }).toMatchObject({
      ...{ status: 202, started: { run: { workflow_id: expect.stringContaining('milestone-scan-') } } },
    });
    expect((await patch('maintenance', { paused: false, cron: null })).body).toMatchObject({
      times: { cron: '0 3 * * *' },
      paused: false,
    });
    expectFieldError(await patch('maintenance', { cron: '0 0 * * 5#2' }), 'cron');
  });
});
