/** npm's packages, as package-lock.json has them. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './fingerprint.mjs';
import { withLock } from './lock.mjs';
import { ROOT, say, setupLock } from './project.mjs';
import { run, runStep, stepFailed } from './run.mjs';

const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.architect-stamp');
const LOCKFILE = join(ROOT, 'package-lock.json');
const OBJECT_WRAP = join(ROOT, 'scripts', 'lib', 'object-wrap.h');

/** Runs `npm ci` unless it has been run for this package-lock.json and this Node. */
export async function ensureInstalled(env) {
  if (isInstalled()) return;
  await withLock(setupLock(env), 'installing packages', async () => {
    if (isInstalled()) return;
    if (!isInstalledByHand()) await install(env);
    writeFileSync(STAMP, stamp());
  });
}

const NATIVE = ['@swc/core', '@temporalio/core-bridge', 'better-sqlite3'];
/** There in the tarball of a release: it comes built. */
export const RELEASE_MARK = '.release';
/** Compiling needs the development packages, whatever NODE_ENV says. */
const DEV = existsSync(join(ROOT, RELEASE_MARK)) ? '--omit=dev' : '--include=dev';
const OPTIONS = [DEV, '--no-audit', '--no-fund'];

async function install(env) {
  say('Installing packages (npm ci, about a minute; some more where a package has to be compiled) ...');
  const options = { cwd: ROOT, env: compilerSettings(env) };
  const exact = await run('npm', ['ci', ...OPTIONS], { what: 'npm ci', ...options });
  if (exact.ok && (await loads(options)).ok) return;
  // A lockfile may lack optional packages of other platforms than the one it was made on: some releases of npm refuse
  // it then, others leave those packages out. `npm install` gets them, in the lockfile's versions where it has them.
  if (!exact.ok && !exact.output.includes('EUSAGE')) {
    throw stepFailed('npm ci', exact, 'Check the network (and the proxy settings of npm), then start again.');
  }
  say('package-lock.json lacks packages of this platform; getting them (npm install --no-save) ...');
  const what = 'npm install';
  const todo = 'Check the network (and the proxy settings of npm), then start again.';
  await runStep('npm', ['install', '--no-save', ...OPTIONS], { what, todo, ...options });
  const loaded = await loads(options);
  if (!loaded.ok)
    throw stepFailed('loading the native packages', loaded, 'Remove node_modules and start again.');
}

/** For packages that have to be compiled: see object-wrap.h. A path with a space can't be told to make. */
function compilerSettings(env) {
  if (/\s/.test(OBJECT_WRAP)) return env;
  return { ...env, CXXFLAGS: [env.CXXFLAGS, `-include ${OBJECT_WRAP}`].filter(Boolean).join(' ') };
}

/** Whether the packages with native code have it for this platform. */
function loads(options) {
  return run(process.execPath, ['-e', NATIVE.map((name) => `require('${name}');`).join('')], options);
}

function isInstalled() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp();
}

/** A person has run `npm ci` or `npm install`: npm's own lockfile in node_modules is written last. */
function isInstalledByHand() {
  if (existsSync(STAMP) || !existsSync(join(MODULES, 'typescript'))) return false;
  const hidden = statSync(join(MODULES, '.package-lock.json'), { throwIfNoEntry: false });
  return hidden !== undefined && hidden.mtimeMs >= statSync(LOCKFILE).mtimeMs;
}

/** Native modules are built for one ABI of Node on one platform. */
function stamp() {
  const { versions, platform, arch } = process;
  return `${sha256(readFileSync(LOCKFILE))} ${versions.modules} ${platform} ${arch}\n`;
}
