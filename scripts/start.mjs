#!/usr/bin/env node
/**
 * `npm start`, `npm run api`, `npm run worker`: set up what is missing, then run the server, that server without workflows,
 * or a worker process, and keep it running.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { start, startOptions, startWorker } from './lib/life.mjs';
import { DIST, runMain } from './lib/project.mjs';

await runMain(async () => {
  const args = process.argv.slice(2);
  if (args.some((arg) => arg === '--help' || arg === '-h')) return help();
  if (args[0] !== 'worker') return start(startOptions('npm start', args));
  startOptions('npm run worker', args.slice(1), []);
  return startWorker();
});

/** Installs and builds nothing. */
function help() {
  process.stdout.write(
    `npm start               sets up what is missing, starts the dashboard and keeps it running
npm start -- --ssl      over HTTPS, with a certificate of its own unless one is set
npm start -- --daemon   in the background; waits until it serves
npm start -- --workers 2
                        with worker processes beside it, which carry out the workflows
npm start -- --help     this text

Settings are environment variables, e.g. PORT=9090 npm start [default in brackets]:

${settings()}
`,
  );
  return 0;
}

/** What the last build says of them. */
function settings() {
  try {
    return createRequire(import.meta.url)(join(DIST, 'config', 'index.js')).settingsHelp();
  } catch {
    return 'docs/operations.md has them all; so has this text once the dashboard was built (npm run build).';
  }
}
