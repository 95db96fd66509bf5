#!/usr/bin/env node
/** `npm start`: sets up what is missing, then runs the server and keeps it running. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { DIST, EXIT_CONFIGURATION, requireNode, runMain, say, SERVER, SetupError } from './lib/project.mjs';
import { endStepsOnSignals } from './lib/run.mjs';
import { supervise } from './lib/supervise.mjs';
import { ensureTmux } from './lib/system-packages.mjs';
import { findTemporal } from './lib/temporal-binary.mjs';

await runMain(async () => {
  requireNode();
  const [flag] = process.argv.slice(2);
  const wantsHelp = flag === '--help' || flag === '-h';
  if (flag !== undefined && !wantsHelp) {
    throw new SetupError(
      `npm start doesn't know "${flag}". Settings are environment variables; npm start -- --help lists them.`,
      EXIT_CONFIGURATION,
    );
  }
  if (wantsHelp) return help();
  const endOfSetup = endStepsOnSignals();
  const env = { ...process.env };
  await ensureInstalled(env);
  await ensureBuilt(env);
  await ensureTmux(env);
  if (!env.TEMPORAL_ADDRESS) env.TEMPORAL_CLI_PATH = await findTemporal(env);
  endOfSetup();
  const args = ['--enable-source-maps', SERVER, 'serve'];
  return supervise({ command: process.execPath, args, env, say });
});

/** Installs and builds nothing. */
function help() {
  process.stdout.write(
    `npm start               sets up what is missing, starts the dashboard and keeps it running
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
