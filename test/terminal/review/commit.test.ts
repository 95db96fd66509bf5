/** Commits of chosen files, as they were seen. */
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommitRequest } from '../../../workflows/contracts/review';
import { type Lab, labWith } from './support';

let at: Lab;
beforeEach(() => void (at = labWith({ 'a.txt': 'one\n', 'b.txt': 'b\n', 'gone.txt': 'x\n' })));
afterEach(() => at.close());

const head = (): string => at.git('rev-parse', 'HEAD').trim();
const wanted = async (message: string, ...paths: string[]): Promise<CommitRequest> => ({
  files: await at.seen(...paths),
  ...{ head: head(), message },
});
const commit = (request: CommitRequest) => at.reviews.commit(at.dir, request);

it('commits the chosen files, and leaves what else is staged or changed', async () => {
  at.write('a.txt', 'two\n');
  at.write('b.txt', 'staged\n');
  at.git('add', 'b.txt');
  at.git('rm', '-q', 'gone.txt');
  at.write('dir/new.sh', '#!/bin/sh\n', { mode: 0o755 });
  at.write('later.txt', 'l\n');
  const request = await wanted('Say two\n\nBecause.\n\n', 'a.txt', 'gone.txt', 'dir/new.sh');
  expect(await commit(request)).toEqual({ commit: head(), branch: 'main', wasThere: false });
  expect(at.git('log', '-1', '--format=%an <%ae>|%cn|%P|%B')).toBe(
    `Ada <ada@example.com>|Ada|${request.head}|Say two\n\nBecause.\n\n`,
  );
  expect(at.git('show', '--raw', '--format=', '--abbrev=4').replace(/ [0-9a-f]{4} [0-9a-f]{4}/g, '')).toBe(
    ':100644 100644 M\ta.txt\n:000000 100755 A\tdir/new.sh\n:100644 000000 D\tgone.txt\n',
  );
  expect(at.status()).toEqual(['M  b.txt', '?? later.txt']);
  expect(at.git('reflog', '-1', '--format=%gs')).toBe('commit: Say two\n');
});

it('commits a first time, and a renamed file', async () => {
  at.git('checkout', '-q', '--orphan', 'new');
  const first = await commit({ files: await at.seen(), head: null, message: 'All' });
  expect(first).toMatchObject({ branch: 'new', commit: head() });
  at.git('mv', 'a.txt', 'z.txt');
  await commit(await wanted('Move', 'z.txt'));
  expect(at.git('show', '--name-status', '--format=', '-M')).toBe('R100\ta.txt\tz.txt\n');
  expect(at.status()).toEqual([]);
});

it('makes one commit of a request that comes twice', async () => {
  at.write('a.txt', 'two\n');
  at.write('new.txt', 'n\n');
  const request = await wanted('Say two');
  const { commit: made } = await commit(request);
  expect(await commit(request)).toEqual({ commit: made, branch: 'main', wasThere: true });
  expect(at.git('rev-list', '--count', 'HEAD')).toBe('2\n');
  await expect(commit({ ...request, message: 'Another' })).rejects.toMatchObject({ fault: 'changed' });
});

it('goes on where it was cut off after the files were staged', async () => {
  at.write('a.txt', 'two\n');
  const request = await wanted('Say two');
  at.git('add', 'a.txt');
  expect(await commit(request)).toMatchObject({ wasThere: false });
  expect(at.status()).toEqual([]);
});

it('commits nothing that is not as it was seen', async () => {
  at.write('a.txt', 'two\n');
  at.write('b.txt', 'two\n');
  const request = await wanted('Say two');
  at.write('b.txt', 'three\n');
  await expect(commit(request)).rejects.toMatchObject({
    fault: 'changed',
    message: "'b.txt' changed since you saw it: nothing was done. Read the list anew and look again",
  });
  at.write('b.txt', 'two\n');
  at.git('commit', '-qm', 'other', '--allow-empty');
  await expect(commit(request)).rejects.toMatchObject({ fault: 'changed' });
  expect(at.status()).toEqual([' M a.txt', ' M b.txt']);
});

it('runs no hook, and signs nothing', async () => {
  const ran = join(at.root, 'ran');
  const program = `#!/bin/sh\necho "$0" >> ${ran}\nexit 1\n`;
  for (const hook of [
    'pre-commit',
    'commit-msg',
    'post-commit',
    'prepare-commit-msg',
    'reference-transaction',
    'post-index-change',
  ])
    writeFileSync(join(at.dir, '.git/hooks', hook), program, { mode: 0o755 });
  at.write('../gpg', program, { mode: 0o755 });
  at.git('config', 'commit.gpgSign', 'true');
  at.git('config', 'gpg.program', join(at.root, 'gpg'));
  at.git('config', 'core.fsmonitor', join(at.root, 'gpg'));
  at.write('a.txt', 'two\n');
  await commit(await wanted('Say two'));
  expect(existsSync(ran)).toBe(false);
  expect(at.git('log', '-1', '--format=%s')).toBe('Say two\n');
});

it('says who has to be named, and what is in the way', async () => {
  at.write('a.txt', 'two\n');
  const request = await wanted('Say two');
  // Settings of the person who runs this would name somebody.
  process.env['HOME'] = process.env['XDG_CONFIG_HOME'] = at.root;
  at.git('config', '--unset', 'user.email');
  await expect(commit(request)).rejects.toMatchObject({ message: expect.stringContaining('user.email') });
  at.git('config', 'user.email', 'ada@example.com');
  at.write('.git/index.lock', '');
  await expect(commit(request)).rejects.toMatchObject({ message: expect.stringContaining('index.lock') });
  expect(head()).toBe(request.head);
});

it('commits nothing while a merge is under way, and nothing that was withheld', async () => {
  at.write('a.txt', 'two\n');
  at.write('.env', 'TOKEN=1\n');
  await expect(commit(await wanted('Say two'))).rejects.toMatchObject({
    fault: 'refused',
    message: expect.stringContaining("'.env' is left to you"),
  });
  at.write('.git/MERGE_HEAD', `${head()}\n`);
  await expect(commit(await wanted('Say two', 'a.txt'))).rejects.toMatchObject({
    message: expect.stringContaining('a merge is under way'),
  });
});

it('keeps line ends as the repository wants them, and modes', async () => {
  at.write('.gitattributes', '*.txt text eol=crlf\n');
  at.write('a.txt', 'one\r\ntwo\r\n');
  chmodSync(join(at.dir, 'b.txt'), 0o755);
  await commit(await wanted('Ends', 'a.txt', '.gitattributes', 'b.txt'));
  expect(at.git('show', 'HEAD:a.txt')).toBe('one\ntwo\n');
  expect(at.git('ls-tree', 'HEAD', 'b.txt')).toMatch(/^100755/);
  expect(at.status()).toEqual([]);
});

it('commits in a work tree of its own', async () => {
  at.git('worktree', 'add', '-q', '-b', 'side', '../side');
  const side = join(at.root, 'side');
  writeFileSync(join(side, 'a.txt'), 'side\n');
  const { files, head: last } = await at.reviews.look(side);
  const made = await at.reviews.commit(side, { files, head: last, message: 'Side' });
  expect(made.branch).toBe('side');
  expect(at.git('rev-parse', 'side').trim()).toBe(made.commit);
  expect(head()).toBe(last);
});
