/** Prompts that wait are cancelled: agents that come later find nothing to do. */
import type { Dashboard } from '../../support/dashboard';
import { served } from './dashboard';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await served();
}, 90_000);

test('prompts that wait can be cancelled, until none waits', async () => {
  const waiting = async (): Promise<{ id: number }[]> =>
    (await dashboard.call('/api/assigner/prompts?status=pending&limit=500')).body.items;
  for (const { id } of await waiting())
    expect((await dashboard.call(`/api/assigner/prompts/${id}/cancel`, { body: {} })).status).toBe(200);
  expect(await waiting()).toEqual([]);
});
