/** A password of one's own is set: what was opened with the one that everybody can read is closed. */
import { join } from 'node:path';
import { type Dashboard, startDashboard } from '../support/dashboard';
import { cookieOf, logIn, request } from './http';

jest.setTimeout(90_000);
const dashboards: Dashboard[] = [];
afterAll(async () => {
  for (const one of dashboards.reverse()) await one.close();
});
async function started(settings: Record<string, string> = {}): Promise<Dashboard> {
  const one = await startDashboard(settings);
  dashboards.push(one);
  return one;
}
const status = async ({ url }: Dashboard, cookie: string) =>
  (await request(url, '/api/assigner/status', { headers: { Cookie: cookie } })).status;

test('a login ends with the password it was made with, and lasts over a restart with the same one', async () => {
  const first = await started();
  const cookie = cookieOf(await logIn(first.url, 'peace5'));
  expect(await status(first, cookie)).toBe(200);
  await first.stop();
  const data = { ARCHITECT_DATA_DIR: join(first.dir, 'data') };
  const same = await started(data);
  expect(await status(same, cookie)).toBe(200);
  await same.stop();
  const changed = await started({ ...data, ARCHITECT_PASSWORD: 'one of my own' });
  expect(await status(changed, cookie)).toBe(401);
  const stream = await request(changed.url, '/api/events', { headers: { Cookie: cookie } });
  expect(stream.status).toBe(401);
});
