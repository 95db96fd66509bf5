#!/usr/bin/env node
/** What ./deploy.sh does beside starting in the terminal. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { DIST, EXIT_CONFIGURATION, requireNode, ROOT, runMain, SetupError } from './lib/project.mjs';

const USAGE = `./deploy.sh             start in this terminal (as npm start)
./deploy.sh --daemon    start in the background, and wait until it serves
./deploy.sh status      say whether it serves, however it was started
./deploy.sh stop        stop it, however it was started
./deploy.sh restart     stop it and start it in the background

Exit codes: 0 = done, or it serves; 1 = it died, or could not be started or stopped; 3 = not running;
4 = there is a process, but it doesn't serve; 78 = a person has to change something first.
`;
const SSL = `TLS belongs in a reverse proxy (nginx, Caddy) in front of the dashboard: start without --ssl, let the proxy hold the certificate, and set SESSION_COOKIE_SECURE=true and ARCHITECT_ALLOWED_HOSTS to its host name.`;

await runMain(async () => {
  const [verb] = process.argv.slice(2);
  switch (verb) {
    case '--daemon':
      await setUp();
      return start();
    case 'status': {
      const { daemon, config } = parts();
      return daemon.status(config, answer);
    }
    case 'stop': {
      const { daemon, config } = parts();
      return daemon.stop(config, answer);
    }
    case 'restart': {
      // Built before the stop: a source that can't be built must not take the dashboard away.
      await setUp();
      const { daemon, config } = parts();
      return (await daemon.stop(config, answer)) || start();
    }
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(USAGE);
      return 0;
    case '--ssl':
      throw new SetupError(SSL, EXIT_CONFIGURATION);
    default:
      throw new SetupError(`./deploy.sh doesn't know "${verb}".\n${USAGE}`, EXIT_CONFIGURATION);
  }
});

async function start() {
  const { daemon, config } = parts();
  return daemon.start(config, answer, launch);
}

async function setUp() {
  requireNode();
  const env = { ...process.env };
  await ensureInstalled(env);
  await ensureBuilt(env);
}

/** @throws SetupError where the settings are wrong, or nothing is built yet */
function parts() {
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

function answer(line) {
  process.stdout.write(`${line}\n`);
}

/** In a session of its own: what happens to this terminal doesn't reach it. */
function launch(logFile) {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(process.execPath, [join(ROOT, 'scripts', 'start.mjs')], {
    cwd: ROOT,
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
