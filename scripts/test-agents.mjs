#!/usr/bin/env node
/** `npm run test:agents`: sets up what is missing, the agent programs too, and runs test/live. Ends with one count. */
import { join } from 'node:path';
import { ensureAgentPrograms } from './lib/agent-programs.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { runJest } from './lib/checks.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { requireNode, ROOT, runMain } from './lib/project.mjs';
import { endStepsOnSignals } from './lib/run.mjs';
import { ensureTmux } from './lib/system-packages.mjs';
import { findTemporal } from './lib/temporal-binary.mjs';

await runMain(async () => {
  requireNode();
  endStepsOnSignals();
  // Whatever cluster this person works with, the tests start their own engines.
  const env = { ...process.env };
  delete env.TEMPORAL_ADDRESS;
  await ensureInstalled(env);
  await ensureBuilt(env);
  await ensureTmux(env);
  env.TEMPORAL_CLI_PATH = await findTemporal(env);
  await ensureAgentPrograms(env);

  const config = ['--config', join(ROOT, 'jest.agents.config.js')];
  const { passed, failed } = await runJest(env, [...config, ...process.argv.slice(2)]);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
