#!/usr/bin/env node
/**
 * `npm run test:faults`: kills, stops and starves the processes of a dashboard of its own under load, by a schedule that
 * a seed makes, and checks what must be so whatever happens. Ends with one count; the reports go to logs/.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib/build.mjs';
import { askedForHelp } from './lib/help.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { requireNode, ROOT, runMain, say, SetupError } from './lib/project.mjs';
import { ensureTmux } from './lib/system-packages.mjs';
import { findTemporal } from './lib/temporal-binary.mjs';

const DEFAULT_MINUTES = 30;
/** Half with an engine of its own, half with a cluster, in turns of at most so long. */
const TURN_MINUTES = 10;
const GAP_MS = [2_000, 9_000];

const HELP = `npm run test:faults                    ${DEFAULT_MINUTES} minutes of faults, from a seed that it prints
npm run test:faults -- --seed 7        the same faults as before
npm run test:faults -- --minutes 5     so long, and some minutes until all is quiet
npm run test:faults -- --only KIND     only faults of this kind (may be repeated): server-killed, disk-full, ...
npm run test:faults -- --topology own  only with an engine of its own, or only with a cluster

Faults that need rights or programs that aren't there are left out, and the report names them.
`;

await runMain(async () => {
  requireNode();
  if (askedForHelp(HELP)) return 0;
  const { seed, minutes, kinds, topologies } = options();
  if (process.platform !== 'linux')
    throw new SetupError('The tests with faults need Linux: they read /proc.');
  const env = { ...process.env };
  delete env.TEMPORAL_ADDRESS;
  await ensureInstalled(env);
  await ensureBuilt(env);
  await ensureTmux(env);
  process.env.TEMPORAL_CLI_PATH = await findTemporal(env);
  const require = createRequire(import.meta.url);
  require(join(ROOT, 'test/support/run-directory.cjs')).useRunDirectory();
  require(join(ROOT, 'test/support/typescript.cjs'));
  const { run } = require(join(ROOT, 'test/faults/run.ts'));
  const { markdown, passedAndFailed } = require(join(ROOT, 'test/faults/report.ts'));

  say(`Seed ${seed}: npm run test:faults -- --seed ${seed} --minutes ${minutes} does the same.`);
  const turns = Math.max(topologies.length, Math.ceil(minutes / TURN_MINUTES));
  const reports = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const topology = topologies[turn % topologies.length];
    say(
      `Turn ${turn + 1} of ${turns}, ${topology === 'own' ? 'with an engine of its own' : 'with a cluster'}:`,
    );
    const durationMs = (minutes * 60_000) / turns;
    const options = { seed: seed + turn, topology, durationMs, gapMs: GAP_MS, say, kinds };
    reports.push(await run(options).catch(cutOff));
    const directory = join(ROOT, 'logs');
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, `faults-${seed}.json`), JSON.stringify(reports, null, 1));
    writeFileSync(join(directory, `faults-${seed}.md`), markdown(reports));
  }
  for (const { findings } of reports)
    for (const { invariant, broken } of findings)
      for (const what of broken) say(`Broken: ${invariant}: ${what}`);
  say(`Reports: logs/faults-${seed}.md and .json`);
  const { passed, failed } = passedAndFailed(reports);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});

/** What a run that ended in the middle had still before it would keep this process. */
function cutOff(error) {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
}

function options() {
  const text = { type: 'string' };
  const known = { seed: text, minutes: text, topology: text, only: { type: 'string', multiple: true } };
  const { values } = parsed(known);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
  const minutes = Number(values.minutes ?? DEFAULT_MINUTES);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new SetupError('--seed takes a whole number.');
  if (!(minutes > 0)) throw new SetupError('--minutes takes a number above 0.');
  const topologies = values.topology === undefined ? ['own', 'cluster'] : [values.topology];
  if (!topologies.every((name) => ['own', 'cluster'].includes(name)))
    throw new SetupError('--topology takes own or cluster.');
  return { seed, minutes, kinds: values.only, topologies };
}

function parsed(known) {
  try {
    return parseArgs({ options: known });
  } catch (error) {
    throw new SetupError(`${error.message}\n\n${HELP}`);
  }
}
