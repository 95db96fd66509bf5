/** Worktrees of a plan on real shells that are made for them, through the sudden end of everything, merged one by one. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PROJECT_ROOT } from '../../config';
import { type Dashboard, startDashboard, until } from '../support/dashboard';

/** Without a person's start-up files. */
const SHELL = ['env', 'PS1=$ ', 'HISTFILE=', 'bash', '--norc', '--noprofile'];

let dashboard: Dashboard;
let repo: string;
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', repo, ...args], { encoding: 'utf8' }).trimEnd();
beforeAll(async () => {
  dashboard = await startDashboard();
  repo = join(dashboard.dir, 'my app');
  mkdirSync(repo);
  git('init', '--quiet', '-b', 'main');
  git('config', 'user.name', 'Ann');
  git('config', 'user.email', 'ann@example.org');
  writeFileSync(join(repo, 'a.txt'), 'one\n');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'first');
}, 120_000);
afterAll(() => dashboard.close());

const plan = async (id: number): Promise<any> => (await dashboard.call(`/api/plans/${id}`)).body;
const planWhere = (id: number, test: (plan: any) => boolean): Promise<any> =>
  until(() => plan(id), test, `plan ${id}`, 120_000);
const taskOf = (shown: any, key: string): any =>
  shown.phases.flatMap(({ tasks }: any) => tasks).find((task: any) => task.key === key);

test('the example: two tasks at once, each in a directory of its own, then one with the work of both', async () => {
  const example = parse(readFileSync(join(PROJECT_ROOT, 'docs/examples/plan-worktrees.yaml'), 'utf8'));
  const worktree = { ...example.worktree, launch: SHELL };
  const made = await dashboard.call('/api/plans', { body: { ...example, working_dir: repo, worktree } });
  expect(made.status).toBe(200);
  const { id } = made.body;
  const begun = await planWhere(id, (shown) =>
    ['notes', 'authors'].every((key) => taskOf(shown, key).worktree?.state === 'ready'),
  );
  const [notes, authors] = [taskOf(begun, 'notes').worktree, taskOf(begun, 'authors').worktree];
  expect([notes.branch, authors.branch]).toEqual([`plan/${id}/notes`, `plan/${id}/authors`]);
  expect(
    new Set([notes.path, notes.port, notes.session, authors.path, authors.port, authors.session]).size,
  ).toBe(6);
  const session = (await dashboard.call(`/api/sessions/${notes.session}`)).body;
  expect(session).toMatchObject({ provider: 'shell', working_dir: notes.directory });

  const done = await planWhere(id, ({ status }) => ['completed', 'failed'].includes(status));
  expect(done).toMatchObject({ status: 'completed', progress: 100 });
  expect(git('log', '--format=%s', '--first-parent').split('\n').slice(-3).sort()).toEqual([
    `Merge branch 'plan/${id}/authors' into main`,
    `Merge branch 'plan/${id}/notes' into main`,
    'first',
  ]);
  expect(readdirSync(repo).sort()).toEqual(['.git', 'AUTHORS', 'NOTES.md', 'a.txt']);
  const closed = await planWhere(id, (shown) =>
    ['notes', 'authors', 'together'].every((key) => taskOf(shown, key).worktree.state === 'closed'),
  );
  expect(existsSync(taskOf(closed, 'notes').worktree.path)).toBe(false);
  expect(git('branch', '--list')).toBe('* main');
  const names = (await dashboard.call('/api/sessions')).body.map(({ name }: { name: string }) => name);
  expect(names.filter((name: string) => name.startsWith('plan-'))).toEqual([]);
  const exported = (await dashboard.call(`/api/plans/${id}/export?format=json`)).body;
  expect(exported.worktree).toMatchObject({ branch: 'plan/{plan}/{task}', merge: 'merge_commit' });
}, 240_000);

test('survives the sudden end of server and engine at every turn: nothing is typed, run or merged twice', async () => {
  const log = join(dashboard.dir, 'typed');
  const task = (key: string) => ({
    ...{ key, provider: 'shell', prompt: `echo ${key} >> ${log}; sleep 1; echo ${key} > ${key}.txt` },
    gates: [{ type: 'command', command: `sleep 0.5; echo gate ${key} >> ${log}; test -f ${key}.txt` }],
  });
  const made = await dashboard.call('/api/plans', {
    body: {
      ...{ name: 'p', working_dir: repo },
      worktree: {
        launch: SHELL,
        setup: [`sleep 0.5; echo setup >> ${log}`],
        teardown: [`sleep 0.5; echo teardown >> ${log}`],
      },
      phases: [{ name: 'x', tasks: [task('one'), task('two')] }],
    },
  });
  expect(made.status).toBe(200);
  const { id } = made.body;
  const reached: ((shown: any) => boolean)[] = [
    (shown) => taskOf(shown, 'one').worktree?.state === 'setting_up',
    (shown) => taskOf(shown, 'one').prompt_ids.length > 0,
    (shown) => taskOf(shown, 'one').status === 'checking' || taskOf(shown, 'two').status === 'checking',
    (shown) => ['one', 'two'].some((key) => taskOf(shown, key).status === 'completed'),
  ];
  for (const is of reached) {
    await planWhere(id, is);
    const engine = dashboard.enginePid();
    await dashboard.kill();
    process.kill(engine, 'SIGKILL');
    await dashboard.start();
  }
  const done = await planWhere(id, (shown) =>
    ['one', 'two'].every((key) => taskOf(shown, key).worktree.state === 'closed'),
  );
  expect(done).toMatchObject({ status: 'completed', progress: 100 });
  const lines = readFileSync(log, 'utf8').split('\n').filter(Boolean);
  const count = (line: string) => lines.filter((one) => one === line).length;
  expect(['one', 'two', 'setup', 'teardown'].map(count)).toEqual([1, 1, 2, 2]);
  // The second one is rebased on the first, and asked again.
  expect([count('gate one'), count('gate two')].sort()).toEqual([1, 2]);
  expect(git('log', '--format=%s', '--max-count=2').split('\n').sort()).toEqual(
    ['one', 'two'].map((key) => `${key}: plan ${id}, attempt 1`),
  );
  expect(git('status', '--porcelain')).toBe('');
}, 300_000);
