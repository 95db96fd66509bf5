/** The clock of idle sessions goes on over a restart; only what really happened meanwhile sets it anew. */
import { join } from 'node:path';
import { openDatabase } from '../../store/db/open';
import { sqlTime } from '../../store/db/time';
import { type Dashboard, startDashboard, until } from '../support/dashboard';

const MINUTE = 60_000;

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard();
}, 90_000);
afterAll(() => dashboard.close());

/** As if the sessions had done their last work so long ago. The server is down. */
function age(minutes: number): void {
  const db = openDatabase(join(dashboard.dir, 'data', 'assigner', 'assigner.db'));
  const then = sqlTime(new Date(Date.now() - minutes * MINUTE));
  db.prepare('UPDATE sessions SET last_activity = ?, ready_since = ?').run(then, then);
  db.close();
}
const minutesSince = ({ last_activity: at }: { last_activity: string }): number =>
  Math.round((Date.now() - Date.parse(at)) / MINUTE);

it('goes on over a restart, a rename and a resize, and begins anew with work', async () => {
  for (const name of ['rests', 'used', 'resized']) await dashboard.shell(name);
  // The newest screens are in the record after a second.
  for (const name of ['rests', 'used', 'resized']) {
    const shown = async (): Promise<string> =>
      (await dashboard.call(`/api/sessions/${name}/screen`)).body.screen;
    await until(shown, (screen) => screen === '$', `the screen of ${name} in the record`, 10_000);
  }
  await dashboard.stop();
  age(40);
  await dashboard.tmux.command('send-keys', '-t', 'used', 'echo used', 'Enter');
  await dashboard.tmux.command('resize-window', '-t', 'resized', '-x', '70', '-y', '20');
  await dashboard.start();
  const rests = await dashboard.sessionWhere('rests', ({ status }) => status === 'idle');
  expect(minutesSince(rests)).toBe(40);
  expect(minutesSince(await dashboard.sessionWhere('resized', ({ status }) => status === 'idle'))).toBe(40);
  expect(minutesSince(await dashboard.sessionWhere('used', ({ status }) => status === 'waiting_input'))).toBe(
    0,
  );

  await dashboard.tmux.command('rename-session', '-t', 'rests', 'renamed');
  await dashboard.tmux.command('resize-window', '-t', 'renamed', '-x', '60', '-y', '15');
  const renamed = await dashboard.sessionWhere('renamed', ({ status }) => status === 'idle');
  expect(minutesSince(renamed)).toBe(40);

  await dashboard.settled(await dashboard.send({ content: 'echo hi', target_session: 'renamed' }));
  const worked = await dashboard.sessionWhere('renamed', ({ status }) => status === 'waiting_input');
  expect(minutesSince(worked)).toBe(0);
}, 120_000);
