/** A machine that sleeps while something is under way: nothing is typed or sent twice, and no try is lost to it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ASLEEP_MS, sleep } from '../support/asleep';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { FakeDialpad } from '../support/fake-dialpad';
import { testBeside } from '../support/side-by-side';

/** The longest a test's prompt may work: 9 s. */
const TIMEOUT_MINUTES = 0.15;
/** In short steps: a step's time goes on while its program stands still. */
const steps = (count: number): string => `for i in $(seq ${count}); do sleep 0.5; done`;
const work = (count: number, session: string): Record<string, unknown> => ({
  content: `${steps(count)}; echo "worked $((${count} + 0))"`,
  target_session: session,
  timeout_minutes: TIMEOUT_MINUTES,
  max_retries: 0,
});

// First: those that run beside each other begin with it, and a later one would wait for them.
describe('what is at work when the machine goes to sleep', () => {
  let dashboard: Dashboard;
  /** How each ended. */
  const ends: Record<string, any> = {};
  /** The one without an end, until it was ended. */
  let workedMs: number;
  beforeAll(async () => {
    dashboard = await startDashboard();
    for (const name of ['short', 'endless']) await dashboard.shell(name);
    const endless = await dashboard.send(work(1_200, 'endless'));
    await dashboard.promptWhere(endless, ({ stage }) => stage === 'working');
    const workingMs = Date.now();
    const short = await dashboard.send(work(10, 'short'));
    const command = `${steps(10)}; echo made`;
    const { body } = await dashboard.call('/api/tasks', {
      body: { type: 'shell', command, timeout_seconds: 9 },
    });
    const task = async () => (await dashboard.call(`/api/tasks/${body.id}`)).body;
    const { pid } = await until(task, (one) => one.pid !== null, 'the task runs');
    await dashboard.promptWhere(short, ({ stage }) => stage === 'working');
    await sleep(dashboard, { with: [pid] });
    await Promise.all([
      dashboard.settled(short).then((ended) => (ends['short'] = ended)),
      dashboard.settled(endless).then((ended) => {
        ends['endless'] = ended;
        workedMs = Date.now() - workingMs - ASLEEP_MS;
      }),
      until(task, (one) => one.completed_at !== null, 'the task ended').then(
        (ended) => (ends['task'] = ended),
      ),
    ]);
  }, 180_000);
  afterAll(() => dashboard.close());

  test('a prompt has the rest of its working time', () => {
    expect(ends['short']).toMatchObject({ status: 'completed', response: 'worked 10' });
  });

  test('a prompt that works for too long is still ended, with the time slept added', () => {
    expect(ends['endless']).toMatchObject({ status: 'failed' });
    expect(ends['endless'].reason).toMatch(/took longer than 0.15 minutes/);
    expect(workedMs).toBeGreaterThan(TIMEOUT_MINUTES * 60_000 - 2_000);
    expect(workedMs).toBeLessThan(TIMEOUT_MINUTES * 60_000 + 8_000);
  });

  test('a background task has the rest of its time limit', () => {
    expect(ends['task']).toMatchObject({ status: 'completed', exit_code: 0 });
  });
});

testBeside(
  'a plan goes on after the machine slept at its work and at its gate, each once',
  async (dashboard) => {
    const dir = join(dashboard.dir, 'work');
    mkdirSync(dir);
    execFileSync('git', ['-C', dir, 'init', '--quiet']);
    for (const file of ['log', 'asked']) writeFileSync(join(dir, file), '');
    await dashboard.shell('worker');
    const task = (key: string, more: object = {}) => ({
      ...{ key, prompt: `${steps(6)}; echo ${key} >> ${dir}/log`, target_session: 'worker' },
      ...{ timeout_minutes: TIMEOUT_MINUTES, max_retries: 0 },
      ...more,
    });
    const gate = { type: 'command', command: `${steps(6)}; echo asked >> ${dir}/asked`, timeout_seconds: 9 };
    const phases = [{ name: 'only', tasks: [task('a', { gates: [gate] }), task('b', { after: ['a'] })] }];
    const { body } = await dashboard.call('/api/plans', { body: { name: 'p', working_dir: dir, phases } });
    const plan = async () => (await dashboard.call(`/api/plans/${body.id}`)).body;
    const statusOf = (shown: any, key: string): string =>
      shown.phases[0].tasks.find((one: any) => one.key === key).status;

    const prompts = async (): Promise<any[]> => (await dashboard.call('/api/assigner/prompts')).body.items;
    await until(prompts, (all) => all.some(({ stage }) => stage === 'working'), 'the first task is at work');
    await sleep(dashboard);
    const tasks = async (): Promise<any[]> => (await dashboard.call('/api/tasks')).body.items;
    const [{ pid }] = await until(tasks, (all) => all[0]?.pid != null, 'its gate is asked');
    await sleep(dashboard, { with: [pid] });
    const ended = await until(plan, ({ status }) => status !== 'running', 'the plan has ended', 90_000);
    expect([ended.status, statusOf(ended, 'a'), statusOf(ended, 'b')]).toEqual([
      'completed',
      'completed',
      'completed',
    ]);
    expect(readFileSync(join(dir, 'log'), 'utf8')).toBe('a\nb\n');
    expect(readFileSync(join(dir, 'asked'), 'utf8')).toBe('asked\n');
  },
);

const dialpad = new FakeDialpad();
afterAll(() => dialpad.stop());
testBeside(
  'a text message whose answer comes after the sleep is not sent again, and the hour gets no other',
  async (dashboard) => {
    const schedule = '/api/schedules/sms-update';
    await dashboard.call(schedule, { method: 'PATCH', body: { paused: true } });
    const runs = async (): Promise<any[]> => (await dashboard.call(schedule)).body.runs;
    let answer = (): void => {};
    dialpad.replies = [{ after: new Promise((resolve) => (answer = resolve)) }];
    await dashboard.call(`${schedule}/trigger`, { method: 'POST' });
    await dialpad.asked(1);
    await sleep(dashboard);
    answer();
    await until(runs, ([run]) => run?.status === 'completed', 'the run has ended', 60_000);
    await dashboard.call(`${schedule}/trigger`, { method: 'POST' });
    await until(runs, ([run]) => run?.result?.outcome === 'skipped', 'the next run skips the hour');
    const { items } = (await dashboard.call('/api/sms')).body;
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ status: expect.stringMatching(/^(sent|unknown)$/), tries: 1 });
    expect(dialpad.requests).toHaveLength(1);
  },
  {
    settings: async () => ({
      ...{ DIALPAD_BASE_URL: (await dialpad.start()).url, DIALPAD_API_KEY: 'a-key' },
      ...{ DIALPAD_FROM_NUMBER: '+15550000001', SMS_TO: '+15557654321' },
    }),
  },
);
