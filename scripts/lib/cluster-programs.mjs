/** The programs of a Temporal cluster on PostgreSQL: the server and its schema tool are built from their Go module. */
import { mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from './lock.mjs';
import { cacheDir, say, SetupError } from './project.mjs';
import { isExecutable, runStep, which } from './run.mjs';
import { ensureProgram } from './system-packages.mjs';
import { GO_PLACES } from './temporal-sources.mjs';

/** The one that docker-compose.yml runs; a test compares them. */
export const SERVER_VERSION = '1.29.1';
const MODULE = 'go.temporal.io/server/cmd';
/** Where Debian and Ubuntu put them: only their wrappers are on PATH. */
const POSTGRES_PLACES = '/usr/lib/postgresql';

/** What `go install` calls them, and what they are called in Temporal's images. */
const PROGRAMS = { server: 'temporal-server', sql: 'temporal-sql-tool' };

/**
 * The directory of temporal-server and temporal-sql-tool; built at the first call, which takes some minutes.
 * @throws SetupError where there is no Go, or the build fails
 */
export async function ensureTemporalServer(env) {
  const directory = join(cacheDir(env), `temporal-server-${SERVER_VERSION}`);
  const isThere = () => Object.values(PROGRAMS).every((name) => isExecutable(join(directory, name)));
  if (isThere()) return directory;
  const go = which('go', env.PATH) ?? GO_PLACES.find(isExecutable);
  if (!go)
    throw new SetupError('Go is missing, which builds the Temporal server. Install it (https://go.dev/dl).');
  await withLock(`${directory}.lock`, 'building the Temporal server', async () => {
    if (isThere()) return;
    say('Building the Temporal server with Go (some minutes, once for this user) ...');
    const building = `${directory}.building`;
    rmSync(building, { recursive: true, force: true });
    mkdirSync(building, { recursive: true });
    const modules = [`${MODULE}/server@v${SERVER_VERSION}`, `${MODULE}/tools/sql@v${SERVER_VERSION}`];
    await runStep(go, ['install', ...modules], {
      what: 'build of the Temporal server',
      todo: 'Mend what it says, then start again.',
      env: { ...env, GOBIN: building, CGO_ENABLED: '0' },
    });
    for (const [built, name] of Object.entries(PROGRAMS))
      renameSync(join(building, built), join(building, name));
    rmSync(directory, { recursive: true, force: true });
    renameSync(building, directory);
  });
  return directory;
}

/** The directory of initdb, postgres and pg_isready. @throws SetupError where it can't be installed from here */
export async function ensurePostgres(env) {
  const places = () => versions().map((version) => join(POSTGRES_PLACES, version, 'bin', 'initdb'));
  const wanted = { title: 'PostgreSQL', names: ['initdb'], package: 'postgresql', places };
  const program = await ensureProgram(env, wanted);
  return dirname(realpathSync(program));
}

/** The newest first. */
function versions() {
  try {
    return readdirSync(POSTGRES_PLACES).sort((one, other) => Number(other) - Number(one));
  } catch {
    return [];
  }
}
