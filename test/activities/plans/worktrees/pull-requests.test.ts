/** A worktree whose work goes by a pull request: its task is done when that is merged, and its worktree goes then. */
import { execFileSync } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ApplicationFailure } from '@temporalio/activity';
import type { PlanTaskInput } from '../../../../workflows/contracts/plans';
import { there } from '../../../store/support';
import { type Bench, gitBench, task } from './support';

let bench: Bench;
let remote: string;
beforeEach(() => {
  bench = gitBench();
  remote = join(bench.dir, 'remote.git');
  bench.git(bench.dir, 'clone', '--quiet', '--bare', bench.repo, remote);
  bench.git(bench.repo, 'remote', 'add', 'origin', remote);
});
afterEach(() => bench.close());

const me = { actor: 'me' };
const URL = 'https://git.example/pull/1';
const log = (dir: string, ref: string) => bench.git(dir, 'log', '--format=%s', ref).split('\n');

/** A plan whose first task has a pull request. */
async function withPullRequest(tasks: readonly PlanTaskInput[] = [task('a')], given: object = {}) {
  const { id: project } = bench.store.projects.insert({ name: 'app', source_path: bench.repo }, 'me');
  const id = bench.planOf(tasks, { merge: 'pull_request' }, { project_id: project, ...given });
  await bench.drive(id);
  await bench.does(id, 'a', (dir) => void bench.commit(dir, { 'b.txt': 'b\n' }, 'by a'));
  return id;
}
/** Time passes until it is looked at again. */
async function looks(id: number, seconds = 61): Promise<void> {
  bench.pass(seconds * 1_000);
  await bench.drive(id);
}
/** As GitHub does it. */
function merge(how: '--no-ff' | '--squash'): string {
  const clone = join(bench.dir, 'clone');
  execFileSync('git', ['clone', '--quiet', remote, clone]);
  bench.git(clone, 'merge', '--quiet', how, `origin/${bench.worktree(1, 'a').branch}`);
  if (how === '--squash') bench.git(clone, 'commit', '--quiet', '-m', 'squashed');
  bench.git(clone, 'push', '--quiet', 'origin', 'main');
  return bench.git(clone, 'rev-parse', 'HEAD');
}

test('it is pushed and opened once, on what is at the remote, and its task is not done by that', async () => {
  const other = join(bench.dir, 'other');
  execFileSync('git', ['clone', '--quiet', remote, other]);
  bench.commit(other, { 'c.txt': 'c\n' }, 'pushed by a person');
  bench.git(other, 'push', '--quiet', 'origin', 'main');
  const id = await withPullRequest([task('a'), task('b', { after: ['a'] })]);
  const row = bench.worktree(id, 'a');
  expect(bench.shown(id)).toEqual(['a: checking', 'b: pending']);
  expect(bench.reason(id, 'a')).toBe(`waits for its pull request to be merged: ${URL}`);
  expect(row).toMatchObject({ state: 'pull_request', pull_request_url: URL, has_turn: 0 });
  expect(bench.pulls).toMatchObject([{ branch: row.branch, base: 'main', title: 'p: a' }]);
  expect(log(remote, row.branch)).toEqual(['by a', 'pushed by a person', 'first']);
  expect(log(bench.repo, 'main')).toEqual(['first']);
  await looks(id);
  await looks(id);
  expect([bench.pulls.length, existsSync(row.path)]).toEqual([1, true]);
  expect(() => bench.store.plans.worktrees.wantClosed(id, 'a')).toThrow(
    `The pull request of task 'a' is open: ${URL}. Merge or close it there first.`,
  );
});

test('when it is merged its task is done, what waits for it begins, and its worktree is taken down', async () => {
  const id = await withPullRequest([task('a'), task('b', { after: ['a'] })]);
  const row = bench.worktree(id, 'a');
  bench.found.push({ is: 'open', etag: '"1"' }, { is: 'unchanged' });
  await looks(id);
  await looks(id);
  expect(bench.etags).toEqual([null, '"1"']);
  expect(bench.shown(id)).toEqual(['a: checking', 'b: pending']);
  bench.found.push({ is: 'merged', commit: merge('--no-ff') });
  await looks(id);
  expect(bench.etags).toEqual([null, '"1"', '"1"']);
  expect(bench.shown(id)).toEqual(['a: completed', 'b: running']);
  expect(bench.reason(id, 'a')).toBe(`its pull request was merged: ${URL}`);
  expect(bench.worktree(id, 'a').state).toBe('closed');
  expect(existsSync(row.path)).toBe(false);
  expect(bench.git(bench.repo, 'branch', '--list', row.branch)).toBe('');
});

