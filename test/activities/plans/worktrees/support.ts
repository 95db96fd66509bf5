/** Plans with worktrees of a real repository; commands are run, agents and sessions are the test's. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { planActivities } from '../../../../activities/plans';
import { trees } from '../../../../activities/plans/trees';
import { worktreeActivities } from '../../../../activities/plans/worktrees';
import type { WantedPullRequest, WorktreeDeps } from '../../../../activities/plans/worktrees/context';
import { pullRequests } from '../../../../activities/plans/worktrees/pull-requests';
import type { PullRequestState } from '../../../../activities/github/pull-request-state';
import { silentLog } from '../../../../telemetry/log';
import type { PlacedWorktree, WorktreeRow } from '../../../../store/plans/worktrees/rows';
import type { PlanInput, PlanTaskInput } from '../../../../workflows/contracts/plans';
import type { WorktreeInput } from '../../../../workflows/contracts/worktrees';
import { sees, there } from '../../../store/support';
import { task, testPlans, type TestPlans } from '../../../store/plans/support';
import { noJudgement, plansOf } from '../support';

const IDENTITY = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', '-c', 'commit.gpgsign=false'];
/** A look and the steps that follow from it, at most so often. */
const MOST_ROUNDS = 60;

const activity = <Result>(work: () => Promise<Result>): Promise<Result> =>
  new MockActivityEnvironment().run<[], Result, () => Promise<Result>>(work);

export interface Bench extends TestPlans {
  readonly repo: string;
  /** Commands of gates, set-up and tear-down that were run, each with its directory. */
  readonly ran: { command: string; dir: string; env: Record<string, string> }[];
  readonly sessions: { made: string[]; ended: string[] };
  readonly pulls: WantedPullRequest[];
  /** What is found when the pull request is looked at, one a look; an error is thrown. None is left: it is open. */
  readonly found: (PullRequestState | Error)[];
  /** What the looks were told of the one before. */
  readonly etags: (string | null)[];
  /** What is to happen instead of the next command of the host: an error for the person. */
  refuseSession: string | null;
  deps: WorktreeDeps;
  git(dir: string, ...args: string[]): string;
  /** Writes files and commits them. */
  commit(dir: string, files: Record<string, string>, message?: string): string;
  read(dir: string, file: string): string;
  planOf(tasks: readonly PlanTaskInput[], worktree?: WorktreeInput, given?: Partial<PlanInput>): number;
  /** Looks at the plan and takes the steps that are due, until nothing more can be done now. */
  drive(planId: number): Promise<void>;
  /** Looks at the plan once, and takes no step of a worktree. */
  look(planId: number): Promise<void>;
  worktree(planId: number, key: string): PlacedWorktree;
  /** All of the task, the newest last. */
  worktrees(planId: number, key: string): WorktreeRow[];
  /** The agent does its work, and its prompt ends. */
  works(planId: number, key: string, work?: (dir: string) => void): Promise<void>;
  /** The same, and what follows. */
  does(planId: number, key: string, work?: (dir: string) => void): Promise<void>;
}

