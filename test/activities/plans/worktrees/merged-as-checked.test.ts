/** What is merged is what the gates saw: files that change while a worktree waits for its merge are looked at again. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, gitBench, task } from './support';

let bench: Bench;
beforeEach(() => (bench = gitBench()));
afterEach(() => bench.close());

const write = (dir: string, name: string, text: string) => writeFileSync(join(dir, name), text);
const log = () => bench.git(bench.repo, 'log', '--format=%s', 'main').split('\n');
const COMMAND = { type: 'command', command: 'test ! -f broken' } as const;

/** Its gates have passed, and it can't be merged yet: the directory of the base branch isn't clean. */
async function waitingToBeMerged(given: Parameters<typeof task>[1]): Promise<number> {
  const id = bench.planOf([task('a', { max_retries: 0, ...given })]);
  await bench.drive(id);
  write(bench.repo, 'a.txt', 'half an idea\n');
  await bench.does(id, 'a', (dir) => write(dir, 'new.txt', 'good\n'));
  return id;
}
async function comesClean(id: number): Promise<void> {
  bench.git(bench.repo, 'checkout', '--', 'a.txt');
  bench.pass(31_000);
  await bench.drive(id);
}

test.each([
  ['left uncommitted', (dir: string) => write(dir, 'broken', '')],
  ['committed', (dir: string) => void bench.commit(dir, { broken: '' }, 'late')],
])('what is %s after the gates passed is asked of before it is merged', async (_how, late) => {
  const id = await waitingToBeMerged({ gates: [COMMAND] });
  expect(bench.reason(id, 'a')).toMatch(/changes that are not committed/);
  late(bench.worktree(id, 'a').path);
  await comesClean(id);
  expect(bench.shown(id)).toEqual(['a: failed']);
  expect(log()).toEqual(['first']);
});

test('before the first look of the merge, too', async () => {
  const id = bench.planOf([task('a', { gates: [COMMAND], max_retries: 0 })]);
  await bench.drive(id);
  await bench.works(id, 'a', (dir) => write(dir, 'new.txt', 'good\n'));
  await bench.look(id);
  expect(bench.attempt(id, 'a').state).toBe('merging');
  write(bench.worktree(id, 'a').path, 'broken', '');
  await bench.drive(id);
  expect(bench.shown(id)).toEqual(['a: failed']);
  expect(log()).toEqual(['first']);
});

test('what a person approved before the files changed is asked of them anew', async () => {
  const id = bench.planOf([task('a', { gates: [{ type: 'approval' }] })]);
  await bench.drive(id);
  await bench.does(id, 'a', (dir) => write(dir, 'new.txt', 'good\n'));
  bench.store.plans.control.approve(id, 'a', { actor: 'Ann', approved: true });
  await bench.look(id);
  expect(bench.attempt(id, 'a').state).toBe('merging');
  write(bench.worktree(id, 'a').path, 'new.txt', 'another\n');
  await bench.drive(id);
  expect(bench.shown(id)).toEqual(['a: waiting_approval']);
  expect(log()).toEqual(['first']);
  bench.store.plans.control.approve(id, 'a', { actor: 'Ann', approved: true });
  await bench.drive(id);
  expect(bench.shown(id)).toEqual(['a: completed']);
});

test('a gate that writes a file of its own each time is not asked for ever', async () => {
  const command = 'date +%N > report.txt';
  const id = bench.planOf([task('a', { gates: [{ type: 'command', command }] })]);
  await bench.drive(id);
  await bench.works(id, 'a', (dir) => write(dir, 'new.txt', 'good\n'));
  bench.commit(bench.repo, { 'other.txt': '1\n' }, 'by a person');
  await bench.drive(id);
  expect(bench.shown(id)).toEqual(['a: completed']);
  expect(bench.ran).toHaveLength(2);
});
