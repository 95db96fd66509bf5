/** Starting: what is missing is set up, then the server runs, in this terminal or in the background. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { DIST, EXIT_CONFIGURATION, ROOT, say, SERVER, SetupError } from './project.mjs';
import { endStepsOnSignals } from './run.mjs';
import { setUp } from './set-up.mjs';
import { supervise } from './supervise.mjs';

/**
 * `workers`: how many worker processes run beside a server that leaves workflows to them; undefined: it does all itself.
 * @typedef {{ daemon?: boolean, ssl?: boolean, workers?: number, rolling?: boolean }} How
 */

/**
 * @param {How} how
 * @returns {Promise<number>} the exit code
 */
export async function start({ daemon = false, ssl = false, workers }) {
  const env = environment(ssl);
  if (!daemon) return inTerminal(env, workers);
  await setUp(env);
  return inBackground(env, workers);
}

/** A worker process beside a server that was started otherwise. It needs no engine of its own. */
export async function startWorker() {
  const endOfSetup = endStepsOnSignals();
  const ready = await setUp(process.env, { withEngine: false });
  endOfSetup();
  return supervise({ command: process.execPath, args: command('worker'), env: ready, say });
}

const NOT_ROLLING =
  'restart --rolling starts each process again as it was started, so it takes neither --ssl nor --workers. Leave out --rolling: the dashboard is then away for some seconds; prompts, sessions and tasks go on.';

/**
 * However it was started. Served it HTTPS, it will again; had it worker processes, it will again.
 * @param {How} how `rolling`: one process after the other, so that the others go on meanwhile
 */
export async function restart({ ssl = false, workers, rolling = false }) {
  if (rolling && (ssl || workers !== undefined)) throw new SetupError(NOT_ROLLING, EXIT_CONFIGURATION);
  // Built before the stop: a source that can't be built must not take the dashboard away.
  await setUp(environment(ssl));
  const { daemon, config } = await parts();
  if (rolling) return daemon.restartRolling(config, answer);
  const env = environment(ssl || (await daemon.servesTls(config)));
  const beside = workers ?? (await daemon.workersBeside(config));
  return (
    (await daemon.restartUnit(config, answer, !ssl && workers === undefined)) ??
    ((await daemon.stop(config, answer)) || inBackground(env, beside))
  );
}

const OPTIONS = {
  daemon: { type: 'boolean' },
  ssl: { type: 'boolean' },
  workers: { type: 'string' },
  rolling: { type: 'boolean' },
};
const MOST_WORKERS = 32;

/**
 * The arguments after the verb.
 * @returns {How}
 * @throws SetupError naming `command` where one is none of its own, or has no such value
 */
export function startOptions(command, args, known = ['--daemon', '--ssl', '--workers']) {
  const { tokens } = parseArgs({ args, options: OPTIONS, strict: false, tokens: true });
  const unknown = tokens.find((token) => !known.includes(token.rawName ?? ''));
  if (unknown !== undefined) {
    throw new SetupError(
      `${command} doesn't know "${args[unknown.index]}"${known.length > 0 ? `, only ${new Intl.ListFormat('en').format(known)}` : ''}. Settings are environment variables; npm start -- --help lists them.`,
      EXIT_CONFIGURATION,
    );
  }
  const given = Object.fromEntries(tokens.map(({ name, value }) => [name, value]));
  const { workers } = given;
  if ('workers' in given && !(/^\d{1,2}$/.test(workers ?? '') && Number(workers) <= MOST_WORKERS))
    throw new SetupError(`--workers: expected a number from 0 to ${MOST_WORKERS}.`, EXIT_CONFIGURATION);
  return {
    ...{ daemon: 'daemon' in given, ssl: 'ssl' in given, rolling: 'rolling' in given },
    ...('workers' in given && { workers: Number(workers) }),
  };
}

const command = (verb) => ['--enable-source-maps', SERVER, verb];

async function inTerminal(env, workers) {
  const endOfSetup = endStepsOnSignals();
  const ready = await setUp(env);
  endOfSetup();
  const args = command(workers === undefined ? 'serve' : 'api');
  const beside = Array.from({ length: workers ?? 0 }, () => command('worker'));
  const require = createRequire(import.meta.url);
  const { dataDirOf } = require(join(DIST, 'config', 'place.js'));
  const { noteSupervisor } = require(join(DIST, 'server', 'supervisor.js'));
  // Between two servers nobody else knows of us: a stop has to reach us all the same.
  const forget = await noteSupervisor({ dataDir: dataDirOf(env) }, beside.length);
  try {
    return await supervise({ command: process.execPath, args, env: ready, say, workers: beside });
  } finally {
    forget();
  }
}

async function inBackground(env, workers) {
  const { daemon, config } = await parts();
  return daemon.start(config, answer, (logFile) => launch(logFile, env, workers));
}

const environment = (ssl) => ({ ...process.env, ...(ssl && { ARCHITECT_TLS: 'true' }) });

/** @throws SetupError where the settings are wrong, or nothing is built yet */
export async function parts() {
  if (!existsSync(join(DIST, 'server', 'daemon.js')))
    throw new SetupError("Not built yet, so that it can't be told: run npm run build, or start it.", 4);
  const require = createRequire(import.meta.url);
  const { loadConfig } = require(join(DIST, 'config', 'index.js'));
  const daemon = require(join(DIST, 'server', 'daemon.js'));
  try {
    return { daemon, config: loadConfig() };
  } catch (error) {
    if (error.name === 'ConfigError') throw new SetupError(error.message, EXIT_CONFIGURATION);
    throw error;
  }
}

export function answer(line) {
  process.stdout.write(`${line}\n`);
}

/** In a session of its own: what happens to this terminal doesn't reach it. */
function launch(logFile, env, workers) {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  const args = workers === undefined ? [] : ['--workers', String(workers)];
  const child = spawn(process.execPath, [join(ROOT, 'scripts', 'start.mjs'), ...args], {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve({ how: `it can't be run: ${error.message}`, code: null }));
    child.once('exit', (code, signal) =>
      resolve({ how: signal ? `signal ${signal}` : `exit code ${code}`, code }),
    );
  });
  return { pid: child.pid, exited };
}
