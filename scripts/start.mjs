#!/usr/bin/env node
/** `npm start`: sets up what is missing, then runs the server and keeps it running. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { start, startOptions } from './lib/life.mjs';
import { DIST, runMain } from './lib/project.mjs';

await runMain(async () => {
  const args = process.argv.slice(2);
  return args.some((arg) => arg === '--help' || arg === '-h')
    ? help()
    : start(startOptions('npm start', args));
});

/** Installs and builds nothing. */
function help() {
  process.stdout.write(
    `npm start               sets up what is missing, starts the dashboard and keeps it running
npm start -- --ssl      over HTTPS, with a certificate of its own unless one is set
npm start -- --daemon   in the background; waits until it serves
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
