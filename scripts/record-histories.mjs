#!/usr/bin/env node
/**
 * `npm run record-histories`: records the histories in test/histories anew, on an engine of its own with scripted
 * terminals. Needed after a change of the workflows that old runs are not meant to survive; a change that they are
 * meant to survive (`patched`) must pass test/workflows/replay.test.ts with the histories as they are.
 * Files named `before-...` stay: they are of runs from before such a change.
 * With the name of a workflow (`npm run record-histories -- confirmation`) only its histories are recorded.
 */
import { createRequire } from 'node:module';
import process from 'node:process';
import { askedForHelp } from './lib/help.mjs';

const HELP = `npm run record-histories             records the histories in test/histories anew
npm run record-histories -- NAME     those of one workflow only
`;
if (askedForHelp(HELP)) process.exit(0);

const require = createRequire(import.meta.url);
require('../test/support/typescript.cjs');
const { offerEngine } = require('../test/support/shared/engine.cjs');
const { recordHistories } = require('../test/workflows/support/record.ts');

const endEngine = await offerEngine();
try {
  for (const file of await recordHistories(process.argv[2])) process.stdout.write(`test/histories/${file}\n`);
} finally {
  await endEngine();
}
// Native threads of the engine's client would hold the process for seconds more.
process.exit(0);
