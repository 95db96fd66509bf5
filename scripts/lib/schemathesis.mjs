/** The program that makes requests of an API document: installed from PyPI into the per-user cache, once. */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from './lock.mjs';
import { cacheDir, say, SetupError } from './project.mjs';
import { isExecutable, run, runStep, which } from './run.mjs';

const VERSION = '4.32.5';
const NEEDED = 'Python 3.10 or newer with venv (Debian: apt-get install python3-venv)';

/** @returns {Promise<string>} the path of the program. @throws SetupError with what to do */
export async function findSchemathesis(env) {
  const directory = join(cacheDir(env), `schemathesis-${VERSION}`);
  const program = join(directory, 'bin', 'schemathesis');
  if (isExecutable(program)) return program;
  await withLock(`${directory}.lock`, 'installing schemathesis', async () => {
    if (!isExecutable(program)) await install(directory, env);
  });
  return program;
}

async function install(directory, env) {
  const python = which('python3', env.PATH);
  const recent =
    python && (await run(python, ['-c', 'import sys, venv; sys.exit(sys.version_info < (3, 10))'], { env }));
  if (!recent?.ok) throw new SetupError(`The fuzz run needs ${NEEDED}.`);
  say(`Installing schemathesis ${VERSION} into ${dirname(directory)} (about a minute) ...`);
  // A half-made one would pass for whole: the stamp of a whole one is that its program runs.
  rmSync(directory, { recursive: true, force: true });
  try {
    await runStep(python, ['-m', 'venv', directory], {
      env,
      what: 'making a venv',
      todo: `Install ${NEEDED}.`,
    });
    const pip = ['install', '--quiet', '--disable-pip-version-check', `schemathesis==${VERSION}`];
    const todo = 'Check the network (and the settings of pip), then start again.';
    await runStep(join(directory, 'bin', 'pip'), pip, { env, what: 'installing schemathesis', todo });
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}