export function gitBench(): Bench {
  const site = testPlans();
  const { store } = site;
  const repo = join(site.dir, 'my repo');
  const git: Bench['git'] = (dir, ...args) =>
    execFileSync('git', [...IDENTITY, ...args], { cwd: dir, encoding: 'utf8', stdio: 'pipe' }).trimEnd();
  const commit: Bench['commit'] = (dir, files, message = 'work') => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), text);
    }
    git(dir, 'add', '--all');
    git(dir, 'commit', '--quiet', '-m', message);
    return git(dir, 'rev-parse', 'HEAD');
  };
  mkdirSync(repo);
  git(repo, 'init', '--quiet', '-b', 'main');
  git(repo, 'config', 'user.name', 'Ann');
  git(repo, 'config', 'user.email', 'ann@example.org');
  commit(repo, { 'a.txt': 'one\n', '.gitignore': '.env\nbuild/\n' }, 'first');

  const ran: Bench['ran'] = [];
  const sessions: Bench['sessions'] = { made: [], ended: [] };
  const pulls: WantedPullRequest[] = [];
  const found: Bench['found'] = [];
  const etags: Bench['etags'] = [];

  /** As the supervisor would, at once. */
  const runTask = async (id: number): Promise<boolean> => {
    const row = there(store.tasks.get(id));
    if (row.status !== 'pending') return false;
    store.taskLifecycle.enter(id);
    const { command } = JSON.parse(row.payload) as { command: string };
    const env = JSON.parse(row.env) as Record<string, string>;
    const dir = there(row.working_dir);
    ran.push({ command, dir, env });
    const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
      cwd: dir,
      env: { ...process.env, ...env },
      encoding: 'utf8',
    });
    mkdirSync(bench.deps.tasksDir, { recursive: true });
    writeFileSync(join(bench.deps.tasksDir, `${id}.log`), stdout + stderr);
    const { run } = there(store.tasks.get(id));
    store.taskLifecycle.endRun({
      ...{ taskId: id, run, stopped: null },
      end: { kind: 'ended', exitCode: status, signal: null },
    });
    return true;
  };
  const runCommand = async (id: number): Promise<{ error: string | null }> => {
    const { kind, session, payload } = there(
      (({ kind, session_name: session, payload }) => ({ kind, session, payload }))(
        there(store.commands.get(id)),
      ),
    );
    const error = bench.refuseSession;
    bench.refuseSession = null;
    if (error === null && kind === 'create') {
      const { provider, specialty, workingDir } = JSON.parse(payload) as Record<string, string>;
      store.sessions.register({
        ...{ name: session, provider: there(provider), specialty: there(specialty) },
        workingDir: there(workingDir),
      });
      sees(store, session, { workingDir: there(workingDir), provider: there(provider) });
      sessions.made.push(session);
    }
    if (error === null && kind === 'kill') {
      store.sessions.forget(session);
      sessions.ended.push(session);
    }
    store.commands.end(id, error);
    return { error };
  };

  const base = plansOf(site, noJudgement);
  const bench: Bench = {
    ...site,
    ...{ repo, ran, sessions, pulls, found, etags, git, commit },
    refuseSession: null,
    deps: {
      ...base,
      store,
      engine: { ...base.engine, startTask: runTask, runCommand, wakePlan: async () => undefined },
      openPullRequest: async (wanted) => {
        pulls.push(wanted);
        return { number: pulls.length, url: `https://git.example/pull/${pulls.length}` };
      },
      async lookAtPullRequest({ etag }) {
        etags.push(etag);
        const state = found.shift() ?? { is: 'unchanged' };
        if (state instanceof Error) throw state;
        return state;
      },
      withoutSecrets: pullRequests({
        ...{ store, log: silentLog, githubApiUrl: '' },
        secretValues: async (names, holder) => store.vault.valuesFor(names, holder),
      }).withoutSecrets,
    },
    read: (dir, file) => readFileSync(join(dir, file), 'utf8'),
    planOf: (tasks, worktree = {}, given = {}) =>
      site.plan([tasks.map((one) => ({ provider: 'claude', ...one }))], {
        working_dir: repo,
        worktree,
        ...given,
      }),
    async drive(planId: number) {
      const plans = planActivities(bench.deps);
      const steps = worktreeActivities(bench.deps);
      let before = '';
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        let outlook = await plans.planOutlook({ planId });
        if (outlook.due) outlook = await activity(() => plans.advancePlan({ planId }));
        for (const { worktreeId, step } of outlook.worktrees ?? [])
          await activity(() => steps[`${step}Worktree`]({ worktreeId }));
        const now = JSON.stringify([
          outlook,
          store.plans.worktrees.ofPlan(planId),
          store.plans.detail(planId),
        ]);
        if (now === before) return;
        before = now;
      }
      throw new Error('the plan does not come to rest');
    },
    async look(planId) {
      await activity(() => planActivities(bench.deps).advancePlan({ planId }));
    },
    worktrees: (planId, key) =>
      store.plans.worktrees.ofPlan(planId).filter(({ task_id: id }) => store.plans.task(id).key === key),
    worktree: (planId, key) => there(bench.worktrees(planId, key).at(-1)) as PlacedWorktree,
    async works(planId, key, work = () => undefined) {
      const attempt = site.attempt(planId, key);
      const directory = there(attempt.directory);
      work(directory);
      const looks = trees(join(bench.deps.plansDir, String(planId), 'objects'));
      const after = await looks.read(directory);
      const files = await looks.files(directory, attempt.before_tree, after.tree);
      site.ends(planId, key, { directory, after: { head: after.head, tree: after.tree }, files });
    },
    async does(planId, key, work) {
      await bench.works(planId, key, work);
      await bench.drive(planId);
    },
  };
  return bench;
}

export { task };
