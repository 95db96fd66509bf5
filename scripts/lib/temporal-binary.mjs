/** The program of the workflow engine: found, downloaded or built, in this order, each way only if the one before fails. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { withLock } from './lock.mjs';
import { cacheDir, EXIT_CONFIGURATION, SetupError } from './project.mjs';
import { isExecutable, run, which } from './run.mjs';
import {
  buildWithGo,
  download,
  DOWNLOAD_URL,
  GO_MODULE,
  GO_PLACES,
  TEMPORAL_VERSION,
} from './temporal-sources.mjs';

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {{ downloadUrl?: string, goPlaces?: string[] }} sources where else to get it from, for tests
 * @returns {Promise<string>} the absolute path of a program that runs
 * @throws SetupError naming all that was tried, why each failed, and what to do
 */
export async function findTemporal(env, { downloadUrl = DOWNLOAD_URL, goPlaces = GO_PLACES } = {}) {
  if (env.TEMPORAL_CLI_PATH) return namedBySetting(env.TEMPORAL_CLI_PATH);
  const tried = [{ what: 'TEMPORAL_CLI_PATH', why: 'not set' }];

  const onPath = which('temporal', env.PATH);
  const fault = onPath ? await faultOf(onPath) : 'not found';
  if (!fault) return resolve(onPath);
  tried.push({ what: '"temporal" on PATH', why: onPath ? `${onPath} ${fault}` : fault });

  const cached = join(cacheDir(env), `temporal-${TEMPORAL_VERSION}`, 'temporal');
  // What is there was tried before it was put there.
  if (isExecutable(cached)) return cached;
  tried.push({ what: cached, why: existsSync(cached) ? 'is no program' : 'not there yet' });

  const found = await withLock(`${dirname(cached)}.lock`, 'getting the workflow engine', async () => {
    if (isExecutable(cached)) return true;
    const ways = [
      { what: `download from ${downloadUrl}`, get: (directory) => download(directory, downloadUrl, env) },
      { what: `go install ${GO_MODULE}`, get: (directory) => buildWithGo(directory, goPlaces, env) },
    ];
    for (const { what, get } of ways) {
      const why = await intoCache(cached, get);
      if (!why) return true;
      tried.push({ what, why });
    }
    return false;
  });
  if (found) return cached;
  throw new SetupError(explain(tried));
}

async function namedBySetting(setting) {
  const path = resolve(setting);
  const fault = isExecutable(path) ? await faultOf(path) : 'is not there, or is no program';
  if (!fault) return path;
  throw new SetupError(
    `TEMPORAL_CLI_PATH=${setting} ${fault}. Set it to a working temporal program, or unset it to have one found or installed.`,
    EXIT_CONFIGURATION,
  );
}

/** Gets the program in a directory beside the cache, tries it and only then puts it there. Returns why that failed. */
async function intoCache(cached, get) {
  const directory = join(dirname(dirname(cached)), `.getting-${randomUUID()}`);
  try {
    mkdirSync(directory, { recursive: true });
    const why = await get(directory);
    if (why) return why;
    const program = join(directory, 'temporal');
    const fault = isExecutable(program) ? await faultOf(program) : 'has no program "temporal" in it';
    if (fault) return `what came ${fault}`;
    mkdirSync(dirname(cached), { recursive: true });
    renameSync(program, cached);
    return undefined;
  } catch (error) {
    return error.message;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Why a program isn't Temporal's; undefined where it is. */
async function faultOf(program) {
  const { ok, end, stdout } = await run(program, ['--version'], { timeoutMs: 20_000 });
  if (!ok) return `does not run (--version: ${end})`;
  return /^temporal version/i.test(stdout) ? undefined : 'is another program than the Temporal CLI';
}

function explain(tried) {
  return [
    'There is no workflow engine to run. Tried:',
    ...tried.map(({ what, why }) => `  ${what}: ${why}`),
    'Do one of these, then start again:',
    '  - install the Temporal CLI (https://docs.temporal.io/cli), so that "temporal" is on PATH,',
    '    or set TEMPORAL_CLI_PATH to it',
    '  - install Go 1.21 or newer (https://go.dev/dl), so that the engine can be built here',
    '  - set TEMPORAL_ADDRESS to the host:port of a Temporal cluster',
  ].join('\n');
}
