/** Packages that are installed anew: those in use stay until the new ones are there and load. */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory, removeDirectory, ROOT, startNode, writeProgram } from './support';

let copy: string;
beforeEach(() => {
  copy = makeDirectory();
  for (const part of ['scripts', 'package.json', 'package-lock.json'])
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
});
afterEach(() => removeDirectory(copy));

const NATIVE = ['@swc/core', '@temporalio/core-bridge', 'better-sqlite3'];
/** What a package says of itself when it is loaded; `breaks`: it can't be. */
const put = (modules: string, says: string, breaks = false): void => {
  for (const name of NATIVE) {
    mkdirSync(join(modules, name), { recursive: true });
    const code = breaks ? 'throw new Error("no such symbol");' : `module.exports = ${JSON.stringify(says)};`;
    writeFileSync(join(modules, name, 'index.js'), code);
  }
};
const modules = (): string => join(copy, 'node_modules');
const inPlace = (): string => readFileSync(join(modules(), 'better-sqlite3', 'index.js'), 'utf8');

/** An npm that does as its script says, where it was asked to; the packages that it would get are in `new`. */
const npm = (script: string): void =>
  void writeProgram(join(copy, 'bin', 'npm'), `#!/bin/sh\necho "$@" >> ${copy}/asked\n${script}\n`);
const INSTALLS = 'rm -rf node_modules && cp -r "$NEW" node_modules';

async function install(): Promise<{ code: number | null; stderr: string }> {
  const source = `
    import { ensureInstalled } from ${JSON.stringify(join(copy, 'scripts/lib/install.mjs'))};
    import { runMain } from ${JSON.stringify(join(copy, 'scripts/lib/project.mjs'))};
    await runMain(async () => { await ensureInstalled(process.env); return 0; });`;
  const { ended } = startNode(['--input-type=module', '-e', source], {
    PATH: `${join(copy, 'bin')}:${process.env['PATH']}`,
    HOME: copy,
    XDG_CACHE_HOME: join(copy, 'cache'),
    NEW: join(copy, 'new'),
  });
  return ended;
}

describe('where packages are in use', () => {
  beforeEach(() => {
    put(modules(), 'former');
    writeFileSync(join(modules(), '.architect-stamp'), 'of another lockfile\n');
    put(join(copy, 'new'), 'new');
  });

  test('the new ones take their place once they load', async () => {
    npm(`grep -q former ${copy}/node_modules/better-sqlite3/index.js || exit 9\n${INSTALLS}`);
    expect(await install()).toMatchObject({ code: 0 });
    expect(inPlace()).toContain('new');
    expect(existsSync(join(copy, '.install'))).toBe(false);
    expect(await install()).toMatchObject({ code: 0 });
    expect(readFileSync(join(copy, 'asked'), 'utf8').trim().split('\n')).toHaveLength(1);
  });

  test.each([
    ['npm fails', 'rm -rf node_modules; echo no registry >&2; exit 1'],
    ['npm is killed', 'rm -rf node_modules; kill -KILL $$'],
  ])('they stay where %s, and that is said', async (_what, script) => {
    npm(script);
    const { code, stderr } = await install();
    expect(code).toBe(1);
    expect(stderr).toMatch(/npm ci failed[^]*still in place: a dashboard that runs goes on/);
    expect(inPlace()).toContain('former');
    expect(existsSync(join(copy, '.install'))).toBe(false);
    npm(INSTALLS);
    expect(await install()).toMatchObject({ code: 0 });
    expect(inPlace()).toContain('new');
  });

  test('they stay where the new ones do not load', async () => {
    put(join(copy, 'new'), 'new', true);
    npm(INSTALLS);
    const { code, stderr } = await install();
    expect(code).toBe(1);
    expect(stderr).toMatch(/loading the native packages failed[^]*no such symbol[^]*still in place/);
    expect(inPlace()).toContain('former');
  });

  test('they are put back where a start was killed right before the new ones took their place', async () => {
    mkdirSync(join(copy, '.install'));
    renameSync(modules(), join(copy, '.install', 'former'));
    npm('echo no registry >&2; exit 1');
    expect(await install()).toMatchObject({ code: 1 });
    expect(inPlace()).toContain('former');
  });
});

test('the first ones are installed in their place', async () => {
  put(join(copy, 'new'), 'new');
  npm(`${INSTALLS}; pwd > ${copy}/where`);
  expect(await install()).toMatchObject({ code: 0 });
  expect(readFileSync(join(copy, 'where'), 'utf8').trim()).toBe(copy);
});
