/** What git says of a directory for a plan, and what it runs meanwhile. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trees } from '../../../activities/plans/trees';

let root: string;
let dir: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'architect-trees-')));
  dir = join(root, 'work');
  mkdirSync(join(dir, 'src'), { recursive: true });
  git('init', '-q');
  writeFileSync(join(dir, 'src/a.ts'), 'one\n');
  git('add', '.');
  git('commit', '-qm', 'first');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const git = (...args: string[]): void =>
  void execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    cwd: dir,
    stdio: 'pipe',
  });
const looks = () => trees(join(root, 'objects'));

it('says which files differ between two looks, whatever was committed in between', async () => {
  const before = await looks().read(join(dir, 'src'));
  writeFileSync(join(dir, 'src/a.ts'), 'two\n');
  writeFileSync(join(dir, 'b.ts'), 'new\n');
  git('add', '.');
  git('commit', '-qm', 'second');
  const after = await looks().read(join(dir, 'src'));
  expect([before.note, after.note]).toEqual([null, null]);
  expect(after.head).not.toBe(before.head);
  expect(await looks().files(join(dir, 'src'), before.tree, after.tree)).toEqual(['../b.ts', 'a.ts']);
  expect(await looks().files(dir, after.tree, after.tree)).toEqual([]);
  expect(await looks().files(dir, null, after.tree)).toBeNull();
});

it('says why it does not know', async () => {
  expect((await looks().read(null)).note).toBe('where it works is not known');
  rmSync(join(dir, '.git'), { recursive: true });
  expect(await looks().read(dir)).toEqual({ head: null, tree: null, note: `${dir} is in no git repository` });
});

it('runs no filter that the repository names', async () => {
  const ran = join(root, 'ran');
  const filter = join(root, 'filter');
  writeFileSync(filter, `#!/bin/sh\ntouch ${ran}\ncat\n`, { mode: 0o755 });
  git('config', 'filter.evil.clean', filter);
  git('config', 'core.fsmonitor', filter);
  writeFileSync(join(dir, '.gitattributes'), '* filter=evil\n');
  writeFileSync(join(dir, 'src/a.ts'), 'two\n');
  const look = await looks().read(dir);
  expect([look.note, existsSync(ran)]).toEqual([null, false]);
});