test('where it was squashed the branch stays, whose commits are nowhere else', async () => {
  const id = await withPullRequest();
  const row = bench.worktree(id, 'a');
  bench.found.push({ is: 'merged', commit: merge('--squash') });
  await looks(id);
  expect(bench.shown(id)).toEqual(['a: completed']);
  expect([bench.worktree(id, 'a').state, existsSync(row.path)]).toEqual(['closed', false]);
  expect(log(bench.repo, row.branch)).toEqual(['by a', 'first']);
});

test('closed without a merge, a person decides; let through, a new one is opened', async () => {
  const id = await withPullRequest();
  const row = bench.worktree(id, 'a');
  bench.found.push({ is: 'closed', etag: '"2"' });
  await looks(id);
  expect(bench.shown(id)).toEqual(['a: needs_person']);
  expect(bench.reason(id, 'a')).toBe(`its pull request was closed without a merge: ${URL}`);
  expect(bench.worktree(id, 'a')).toMatchObject({ state: 'kept' });
  expect(existsSync(row.path)).toBe(true);
  bench.store.plans.control.override(id, 'a', me);
  await bench.drive(id);
  expect(bench.pulls).toHaveLength(2);
  expect(bench.worktree(id, 'a')).toMatchObject({ state: 'pull_request', pull_request_etag: null });
  bench.found.push({ is: 'closed', etag: null });
  await looks(id);
  bench.store.plans.control.skip(id, 'a', me);
  await bench.drive(id);
  bench.store.plans.worktrees.wantClosed(id, 'a');
  await bench.drive(id);
  expect([bench.worktree(id, 'a').state, existsSync(row.path)]).toEqual(['closed', false]);
  expect(log(bench.repo, row.branch)).toEqual(['by a', 'first']);
});

test('tried again after that, it goes on in its worktree, and the next one is of what it did then', async () => {
  const id = await withPullRequest();
  bench.found.push({ is: 'closed', etag: null });
  await looks(id);
  bench.store.plans.control.retry(id, 'a', me);
  await bench.drive(id);
  expect(bench.shown(id)).toEqual(['a: running']);
  await bench.does(id, 'a', (dir) => void bench.commit(dir, { 'c.txt': 'c\n' }, 'better'));
  expect(bench.pulls).toHaveLength(2);
  expect(log(remote, bench.worktree(id, 'a').branch)).toEqual(['better', 'by a', 'first']);
});

test('a task that is let through does not wait for it; its worktree goes when it is merged all the same', async () => {
  const id = await withPullRequest();
  bench.store.plans.control.override(id, 'a', me);
  await bench.drive(id);
  expect(bench.shown(id)).toEqual(['a: completed']);
  expect(bench.store.plans.get(id)).toMatchObject({ status: 'completed', driven: 1 });
  expect(bench.store.plans.outlook(id)).toMatchObject({ ended: false, active: false, againInMs: 60_000 });
  expect(bench.worktree(id, 'a').state).toBe('pull_request');
  bench.found.push({ is: 'merged', commit: merge('--no-ff') });
  await looks(id);
  expect(bench.worktree(id, 'a').state).toBe('closed');
  expect(bench.store.plans.get(id)).toMatchObject({ driven: 0 });
});

test('it takes no place of others, and a plan that is cancelled does not wait for it', async () => {
  const id = await withPullRequest([task('a', { touches: ['b.txt'] }), task('b', { touches: ['b.txt'] })], {
    parallel: 1,
  });
  expect(bench.shown(id)).toEqual(['a: checking', 'b: running']);
  bench.store.plans.control.cancel(id, { ...me, stop: false });
  await bench.look(id);
  expect(bench.shown(id)[0]).toBe('a: cancelled');
  expect(bench.reason(id, 'a')).toBe(`the plan was cancelled: its pull request stays open, ${URL}`);
});

test('a plan that is cancelled while nothing else of it is under way ends without it', async () => {
  const id = await withPullRequest();
  bench.store.plans.control.cancel(id, { ...me, stop: false });
  await bench.drive(id);
  expect(bench.shown(id)).toEqual(['a: cancelled']);
  expect(bench.store.plans.outlook(id)).toMatchObject({ due: false, active: false });
});

