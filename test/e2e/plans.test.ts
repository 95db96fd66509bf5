/** Phase plans on real shell sessions, also through the sudden end of everything. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../config';
import { architectCommand } from '../support/command';
import { type Dashboard, startDashboard, until } from '../support/dashboard';

let dashboard: Dashboard;
let dir: string;
beforeAll(async () => {
  dashboard = await startDashboard();
  dir = join(dashboard.dir, 'work');
  mkdirSync(dir);
  const git = (...args: string[]) => execFileSync('git', ['-C', dir, ...args], { stdio: 'ignore' });
  git('init', '--quiet');
  writeFileSync(join(dir, 'log'), '');
  await dashboard.shell('one');
  await dashboard.shell('two');
}, 120_000);
afterAll(() => dashboard.close());

const lines = (): string[] => readFileSync(join(dir, 'log'), 'utf8').split('\n').filter(Boolean);
const say = (word: string): string => `echo ${word} >> ${dir}/log`;
const create = async (phases: unknown[], given: object = {}): Promise<number> => {
  const answer = await dashboard.call('/api/plans', {
    body: { name: 'p', working_dir: dir, phases, ...given },
  });
  expect(answer.status).toBe(200);
  return answer.body.id;
};
const plan = async (id: number): Promise<any> => (await dashboard.call(`/api/plans/${id}`)).body;
const planWhere = (id: number, test: (plan: any) => boolean): Promise<any> =>
  until(() => plan(id), test, `plan ${id}`, 90_000);
const ended = (id: number): Promise<any> =>
  planWhere(id, ({ status }) => ['completed', 'failed', 'cancelled'].includes(status));
const taskOf = (shown: any, key: string): any =>
  shown.phases.flatMap(({ tasks }: any) => tasks).find((task: any) => task.key === key);
const post = (path: string, body: object = {}) => dashboard.call(`/api/plans/${path}`, { body });

const architect = async (...args: string[]): Promise<string> => {
  const { code, stdout, stderr } = await architectCommand(join(dashboard.dir, 'data'), args);
  if (code !== 0) throw new Error(`architect ${args.join(' ')}: ${code} ${stderr}`);
  return stdout;
};

test('the example of docs/plans.md, made and watched with the command line, goes to its end once a person has looked', async () => {
  const built = join(dashboard.dir, 'built');
  mkdirSync(built);
  await dashboard.shell('builder');
  await dashboard.settled(await dashboard.send({ content: `cd ${built}`, target_session: 'builder' }));
  await dashboard.sessionWhere('builder', ({ working_dir: now }) => now === built);

  expect(await architect('plan', 'create', join(PROJECT_ROOT, 'docs/examples/plan-shell.yaml'))).toBe(
    'Plan 1 is running: architect plan watch 1\n',
  );
  await planWhere(1, ({ phases }) =>
    phases.some(({ tasks }: any) => tasks.some(({ status }: any) => status === 'waiting_approval')),
  );
  expect(await architect('plan', 'show', '1')).toContain('waiting_approval');
  await architect('plan', 'approve', '1', '--reason', 'six bytes');
  expect(await architect('plan', 'watch', '1')).toMatch(/Plan 1: completed, 100 %\n$/);
  expect(readFileSync(join(built, 'out/size.txt'), 'utf8')).toBe('6 out/hello.txt\n');
  expect(await architect('plan', 'list')).toMatch(/completed +100 % .*Build and look/);
  expect(await architect('plan', 'export', '1')).toMatch(/^name: Build and look\nphases:\n/);
}, 120_000);

test('goes through its phases in order, each command typed once, each gate asked', async () => {
  const id = await create([
    { name: 'first', tasks: [{ key: 'a', prompt: say('a'), target_session: 'one' }] },
    {
      name: 'second',
      tasks: [
        {
          key: 'b',
          prompt: say('b'),
          target_session: 'one',
          gates: [{ type: 'command', command: 'grep b log' }],
        },
        { key: 'c', prompt: say('c'), target_session: 'two', after: ['b'] },
      ],
    },
  ]);
  const done = await ended(id);
  expect(done).toMatchObject({ status: 'completed', progress: 100 });
  expect(lines()).toEqual(['a', 'b', 'c']);
  expect(taskOf(done, 'b')).toMatchObject({
    gates: [{ type: 'command', status: 'passed', exit_code: 0, evidence: expect.stringContaining('b') }],
    attempts: [{ facts: { changed: true, files_changed: ['log'], ran: true } }],
  });
  const [promptId] = taskOf(done, 'c').prompt_ids;
  const prompt = await dashboard.prompt(promptId);
  expect(prompt.origin).toMatchObject({ kind: 'plan', plan_id: id, task: 'c', attempt: 1 });
  expect(prompt.history[0].reason).toMatch(new RegExp(`^sent by plan ${id} 'p', task 'c', attempt 1`));
}, 120_000);

test('survives the sudden end of server and engine at every turn, and types nothing twice', async () => {
  writeFileSync(join(dir, 'log'), '');
  const keys = ['k0', 'k1', 'k2', 'k3', 'k4', 'k5'];
  const id = await create([
    {
      name: 'chain',
      tasks: keys.map((key, at) => ({
        ...{ key, prompt: `sleep 0.5; ${say(key)}`, target_session: at % 2 ? 'two' : 'one' },
        after: at > 0 ? [keys[at - 1]] : [],
        gates: [{ type: 'command', command: `sleep 0.3; grep -c ${key} log` }],
      })),
    },
  ]);
  for (const key of ['k0', 'k2', 'k4']) {
    await planWhere(id, (shown) => taskOf(shown, key).prompt_ids.length > 0);
    await dashboard.kill();
    dashboard.killEngine();
    await dashboard.start();
  }
  const done = await ended(id);
  expect(done).toMatchObject({ status: 'completed', progress: 100 });
  expect(lines()).toEqual(keys);
  for (const key of keys) expect(taskOf(done, key).prompt_ids).toHaveLength(1);
}, 240_000);

test('a task that says it is done and is not is caught by its gate', async () => {
  const gates = [{ type: 'command', command: 'echo no such luck; test -f never' }];
  const tasks = [{ key: 'liar', prompt: 'echo all done', target_session: 'one', max_retries: 1, gates }];
  const id = await create([
    {
      name: 'x',
      tasks: [...tasks, { key: 'next', prompt: say('next'), after: ['liar'], target_session: 'one' }],
    },
  ]);
  const failed = await ended(id);
  expect(failed.status).toBe('failed');
  expect(taskOf(failed, 'liar')).toMatchObject({
    status: 'failed',
    gates: [{ status: 'failed', exit_code: 1 }],
  });
  expect(taskOf(failed, 'liar').gates[0].evidence).toMatch(/no such luck/);
  expect(taskOf(failed, 'liar').prompt_ids).toHaveLength(2);
  expect(taskOf(failed, 'next').status).toBe('blocked');
  const over = await post(`${id}/tasks/liar/override`, { reason: 'trust me' });
  expect(taskOf(over.body, 'liar')).toMatchObject({ status: 'completed', gates: [{ status: 'overridden' }] });
  expect((await ended(id)).status).toBe('completed');
}, 120_000);

test('a gate that hangs is ended with all that it started, and one that leaves a child behind as well', async () => {
  const hangs = `sleep 7531 & echo $! > ${dir}/pid; sleep 7531`;
  const leaves = `sleep 7532 & echo $! > ${dir}/child; true`;
  const id = await create([
    {
      name: 'x',
      tasks: [
        {
          ...{ key: 'hangs', prompt: 'true', target_session: 'one', max_retries: 0 },
          gates: [{ type: 'command', command: hangs, timeout_seconds: 1 }],
        },
        {
          ...{ key: 'leaves', prompt: 'true', target_session: 'two', max_retries: 0 },
          gates: [{ type: 'command', command: leaves }],
        },
      ],
    },
  ]);
  const done = await ended(id);
  expect(taskOf(done, 'hangs')).toMatchObject({
    status: 'failed',
    gates: [{ status: 'failed', exit_code: null }],
  });
  expect(taskOf(done, 'hangs').gates[0].evidence).toMatch(/took longer than 1 s and was stopped/);
  expect(taskOf(done, 'leaves').status).toBe('completed');
  for (const file of ['pid', 'child']) {
    const pid = Number(readFileSync(join(dir, file), 'utf8'));
    await until(
      async () => existsSync(`/proc/${pid}`),
      (lives) => !lives,
      `process ${pid} is gone`,
    );
  }
}, 120_000);

test('waits for a person, is paused, resumed and cancelled, and answers with how it stands', async () => {
  const id = await create([
    {
      name: 'x',
      tasks: [
        { key: 'a', prompt: 'true', target_session: 'one', gates: [{ type: 'approval', note: 'Ship it?' }] },
        { key: 'b', prompt: 'sleep 60', target_session: 'one', after: ['a'] },
        { key: 'c', prompt: 'true', target_session: 'one', after: ['b'] },
      ],
    },
  ]);
  await planWhere(id, (shown) => taskOf(shown, 'a').status === 'waiting_approval');
  expect((await post(`${id}/pause`, { reason: 'lunch' })).body.status).toBe('paused');
  const approved = await post(`${id}/approve`);
  expect(taskOf(approved.body, 'a').gates[0]).toMatchObject({
    status: 'passed',
    evidence: 'approved by api-token',
  });
  await planWhere(id, (shown) => taskOf(shown, 'a').status === 'completed');
  expect(taskOf(await plan(id), 'b').prompt_ids).toEqual([]);
  expect((await post(`${id}/resume`)).body.status).toBe('running');
  const {
    prompt_ids: [promptId],
  } = taskOf(await planWhere(id, (shown) => taskOf(shown, 'b').prompt_ids.length > 0), 'b');
  await dashboard.promptWhere(promptId, ({ stage }) => ['taken', 'working'].includes(stage));
  const cancelled = await post(`${id}/cancel`, { reason: 'enough' });
  expect(cancelled.body).toMatchObject({ status: 'cancelled', reason: 'cancelled by api-token: enough' });
  const end = await planWhere(id, (shown) => taskOf(shown, 'b').status === 'cancelled');
  expect(taskOf(end, 'c').status).toBe('cancelled');
  expect((await dashboard.prompt(promptId)).status).toBe('cancelled');
  expect((await post(`${id}/resume`)).status).toBe(409);
}, 120_000);
