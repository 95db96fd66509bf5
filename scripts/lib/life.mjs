/** Starting: what is missing is set up, then the server runs, in this terminal or in the background. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DIST, EXIT_CONFIGURATION, ROOT, say, SERVER, SetupError } from './project.mjs';
import { endStepsOnSignals } from './run.mjs';
import { setUp } from './set-up.mjs';
import { supervise } from './supervise.mjs';

/**
 * @param {{ daemon?: boolean, ssl?: boolean }} how
 * @returns {Promise<number>} the exit code
 */
export async function start({ daemon = false, ssl = false }) {
  const env = environment(ssl);
  if (!daemon) return inTerminal(env);
  await setUp(env);
  return inBackground(env);
}

/** However it was started. Served it HTTPS, it will again. */
export async function restart({ ssl = false }) {
  // Built before the stop: a source that can't be built must not take the dashboard away.
  await setUp(environment(ssl));
  const { daemon, config } = await parts();
  const env = environment(ssl || (await daemon.servesTls(config)));
  return (
    (await daemon.restartUnit(config, answer)) ?? ((await daemon.stop(config, answer)) || inBackground(env))
  );
}

/** The arguments after the verb. @throws SetupError naming `command` where one is none of its own */
export function startOptions(command, args, known = ['--daemon', '--ssl']) {
  const unknown = args.find((arg) => !known.includes(arg));
  if (unknown !== undefined) {
    throw new SetupError(
      `${command} doesn't know "${unknown}", only ${known.join(' and ')}. Settings are environment variables; npm start -- --help lists them.`,
      EXIT_CONFIGURATION,
    );
  }
  return { daemon: args.includes('--daemon'), ssl: args.includes('--ssl') };
}

async function inTerminal(env) {
  const endOfSetup = endStepsOnSignals();
  const ready = await setUp(env);
  endOfSetup();
  const args = ['--enable-source-maps', SERVER, 'serve'];
  return supervise({ command: process.execPath, args, env: ready, say });
}

async function inBackground(env) {
  const { daemon, config } = await parts();
  return daemon.start(config, answer, (logFile) => launch(logFile, env));
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
function launch(logFile, env) {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(process.execPath, [join(ROOT, 'scripts', 'start.mjs')], {
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
