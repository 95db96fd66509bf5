/** A machine that sleeps, seen from within: everything stands still, and the clock has moved on afterwards. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Dashboard, until } from '../support/dashboard';
import { testBeside } from '../support/side-by-side';

/** The longest a test's prompt may work: 9 s. */
const TIMEOUT_MINUTES = 0.15;
const ASLEEP_MS = 15_000;

/** Stops server, engine, tmux, the agent and other programs, as a closed lid would. */
async function sleep(dashboard: Dashboard, ...others: number[]): Promise<void> {
  const { tmux } = dashboard;
  const pids = [
    ...others,
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

/** In short steps: a step's time goes on while its program stands still. */
const steps = (count: number): string => `for i in $(seq ${count}); do sleep 0.5; done`;
const work = (count: number): Record<string, unknown> => ({
  content: `${steps(count)}; echo "worked $((${count} + 0))"`,
  target_session: 'worker',
  timeout_minutes: TIMEOUT_MINUTES,
  max_retries: 0,
});

testBeside('lets a prompt have the rest of its working time after the machine slept', async (dashboard) => {
  await dashboard.shell('worker');
  const id = await dashboard.send(work(10));
  await dashboard.promptWhere(id, ({ stage }) => stage === 'working');
  await sleep(dashboard);
  const prompt = await dashboard.settled(id);
  expect(prompt).toMatchObject({ status: 'completed', response: 'worked 10' });
});

testBeside('still ends a prompt that works for too long, with the time slept added', async (dashboard) => {
  await dashboard.shell('worker');
  const id = await dashboard.send(work(1_200));
  await dashboard.promptWhere(id, ({ stage }) => stage === 'working');
  const startedMs = Date.now();
  await sleep(dashboard);
  const prompt = await dashboard.settled(id);
  expect(prompt).toMatchObject({ status: 'failed' });
  expect(prompt.reason).toMatch(/took longer than 0.15 minutes/);
  const workedMs = Date.now() - startedMs - ASLEEP_MS;
  expect(workedMs).toBeGreaterThan(TIMEOUT_MINUTES * 60_000 - 2_000);
  expect(workedMs).toBeLessThan(TIMEOUT_MINUTES * 60_000 + 8_000);
});

testBeside(
  'lets a background task have the rest of its time limit after the machine slept',
  async (dashboard) => {
    const command = `${steps(10)}; echo made`;
    const { body } = await dashboard.call('/api/tasks', {
      body: { type: 'shell', command, timeout_seconds: 9 },
    });
    const task = async () => (await dashboard.call(`/api/tasks/${body.id}`)).body;
    const { pid } = await until(task, (one) => one.pid !== null, 'the task runs');
    await sleep(dashboard, pid);
    const ended = await until(task, (one) => one.completed_at !== null, 'the task ended');
    expect(ended).toMatchObject({ status: 'completed', exit_code: 0 });
  },
);
