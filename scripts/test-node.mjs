#!/usr/bin/env node
/**
 * `npm run test:node -- 24`: starts the dashboard and runs its main tests with another version of Node.js, in a copy of the
 * project below the per-user cache. Ends with one count.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname, join } from 'node:path';
import { askedForHelp } from './lib/help.mjs';
import { copyProject, ensureNode, readVersion } from './lib/other-node.mjs';
import { requireNode, runMain, say } from './lib/project.mjs';
import { endStepsOnSignals } from './lib/run.mjs';

/** What depends on Node.js: databases, processes, terminals, sockets, the engine, and the start. */
const MAIN_TESTS = ['scripts', 'store', 'terminal', 'engine', 'workflows', 'cli', 'api', 'e2e'];

const START_TEST = 'test/e2e/npm-start';

const HELP = `npm run test:node -- 24              the start and the main tests (${MAIN_TESTS.join(', ')}) with Node.js 24
npm run test:node -- 20.19           with another version
npm run test:node -- 24 test/store   the start and these tests

The first run gets that version with npm into the cache of this user, beside a copy of the project for it.
`;

await runMain(async () => {
  requireNode();
  if (askedForHelp(HELP)) return 0;
  const [wanted, ...rest] = process.argv.slice(2);
  const version = readVersion(wanted);
  const endOfSetup = endStepsOnSignals();
  const { node, headers } = await ensureNode(process.env, version);
  const copy = await copyProject(process.env, version);
  endOfSetup();
  say(`With Node.js ${version} in ${copy}:`);
  const tests = rest.length > 0 ? [START_TEST, ...rest] : MAIN_TESTS.map((folder) => `test/${folder}/`);
  const env = {
    ...process.env,
    PATH: [dirname(node), process.env.PATH].join(delimiter),
    // Native packages without a build for this version are compiled, with what came with it.
    npm_config_nodedir: headers,
  };
  const child = spawn(node, [join(copy, 'scripts', 'test.mjs'), '--tests-only', ...tests], {
    cwd: copy,
    env,
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  return code ?? 1;
});
