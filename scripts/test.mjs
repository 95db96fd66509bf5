#!/usr/bin/env node
/** `npm test`: sets up what is missing, checks types, lint and format, runs jest, and ends with one count of all. */
import { ensureBuilt } from './lib/build.mjs';
import { runChecks } from './lib/checks.mjs';
import { askedForHelp } from './lib/help.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runJest } from './lib/jest.mjs';
import { requireNode, runMain } from './lib/project.mjs';
import { endStepsOnSignals } from './lib/run.mjs';
import { addHeadlessShell, ensureChromium, ensureTmux } from './lib/system-packages.mjs';
import { findTemporal } from './lib/temporal-binary.mjs';

const TESTS_ONLY = '--tests-only';
const HELP = `npm test                                  types, lint, format, then every test
npm test -- test/store                    the checks, and only these tests
npm test -- ${TESTS_ONLY} test/store       these tests without the checks
npm test -- -t "typed"                    tests by name; other options are jest's too
`;

await runMain(async () => {
  requireNode();
  if (askedForHelp(HELP)) return 0;
  endStepsOnSignals();
  // Whatever cluster this person works with, the tests start their own engines.
  const env = { ...process.env };
  delete env.TEMPORAL_ADDRESS;
  await ensureInstalled(env);
  await ensureBuilt(env);
  await ensureTmux(env);
  env.TEMPORAL_CLI_PATH = await findTemporal(env);
  env.CHROMIUM_PATH = await ensureChromium(env);
  await addHeadlessShell(env.CHROMIUM_PATH, env);

  const args = process.argv.slice(2);
  const checks = args.includes(TESTS_ONLY) ? { passed: 0, failed: 0 } : await runChecks(env);
  const tests = await runJest(
    env,
    args.filter((arg) => arg !== TESTS_ONLY),
  );
  const passed = checks.passed + tests.passed;
  const failed = checks.failed + tests.failed;
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
