#!/usr/bin/env node
/** `npm run build`: compiles and bundles, where the sources changed; `--force`: in any case. */
import { ensureBuilt } from './lib/build.mjs';
import { askedForHelp } from './lib/help.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { requireNode, runMain } from './lib/project.mjs';
import { endStepsOnSignals } from './lib/run.mjs';

const HELP = `npm run build              compiles and bundles, where the sources changed
npm run build -- --force   in any case
`;

await runMain(async () => {
  requireNode();
  if (askedForHelp(HELP)) return 0;
  endStepsOnSignals();
  await ensureInstalled(process.env);
  await ensureBuilt(process.env, { force: process.argv.includes('--force') });
  return 0;
});
