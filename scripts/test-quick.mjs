#!/usr/bin/env node
/** `npm run test:quick`: types, lint, format and the tests that need the sources only, for after each change; one count of all. */
import { join } from 'node:path';
import { runChecks } from './lib/checks.mjs';
import { askedForHelp } from './lib/help.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runJest } from './lib/jest.mjs';
import { requireNode, ROOT, runMain } from './lib/project.mjs';
import { endStepsOnSignals } from './lib/run.mjs';
import { ensureTmux } from './lib/system-packages.mjs';

const HELP = `npm run test:quick                 types, lint, format, and the tests that need no engine, browser or server
npm run test:quick -- test/store   types, lint, format, and only these of them
npm run test:quick -- -t "typed"   tests by name; other options are jest's too

It builds nothing.
`;

await runMain(async () => {
  requireNode();
  if (askedForHelp(HELP)) return 0;
  endStepsOnSignals();
  await ensureInstalled(process.env);
  await ensureTmux(process.env);
  const config = ['--config', join(ROOT, 'jest.quick.config.js')];
  // Side by side: neither keeps all processors busy by itself.
  const [checks, tests] = await Promise.all([
    runChecks(process.env),
    runJest(process.env, [...config, ...process.argv.slice(2)]),
  ]);
  const failed = checks.failed + tests.failed;
  process.stdout.write(`${checks.passed + tests.passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
