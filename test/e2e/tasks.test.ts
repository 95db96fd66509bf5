import { type Dashboard, startDashboard, until } from '../support/dashboard';
jest.setTimeout(120_000);
let dashboard: Dashboard;
afterEach(() => dashboard.close());
test('try', async () => {
  dashboard = await startDashboard({ ARCHITECT_TASK_ROOTS: '/tmp' });
  const run = async (body: any) => {
    const answer = await dashboard.call('/api/tasks', { body });
    if (answer.status !== 201) return answer;
    const done = await until(async () => (await dashboard.call(`/api/tasks/${answer.body.id}`)).body, (t) => !['pending', 'running'].includes(t.status), 'task');
    return { done, log: (await dashboard.call(`/api/tasks/${answer.body.id}/log`)).body };
  };
  console.log(JSON.stringify([
    await run({ type: 'shell', command: 'echo hi; echo err >&2; exit 3', max_retries: 1 }),
    await run({ type: 'shell', command: 'sleep 30', timeout_seconds: 1 }),
    await run({ type: 'python', code: 'print(1)' }),
    await run({ type: 'git', operation: 'clone', url: '-x' }),
    await run({ type: 'test' }),
    await run({ type: 'nope' }),
    await run({ type: 'git', operation: 'nope' }),
    await run({ type: 'shell', command: 'x', working_dir: '/etc' }),
  ], null, 1));
});
