/** npm's packages, as package-lock.json has them. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './fingerprint.mjs';
import { withLock } from './lock.mjs';
import { ROOT, say, setupLock } from './project.mjs';
import { run, runStep } from './run.mjs';

const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.architect-stamp');
const LOCKFILE = join(ROOT, 'package-lock.json');

/** Runs `npm ci` unless it has been run for this package-lock.json and this Node. */
export async function ensureInstalled(env) {
  if (isInstalled()) return;
  await withLock(setupLock(env), 'installing packages', async () => {
    if (isInstalled()) return;
    if (!isInstalledByHand()) await install(env);
    writeFileSync(STAMP, stamp());
  });
}

/** Compiling needs the development packages, whatever NODE_ENV says. */
const OPTIONS = ['--include=dev', '--no-audit', '--no-fund'];

async function install(env) {
  say('Installing packages (npm ci, about a minute) ...');
  const options = { cwd: ROOT, env };
  const exact = await run('npm', ['ci', ...OPTIONS], { what: 'npm ci', ...options });
  if (exact.ok) return;
  // Some releases of npm refuse a lockfile that lacks optional packages of other platforms. `npm install --no-save`
  // keeps to the versions of the lockfile too, and leaves it as it is.
  const refused = exact.output.includes('EUSAGE');
  if (refused)
    say('This npm refuses package-lock.json as incomplete; npm install --no-save does the same with it ...');
  const [command, ...rest] = refused ? ['install', '--no-save'] : ['ci'];
  await runStep('npm', [command, ...rest, ...OPTIONS], {
    what: `npm ${command}`,
    ...options,
    todo: 'Check the network (and the proxy settings of npm), then start again.',
  });
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
