/** Which directory a path lies in: on the disk, links followed, and by its name alone. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInsideByName } from '../../policy/paths';
import { isInsideOnDisk, realPath } from '../../store/real-path';

let root: string;
const at = (name: string): string => join(root, name);
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'architect-paths-')));
  for (const dir of ['app/src', 'app/..hidden', 'app2', 'other/deep'])
    mkdirSync(at(dir), { recursive: true });
  for (const file of ['app/a.txt', 'app2/a.txt', 'other/a.txt']) writeFileSync(at(file), '');
  symlinkSync(at('other'), at('app/out'));
  symlinkSync(at('other/a.txt'), at('app/file'));
  symlinkSync('..', at('app/src/above'));
  symlinkSync('../..', at('app/src/far-above'));
  symlinkSync(at('app'), at('link'));
  symlinkSync(at('link'), at('link-to-link'));
  symlinkSync(at('app/src'), at('other/back'));
  symlinkSync(at('nothing'), at('app/dangling'));
  symlinkSync('round', at('app/round'));
});
afterAll(() => rmSync(root, { recursive: true }));

describe('on the disk', () => {
  const inside = (path: string, directory: string): boolean => {
    const real = realPath(path);
    return real !== undefined && isInsideOnDisk(real, directory);
  };

  test.each([
    ['the directory itself', 'app', 'app', true],
    ['a file in it', 'app/a.txt', 'app', true],
    ['a name that begins with two dots', 'app/..hidden', 'app', true],
    ['a directory whose name begins the same', 'app2/a.txt', 'app', false],
    ['the directory above', '.', 'app', false],
    ['`..` that leads out', 'app/../app2', 'app', false],
    ['a link in it that leads out', 'app/out', 'app', false],
    ['what lies behind such a link', 'app/out/deep', 'app', false],
    ['a link to a file outside', 'app/file', 'app', false],
    ['a link that stays in it', 'app/src/above', 'app', true],
    ['a link to what is above', 'app/src/far-above', 'app', false],
    ['a link outside that leads into it', 'other/back', 'app', true],
    ['a path in a directory that is reached by a link', 'app/src', 'link', true],
    ['a path that is reached by the same link', 'link/src', 'link', true],
    ['a path that is reached by a link of a link', 'link-to-link/src', 'app', true],
    ['a link that leads nowhere', 'app/dangling', 'app', false],
    ['a link in a circle', 'app/round', 'app', false],
    ['what is not there', 'app/nothing', 'app', false],
    ['a directory that is not there', 'app', 'nothing', false],
    ['a directory that is a link to nothing', 'app', 'app/dangling', false],
  ])('%s: %s in %s is %s', (_what, path, directory, expected) => {
    expect(inside(at(path), at(directory))).toBe(expected);
  });

  test('everything is in /, and / in nothing else', () => {
    expect([inside(root, '/'), inside('/', '/'), inside('/', root)]).toEqual([true, true, false]);
  });

  test('a path can not be checked before its links were followed', () => {
    // @ts-expect-error A name is no real path: the type check fails if one is taken.
    expect(isInsideOnDisk(at('app/out'), at('app'))).toBe(true);
  });

  test('a path that became a link after it was followed is still judged as what was found', () => {
    mkdirSync(at('app/swapped'));
    const [inner, outer] = [realPath(at('app/swapped')), realPath(at('other/deep'))];
    rmSync(at('app/swapped'), { recursive: true });
    symlinkSync(at('other'), at('app/swapped'));
    rmSync(at('other/deep'), { recursive: true });
    symlinkSync(at('app'), at('other/deep'));
    expect(inner && isInsideOnDisk(inner, at('app'))).toBe(true);
    expect(outer && isInsideOnDisk(outer, at('app'))).toBe(false);
  });
});

describe('by its name', () => {
  test.each([
    ['/srv/app', '/srv/app', true],
    ['/srv/app/src', '/srv/app', true],
    ['/srv/app/..hidden', '/srv/app', true],
    ['/srv/app2', '/srv/app', false],
    ['/srv', '/srv/app', false],
    ['/srv/app', '/', true],
    ['/', '/', true],
    ['/', '/srv', false],
  ])('%s in %s is %s', (path, directory, expected) => {
    expect(isInsideByName(path, directory)).toBe(expected);
  });

  test('links are not followed: the policy asks its disk where they lead', () => {
    expect(isInsideByName(at('app/out'), at('app'))).toBe(true);
    expect(isInsideByName(at('other/back'), at('app'))).toBe(false);
  });
});
