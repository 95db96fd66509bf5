#!/usr/bin/env node
/**
 * `npm run test:cluster`: the main flows on a Temporal cluster with PostgreSQL, set up and started by the files that
 * docker-compose.yml uses. Ends with one count.
 */
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { runJest } from './lib/jest.mjs';
import { startCluster } from './lib/cluster.mjs';
import { askedForHelp } from './lib/help.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { requireNode, ROOT, runMain, say } from './lib/project.mjs';
import { endStepsOnSignals } from './lib/run.mjs';
import { ensureTmux } from './lib/system-packages.mjs';
import { findTemporal } from './lib/temporal-binary.mjs';

const HELP = `npm run test:cluster                              the main flows on a Temporal cluster with PostgreSQL
npm run test:cluster -- test/e2e/tasks.test.ts    only these
npm run test:cluster -- -t "typed once"           tests by name; other options are jest's too

The first run builds the Temporal server with Go, which takes some minutes.
`;

await runMain(async () => {
  requireNode();
  if (askedForHelp(HELP)) return 0;
  const env = { ...process.env };
  delete env.TEMPORAL_ADDRESS;
  const letGo = endStepsOnSignals();
  await ensureInstalled(env);
  await ensureBuilt(env);
  await ensureTmux(env);
  env.TEMPORAL_CLI_PATH = await findTemporal(env);
  const cluster = await startCluster(env);
  letGo();
  // A signal ends jest, which runs in this terminal, and then the cluster.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
  try {
    say(`The cluster answers at ${cluster.address}.`);
    const args = process.argv.slice(2);
    const named = args.some((arg) => /\.test\.ts$|^test\//.test(arg));
    const onCluster = { ...env, ARCHITECT_TEST_CLUSTER: cluster.address };
    const { passed, failed } = await runJest(
      onCluster,
      args,
      named ? [] : ['--config', join(ROOT, 'jest.cluster.config.js')],
    );
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
    return failed === 0 ? 0 : 1;
  } finally {
    await cluster.stop();
  }
});
