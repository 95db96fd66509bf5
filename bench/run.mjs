#!/usr/bin/env node
/** `npm run bench`: sets up what is missing, measures, writes docs/benchmarks.md. `npm run bench -- --help` says more. */
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { agentProgramDirs, ensureAgentPrograms } from '../scripts/lib/agent-programs.mjs';
import { ensureBuilt } from '../scripts/lib/build.mjs';
import { askedForHelp } from '../scripts/lib/help.mjs';
import { ensureInstalled } from '../scripts/lib/install.mjs';
import { requireNode, ROOT, runMain } from '../scripts/lib/project.mjs';
import { ensureTmux } from '../scripts/lib/system-packages.mjs';
import { findTemporal } from '../scripts/lib/temporal-binary.mjs';

const HELP = `npm run bench                      all groups; writes docs/benchmarks.md
npm run bench -- NAME [NAME ...]   only these groups; writes nothing
npm run bench -- --full            more samples and larger numbers

Groups: delivery, agents, sessions, engine, queue, queue-curve, history-curve, data-curve, reads, client-curve, plans, improvements, record, screens, models, milestones, tasks, watching, tiles, recording, session-curve, memory, day, pages, quiet, idle, start
Only by name: stress (everything at once, for 5 minutes; with --full for 30)
Nothing else should run on the machine meanwhile.
`;

await runMain(async () => {
  requireNode();
  if (askedForHelp(HELP)) return 0;
  // Whatever cluster this person works with, the benchmarks start their own engines.
  const env = { ...process.env };
  delete env.TEMPORAL_ADDRESS;
  await ensureInstalled(env);
  await ensureBuilt(env);
  await ensureTmux(env);
  env.TEMPORAL_CLI_PATH = await findTemporal(env);
  await ensureAgentPrograms(env);
  env.AGENT_PROGRAM_DIRS = agentProgramDirs(env).join(delimiter);
  const args = ['--enable-source-maps', '--require', join(ROOT, 'bench/register.cjs')];
  const child = spawn(process.execPath, [...args, join(ROOT, 'bench/main.ts'), ...process.argv.slice(2)], {
    env,
    cwd: ROOT,
    stdio: 'inherit',
  });
  // Ctrl-C goes to the child as well: it takes down what it started, and its end is ours.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
});
