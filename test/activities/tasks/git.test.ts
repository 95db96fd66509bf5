/** Every git operation on real repositories. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../processes/exec';
import { commandOf } from '../../../activities/tasks/commands';
import { programEnvironment } from '../../../config';
import type { TaskInputs } from '../../../workflows/contracts/task-inputs';

let dir: string;
let clone: string;
const IDENTITY = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
};
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'architect-git-'));
  clone = join(dir, 'clone');
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', join(dir, 'remote.git')]);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function git(input: TaskInputs['git'], cwd = clone): Promise<string> {
  const { argv, env } = await commandOf({ type: 'git', ...input }, cwd);
  const result = await run(argv, { cwd, env: { ...programEnvironment(), ...IDENTITY, ...env } });
  expect({ argv, ok: result.ok, stderr: result.ok ? '' : result.stderr }).toEqual({
    argv,
    ok: true,
    stderr: '',
  });
  return result.stdout;
}

test('a repository is cloned, changed, committed, pushed, branched, merged and pulled', async () => {
  await git({ operation: 'clone', url: join(dir, 'remote.git'), directory: 'clone' }, dir);
  writeFileSync(join(clone, 'one'), '1\n');
  mkdirSync(join(clone, 'sub'));
  writeFileSync(join(clone, 'sub/two'), '2\n');
  await git({ operation: 'checkout', ref: 'main', create: true });
  expect(await git({ operation: 'status' })).toContain('?? one');
  // Only what was named; a message is never read as shell text.
  await git({ operation: 'commit', message: 'One "$(touch injected)"; `x`', paths: ['one'] });
  expect(await git({ operation: 'log' })).toContain('One "$(touch injected)"; `x`');
  expect(await git({ operation: 'status' })).toContain('?? sub/');
  await git({ operation: 'commit', message: 'Two', all: true });
  expect(await git({ operation: 'status' })).not.toMatch(/^\?\?/m);
  await git({ operation: 'push', remote: 'origin', branch: 'main', set_upstream: true });

  await git({ operation: 'branch', name: 'feature' });
  await git({ operation: 'checkout', ref: 'feature' });
  writeFileSync(join(clone, 'one'), '11\n');
  expect(await git({ operation: 'diff' })).toContain('+11');
  await git({ operation: 'stash', message: 'later' });
  expect(await git({ operation: 'stash', action: 'list' })).toContain('later');
  expect(await git({ operation: 'diff' })).toBe('');
  await git({ operation: 'stash', action: 'pop' });
  await git({ operation: 'commit', message: 'Eleven', all: true });
  await git({ operation: 'checkout', ref: 'main' });
  await git({ operation: 'merge', ref: 'feature', no_ff: true });
  expect(readFileSync(join(clone, 'one'), 'utf8')).toBe('11\n');
  await git({ operation: 'tag', name: 'v1', message: 'first' });
  expect(await git({ operation: 'tag' })).toBe('v1\n');
  await git({ operation: 'push', tags: true });
  await git({ operation: 'push', branch: 'main' });
  await git({ operation: 'branch', name: 'feature', delete: true });
  expect(await git({ operation: 'branch' })).not.toMatch(/^[* ] feature/m);

  await git(
    { operation: 'clone', url: join(dir, 'remote.git'), directory: 'other', branch: 'main', depth: 1 },
    dir,
  );
  writeFileSync(join(clone, 'one'), '111\n');
  await git({ operation: 'commit', message: 'More', paths: ['one'] });
  await git({ operation: 'push' });
  await git({ operation: 'fetch', prune: true }, join(dir, 'other'));
  await git({ operation: 'pull' }, join(dir, 'other'));
  expect(readFileSync(join(dir, 'other/one'), 'utf8')).toBe('111\n');
  expect(await git({ operation: 'log', limit: 1, ref: 'HEAD', paths: ['one'] })).toContain('More');
  expect(await git({ operation: 'checkout', ref: 'HEAD', paths: ['one'] })).toBe('');
});

test('an address that runs programs is refused by git itself as well', async () => {
  const { argv, env } = await commandOf({ type: 'git', operation: 'clone', url: 'ext::sh -c date' }, dir);
  const result = await run(argv, { cwd: dir, env: { ...programEnvironment(), ...env } });
  expect(result.ok).toBe(false);
  expect(result.stderr).toMatch(/transport 'ext' not allowed/);
});
