/** Schedules over the API: what is refused without the engine being asked; served/schedules.ts has the rest. */
import { type TestApi, startApi } from '../support/api';
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
