#!/usr/bin/env node
/**
 * `npm run test:agents`: sets up what is missing, the agent programs too, and runs test/live, with `--versions all` once for
 * each version. Ends with one count.
 */
import { delimiter, join } from 'node:path';
import { agentProgramDirs, ensureAgentPrograms, programSets } from './lib/agent-programs.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { askedForHelp } from './lib/help.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runJest } from './lib/jest.mjs';
import { requireNode, ROOT, runMain, say } from './lib/project.mjs';
import { endStepsOnSignals } from './lib/run.mjs';
import { ensureTmux } from './lib/system-packages.mjs';
import { findTemporal } from './lib/temporal-binary.mjs';

const HELP = `npm run test:agents                        all tests with real agents
npm run test:agents -- test/live/dialogs   only these
npm run test:agents -- -t "copy-mode"      tests by name; other options are jest's too

The first run installs Claude Code and Codex into the cache of this user.
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
  const { versions, rest } = versionsIn(process.argv.slice(2));
  let passed = 0;
  let failed = 0;
  for (const programs of programSets(versions)) {
    await ensureAgentPrograms(env, programs);
    say(`With ${programs.map(({ name, version }) => `${name} ${version}`).join(' and ')}:`);
    env.AGENT_PROGRAM_DIRS = agentProgramDirs(env, programs).join(delimiter);
    const config = ['--config', join(ROOT, 'jest.agents.config.js')];
    const count = await runJest(env, rest, config);
    passed += count.passed;
    failed += count.failed;
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});

/** `--versions WHICH`; all the rest is for jest. */
function versionsIn(args) {
  const at = args.indexOf('--versions');
  if (at < 0) return { versions: 'newest', rest: args };
  return { versions: args[at + 1] ?? '', rest: args.toSpliced(at, 2) };
}
