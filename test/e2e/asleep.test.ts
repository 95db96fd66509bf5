/** A machine that sleeps, seen from within: everything stands still, and the clock has moved on afterwards. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Dashboard, startDashboard } from '../support/dashboard';

/** The longest a test's prompt may work: 9 s. */
const TIMEOUT_MINUTES = 0.15;
const ASLEEP_MS = 15_000;

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard();
  await dashboard.shell('worker');
}, 90_000);
afterAll(() => dashboard.close());

/** Stops server, engine, tmux and the agent, as a closed lid would. */
async function sleep(): Promise<void> {
  const { tmux } = dashboard;
  const pids = [
    dashboard.pid(),
    dashboard.enginePid(),
    ...(await tmux.command('list-panes', '-a', '-F', '#{pane_pid}')).trim().split('\n').map(Number),
    await tmux.serverPid(),
  ];
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  // What is tested is that the clock goes on.
  await pause(ASLEEP_MS);
  for (const pid of pids) process.kill(pid, 'SIGCONT');
}

const work = (tenths: number): Record<string, unknown> => ({
  content: `for i in $(seq ${tenths}); do sleep 0.1; done; echo "worked $((${tenths} + 0))"`,
  target_session: 'worker',
  timeout_minutes: TIMEOUT_MINUTES,
  max_retries: 0,
});

it('lets a prompt have the rest of its working time after the machine slept', async () => {
  const id = await dashboard.send(work(50));
  await dashboard.promptWhere(id, ({ stage }) => stage === 'working');
  await sleep();
  const prompt = await dashboard.settled(id);
  expect(prompt).toMatchObject({ status: 'completed', response: 'worked 50' });
}, 90_000);

it('still ends a prompt that works for too long, with the time slept added', async () => {
  const id = await dashboard.send(work(6_000));
  await dashboard.promptWhere(id, ({ stage }) => stage === 'working');
  const startedMs = Date.now();
  await sleep();
  const prompt = await dashboard.settled(id);
  expect(prompt).toMatchObject({ status: 'failed' });
  expect(prompt.reason).toMatch(/took longer than 0.15 minutes/);
  const workedMs = Date.now() - startedMs - ASLEEP_MS;
  expect(workedMs).toBeGreaterThan(TIMEOUT_MINUTES * 60_000 - 2_000);
  expect(workedMs).toBeLessThan(TIMEOUT_MINUTES * 60_000 + 8_000);
}, 90_000);
