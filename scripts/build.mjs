#!/usr/bin/env node
/** `npm run build`: compiles and bundles, where the sources changed; `--force`: in any case. */
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { requireNode, runMain } from './lib/project.mjs';
import { endStepsOnSignals } from './lib/run.mjs';

await runMain(async () => {
  requireNode();
  endStepsOnSignals();
  await ensureInstalled(process.env);
  await ensureBuilt(process.env, { force: process.argv.includes('--force') });
  return 0;
});
