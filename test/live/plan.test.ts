/**
 * A plan in three phases with real agents in worktrees and a shell, to its end: through the sudden end of everything, a
 * task that lies, a conflict, and a budget that a person raises.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../support/dashboard';
import { gate, run, say } from './model/steps';
import { claudeHome } from './support/homes';
import { type Lab, startLab } from './support/lab';

let lab: Lab;
let repo: string;
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', repo, ...args], { encoding: 'utf8' }).trimEnd();
beforeAll(async () => {
  lab = await startLab();
  repo = join(lab.dashboard.dir, 'work', 'app');
  mkdirSync(repo, { recursive: true });
  git('init', '--quiet', '-b', 'main');
  git('config', 'user.name', 'Ann');
  git('config', 'user.email', 'ann@example.org');
  writeFileSync(join(repo, 'a.txt'), 'nothing\n');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'first');
}, 120_000);
afterAll(() => lab.close());

const begins =
  (words: string) =>
  (text: string): boolean =>
    text.startsWith(words);
const given = (words: string): number => lab.model.prompts().filter((text) => text.includes(words)).length;
const command = (text: string) => ({ type: 'command', command: text });
const taskOf = (shown: any, key: string): any =>
  shown.phases.flatMap(({ tasks }: any) => tasks).find((task: any) => task.key === key);

/** What the agents do, told by what their prompts begin with. */
function teach(working: ReturnType<typeof gate>): void {
  const { book } = lab.model;
  book.when(begins('Survey'), run('echo looked > SURVEY.md'), say('I looked at everything.'));
  // It ran something, and says that all is well.
  book.when(begins('Build'), run('ls'), say('Built, and all tests pass.'));
  book.when(
    (text) => text.startsWith('Build') && text.includes('did not pass its check'),
    run('echo built > built.txt'),
    say('Now it is built.'),
  );
  book.when(begins('Say left'), run('echo left > a.txt'), say('Left it is.', working));
  book.when(begins('Say right'), run('echo right > a.txt'), say('Right it is.'));
  const resolve = (mine: string) =>
    run(
      `git rebase main; printf 'left\\nright\\n' > a.txt; git add a.txt; GIT_EDITOR=true git rebase --continue; echo ${mine}`,
    );
  for (const mine of ['left', 'right'])
    book.when(
      (text) => text.startsWith('What you did for this task') && text.includes(`Say ${mine}`),
      resolve(mine),
      say('Both are there.'),
    );
}

test('it comes to its end with all that was wanted, each prompt typed once', async () => {
  const { dashboard, model, path } = lab;
  await dashboard.tmux.session(
    'builder',
    '-c',
    repo,
    'env',
    'PS1=$ ',
    'HISTFILE=',
    'bash',
    '--norc',
    '--noprofile',
  );
  await dashboard.sessionWhere('builder', ({ status }) => status === 'waiting_input');
  const worktrees = join(dashboard.dir, 'data', 'worktrees');
  const names = ['1-survey', '2-build', '3-left', '4-right'].map((name) => join(worktrees, name));
  const home = claudeHome(join(dashboard.dir, 'homes', 'plan'), model.url, [worktrees, ...names]);
  const working = gate();
  teach(working);
  const claude = (key: string, prompt: string, check: string) => ({
    ...{ key, prompt, provider: 'claude', gates: [command(check)] },
  });
  const made = await dashboard.call('/api/plans', {
    body: {
      ...{ name: 'Left and right', working_dir: repo, budget: { tokens: 1 } },
      worktree: {
        launch: [...home.command.split(' '), '--allowedTools', 'Bash'],
        env: { ...home.env, PATH: path },
        setup: ['git status'],
        merge: 'merge_commit',
      },
      phases: [
        { name: 'Look', tasks: [claude('survey', 'Survey the code.', 'test -s SURVEY.md')] },
        {
          name: 'Build',
          tasks: [
            claude('build', 'Build it.', 'test -f built.txt'),
            claude('left', 'Say left in a.txt.', 'grep left a.txt'),
            claude('right', 'Say right in a.txt.', 'grep right a.txt'),
          ],
        },
        {
          name: 'Check',
          tasks: [
            {
              ...{ key: 'check', prompt: 'cat a.txt', target_session: 'builder', worktree: false },
              gates: [command('grep left a.txt && grep right a.txt && test -f built.txt')],
            },
          ],
        },
      ],
    },
  });
  expect(made.body).toMatchObject({ status: 'running' });
  const { id } = made.body;
  const planWhere = (test: (plan: any) => boolean): Promise<any> =>
    until(async () => (await dashboard.call(`/api/plans/${id}`)).body, test, `plan ${id}`, 180_000);

  // The first turn uses the budget up: what it began is done, and nothing new begins.
  const held = await planWhere(
    (shown) =>
      taskOf(shown, 'survey').status === 'completed' && /^nothing new begins: /.test(shown.reason ?? ''),
  );
  expect(held.reason).toMatch(/budget/);
  expect(taskOf(held, 'build').prompt_ids).toEqual([]);
  expect(git('log', '--format=%s', '--max-count=1')).toMatch(/^Merge branch 'plan-1\/survey' into main/);
  const raised = await dashboard.call(`/api/plans/${id}`, {
    method: 'PATCH',
    body: { budget: { tokens: 100_000_000 } },
  });
  expect(raised.status).toBe(200);

  // All ends suddenly while an agent is in the middle of its work.
  await working.reached;
  const engine = dashboard.enginePid();
  await dashboard.kill();
  process.kill(engine, 'SIGKILL');
  await dashboard.start();
  working.open();

  const done = await planWhere(({ status }) => ['completed', 'failed', 'cancelled'].includes(status));
  expect(done).toMatchObject({ status: 'completed', progress: 100 });
  expect(readFileSync(join(repo, 'a.txt'), 'utf8')).toBe('left\nright\n');
  expect(git('status', '--porcelain')).toBe('');

  const lie = taskOf(done, 'build').attempts;
  expect(lie.map(({ outcome }: any) => outcome)).toEqual(['failed', 'passed']);
  expect(lie[0].reason).toMatch(/gate 1 \(command\) failed/);
  const met = ['left', 'right'].filter((key) => taskOf(done, key).attempts.length === 2);
  expect(met).toHaveLength(1);
  const [first, second] = taskOf(done, met[0] as string).attempts;
  expect(first).toMatchObject({ outcome: 'conflict', reason: expect.stringMatching(/in a\.txt/) });
  expect(second.outcome).toBe('passed');

  expect(given('Survey the code.')).toBe(1);
  expect(given('Build it.')).toBe(2);
  expect(given('Say left in a.txt.') + given('Say right in a.txt.')).toBe(3);
  const closed = await planWhere((shown) =>
    ['survey', 'build', 'left', 'right'].every((key) => taskOf(shown, key).worktree.state === 'closed'),
  );
  expect(taskOf(closed, 'check').worktree).toBeNull();
  expect(git('branch', '--list')).toBe('* main');
}, 600_000);
