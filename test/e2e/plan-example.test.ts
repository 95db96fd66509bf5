/** The example of docs/plans.md that runs on a shell session alone, made and watched with the command line. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '../../config';
import { type Dashboard, startDashboard, until } from '../support/dashboard';

let dashboard: Dashboard;
beforeAll(async () => (dashboard = await startDashboard()), 120_000);
afterAll(() => dashboard.close());

const architect = async (...args: string[]): Promise<string> => {
  const settings = { ...env, ARCHITECT_DATA_DIR: join(dashboard.dir, 'data') };
  const cli = join(PROJECT_ROOT, 'dist/cli/main.js');
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args], { env: settings });
  return stdout;
};

test('it goes to its end once a person has looked', async () => {
  const dir = join(dashboard.dir, 'work');
  mkdirSync(dir);
  await dashboard.shell('builder');
  await dashboard.settled(await dashboard.send({ content: `cd ${dir}`, target_session: 'builder' }));
  await dashboard.sessionWhere('builder', ({ working_dir: now }) => now === dir);

  expect(await architect('plan', 'create', join(PROJECT_ROOT, 'docs/examples/plan-shell.yaml'))).toBe(
    'Plan 1 is running: architect plan watch 1\n',
  );
  await until(
    () => architect('plan', 'show', '1'),
    (shown) => shown.includes('waiting_approval'),
    'the plan waits for approval',
    60_000,
  );
  await architect('plan', 'approve', '1', '--reason', 'six bytes');
  expect(await architect('plan', 'watch', '1')).toMatch(/Plan 1: completed, 100 %\n$/);
  expect(readFileSync(join(dir, 'out/size.txt'), 'utf8')).toBe('6 out/hello.txt\n');
  expect(await architect('plan', 'list')).toMatch(/completed +100 % .*Build and look/);
  expect(await architect('plan', 'export', '1')).toMatch(/^name: Build and look\nphases:\n/);
}, 120_000);
