/** Programs that only tests need, got with npm into the per-user cache: never packages of the product. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { say, SetupError } from './project.mjs';
import { run, stepFailed } from './run.mjs';

const INSTALL_TIMEOUT_MS = 10 * 60_000;
const STAMP = '.works';

/**
 * @typedef {object} Wanted
 * @property {string} name of the program, for messages
 * @property {string} wanted package@version
 * @property {string} home the directory it gets
 * @property {string} what it is for
 * @property {string} program its path in `home`; it has to know `--version`
 * @property {(told: string) => boolean} isRight whether that is the version
 */

/**
 * Installs unless it was installed before.
 * @param {Wanted} wanted
 * @throws SetupError saying what npm said, if it can't be had
 */
export async function ensurePackage(env, wanted) {
  const { home, name } = wanted;
  if (works(home)) return;
  await withLock(`${home}.lock`, `installing ${name}`, async () => {
    if (!works(home)) await install(wanted, env);
  });
}

/** Written last, so what a killed installation leaves behind doesn't count. */
function works(home) {
  try {
    return readFileSync(join(home, STAMP), 'utf8') === `${process.platform} ${process.arch}\n`;
  } catch {
    return false;
  }
}

/** Installs beside the place in the cache, runs the program once and only then puts it there. */
async function install({ wanted, home, what, ...program }, env) {
  say(`Installing ${wanted} for ${what} ...`);
  const directory = join(home, '..', `.getting-${randomUUID()}`);
  mkdirSync(directory, { recursive: true });
  try {
    writeFileSync(join(directory, 'package.json'), '{ "private": true }\n');
    // Its minimum of Node.js is for a launcher; the program itself is a binary.
    const options = ['--no-audit', '--no-fund', '--no-package-lock', '--engine-strict=false'];
    const installed = await run('npm', ['install', ...options, wanted], {
      what: `npm install ${wanted}`,
      cwd: directory,
      env: { ...env, NODE_ENV: '' },
      timeoutMs: INSTALL_TIMEOUT_MS,
    });
    if (!installed.ok) {
      const todo =
        "npm's registry has to be reached once for these tests: check the network and npm's proxy settings, then start again.";
      throw stepFailed(`Installing ${wanted}`, installed, todo);
    }
    await tryOut({ wanted, ...program }, directory, env);
    writeFileSync(join(directory, STAMP), `${process.platform} ${process.arch}\n`);
    rmSync(home, { recursive: true, force: true });
    renameSync(directory, home);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function tryOut({ name, wanted, program, isRight }, directory, env) {
  // A home of its own: the program may write there.
  const { ok, end, stdout } = await run(join(directory, program), ['--version'], {
    env: { ...env, HOME: directory },
    timeoutMs: 60_000,
  });
  if (ok && isRight(stdout)) return;
  throw new SetupError(
    `${wanted} was installed, but ${name} --version says ${ok ? `"${stdout.trim()}"` : `nothing (${end})`}. ` +
      'There may be no build of it for this platform; npm test runs everything else.',
  );
}
