/** npm's packages, as package-lock.json has them. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './fingerprint.mjs';
import { withLock } from './lock.mjs';
import { ROOT, say, SetupError, setupLock } from './project.mjs';
import { run, runStep, stepFailed } from './run.mjs';

const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.architect-stamp');
const LOCKFILE = join(ROOT, 'package-lock.json');
/** Where they are installed anew while others are in use; and where those wait until the new ones are in their place. */
const BESIDE = join(ROOT, '.install');
const FORMER = join(BESIDE, 'former');
const OBJECT_WRAP = join(ROOT, 'scripts', 'lib', 'object-wrap.h');

/** Runs `npm ci` unless it has been run for this package-lock.json and this Node. */
export async function ensureInstalled(env) {
  if (isInstalled()) return;
  await withLock(setupLock(env), 'installing packages', async () => {
    // A start that was killed between two names.
    if (!existsSync(MODULES) && existsSync(FORMER)) renameSync(FORMER, MODULES);
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

const TODO = 'Check the network (and the proxy settings of npm), then start again.';

/** `npm ci` begins with removing what is there: so it works beside that, which a running dashboard goes on with. */
async function install(env) {
  say('Installing packages (npm ci, about a minute; some more where a package has to be compiled) ...');
  if (!existsSync(MODULES)) return installIn(ROOT, env, TODO);
  rmSync(BESIDE, { recursive: true, force: true });
  mkdirSync(BESIDE);
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    if (existsSync(join(ROOT, file))) copyFileSync(join(ROOT, file), join(BESIDE, file));
  try {
    await installIn(BESIDE, env, `${TODO} ${STAYS}`);
    takeOver();
  } finally {
    if (existsSync(MODULES)) rmSync(BESIDE, { recursive: true, force: true });
  }
}

const STAYS =
  'The packages there were are still in place: a dashboard that runs goes on, and the release before, checked out again, starts with them.';

/** Two names are changed, which takes no time. @throws SetupError where they can't be */
function takeOver() {
  try {
    renameSync(MODULES, FORMER);
  } catch (error) {
    throw new SetupError(
      `${MODULES} can't be replaced (${error.code}), as where something is mounted there. Stop the dashboard, empty that directory, and start again.`,
    );
  }
  try {
    renameSync(join(BESIDE, 'node_modules'), MODULES);
  } catch (error) {
    renameSync(FORMER, MODULES);
    throw error;
  }
}

async function installIn(directory, env, todo) {
  const options = { cwd: directory, env: compilerSettings(env) };
  const exact = await run('npm', ['ci', ...OPTIONS], { what: 'npm ci', ...options });
  if (exact.ok && (await loads(options)).ok) return;
  // A lockfile may lack optional packages of other platforms than the one it was made on: some releases of npm refuse
  // it then, others leave those packages out. `npm install` gets them, in the lockfile's versions where it has them.
  if (!exact.ok && !exact.output.includes('EUSAGE')) throw stepFailed('npm ci', exact, todo);
  say('package-lock.json lacks packages of this platform; getting them (npm install --no-save) ...');
  await runStep('npm', ['install', '--no-save', ...OPTIONS], { what: 'npm install', todo, ...options });
  const loaded = await loads(options);
  if (!loaded.ok)
    throw stepFailed(
      'loading the native packages',
      loaded,
      directory === ROOT ? 'Remove node_modules and start again.' : todo,
    );
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