test('while GitHub can not be asked it is looked at less and less often, and says why', async () => {
  const id = await withPullRequest();
  bench.found.push(new Error('socket hang up'), new Error('socket hang up'));
  await looks(id);
  expect(bench.reason(id, 'a')).toMatch(
    /whether it was can not be found out, and is tried again: socket hang/,
  );
  await looks(id);
  await looks(id);
  expect(bench.etags).toHaveLength(2);
  bench.found.push(ApplicationFailure.create({ message: 'no more requests', nextRetryDelay: 900_000 }));
  await looks(id, 120);
  expect(bench.etags).toHaveLength(3);
  await looks(id, 890);
  expect(bench.etags).toHaveLength(3);
  await looks(id, 20);
  expect(bench.etags).toHaveLength(4);
  expect(bench.reason(id, 'a')).toBe(`waits for its pull request to be merged: ${URL}`);
});

test('where GitHub may not be asked any more git says whether it was merged', async () => {
  const id = await withPullRequest();
  const refused = () => ApplicationFailure.nonRetryable('The token was removed.', 'github_no_token');
  bench.found.push(refused());
  await looks(id);
  expect(bench.reason(id, 'a')).toMatch(/The token was removed\./);
  merge('--no-ff');
  bench.found.push(refused());
  await looks(id, 121);
  expect(bench.shown(id)).toEqual(['a: completed']);
  expect(bench.worktree(id, 'a').state).toBe('closed');
});

test('where git can not say it either, what GitHub refused is told', async () => {
  const id = await withPullRequest();
  renameSync(remote, `${remote}.away`);
  bench.found.push(ApplicationFailure.nonRetryable('The token was removed.', 'github_no_token'));
  await looks(id);
  expect(bench.reason(id, 'a')).toMatch(/The token was removed\.$/);
});

test('closed, with its commits in the base branch, it was merged', async () => {
  const id = await withPullRequest();
  merge('--no-ff');
  bench.found.push({ is: 'closed', etag: null });
  await looks(id);
  expect(bench.shown(id)).toEqual(['a: completed']);
  expect(bench.worktree(id, 'a').state).toBe('closed');
});

test('where its repository is gone, a person may have the worktree removed', async () => {
  const id = await withPullRequest();
  const row = bench.worktree(id, 'a');
  const remove = (): void => bench.store.plans.worktrees.wantClosed(id, 'a');
  bench.found.push(ApplicationFailure.nonRetryable('There is no repository.', 'github_not_found'));
  await looks(id);
  expect(remove).toThrow(/can not be found out: .*\. Skip the task/);
  bench.store.plans.control.skip(id, 'a', me);
  await bench.drive(id);
  expect(existsSync(row.path)).toBe(true);
  remove();
  await bench.drive(id);
  expect([bench.worktree(id, 'a').state, existsSync(row.path)]).toEqual(['closed', false]);
  expect(log(bench.repo, row.branch)).toEqual(['by a', 'first']);
  expect(bench.store.plans.get(id)).toMatchObject({ driven: 0 });
});

test('what it says begins like the prompt, is short, mentions nobody and holds no secret', async () => {
  const secret = 'hunter2-hunter2';
  const fields = { service: null, category: 'token', description: null, expires_at: null };
  bench.store.vault.create({ name: 'KEY', value: secret, ...fields, rotate_after_days: null }, 'me');
  const prompt = [`Log in with ${secret}.`, 'Fixes #12, cc @ann', ...Array.from({ length: 900 }, () => 'x')];
  const id = await withPullRequest([task('a', { prompt: prompt.join('\n') })], { name: `p ${secret}` });
  const { title, text } = there(bench.pulls[0]);
  expect(title).toBe('p ***: a');
  expect(text).toContain('    Log in with ***.\n    Fixes #12, cc @ann\n');
  expect(text).toMatch(new RegExp(`The whole of it is in the dashboard: architect plan show ${id}$`));
  expect(text.length).toBeLessThan(1_000);
  expect(text).not.toContain('hunter2');
  expect(bench.store.vault.access({ name: 'KEY' }, 1, 0).items).toMatchObject([
    { action: 'used', who: `pull request of plan ${id}` },
  ]);
});
