/** Schedules over the API, on a server that has them. */
import { type Dashboard, until } from '../../support/dashboard';
import { expectFieldError } from '../http';
import { served } from './dashboard';

describe('schedules on a server', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await served();
  }, 120_000);
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
