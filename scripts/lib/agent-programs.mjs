/** The agent programs that `npm run test:agents` runs: pinned, in the per-user cache, never packages of the product. */
import { join } from 'node:path';
import { ensurePackage } from './npm-package.mjs';
import { cacheDir, SetupError } from './project.mjs';

/** Newest version first. */
export const AGENTS = [
  { name: 'claude', package: '@anthropic-ai/claude-code', versions: ['2.1.332', '2.1.331', '2.1.330'] },
  { name: 'codex', package: '@openai/codex', versions: ['0.171.0', '0.169.0', '0.167.2'] },
];

/** What is run where nothing else was asked for. */
export const AGENT_PROGRAMS = programsOf(() => 0);

/**
 * The sets of programs to run one after the other: `newest`, `oldest`, `all` (each version once), or
 * `name@version[,name@version]` with the newest of the others.
 * @throws SetupError where there is no such version
 */
export function programSets(versions) {
  if (versions === 'newest') return [AGENT_PROGRAMS];
  if (versions === 'oldest') return [programsOf((agent) => agent.versions.length - 1)];
  if (versions === 'all') {
    const rounds = Math.max(...AGENTS.map((agent) => agent.versions.length));
    return Array.from({ length: rounds }, (_, round) =>
      programsOf((agent) => Math.min(round, agent.versions.length - 1)),
    );
  }
  const wanted = new Map(versions.split(',').map((one) => one.split('@')));
  for (const [name, version] of wanted)
    if (!AGENTS.some((agent) => agent.name === name && agent.versions.includes(version)))
      throw new SetupError(
        `--versions ${versions}: expected newest, oldest, all, or of these, with commas between: ` +
          AGENTS.flatMap((agent) => agent.versions.map((each) => `${agent.name}@${each}`)).join(', '),
      );
  return [programsOf((agent) => Math.max(0, agent.versions.indexOf(wanted.get(agent.name))))];
}

function programsOf(placeOf) {
  return AGENTS.map((agent) => ({
    name: agent.name,
    package: agent.package,
    version: agent.versions[placeOf(agent)],
  }));
}

/** The directories that hold `claude` and `codex`, whether or not they are there yet. */
export function agentProgramDirs(env, programs = AGENT_PROGRAMS) {
  return programs.map((program) => join(homeOf(program, env), 'node_modules', '.bin'));
}

/** @throws SetupError saying what npm said, if a program can't be had */
export async function ensureAgentPrograms(env, programs = AGENT_PROGRAMS) {
  for (const { name, package: from, version } of programs)
    await ensurePackage(env, {
      name,
      wanted: `${from}@${version}`,
      home: homeOf({ name, version }, env),
      what: 'the tests with real agents (some hundred megabytes)',
      program: join('node_modules', '.bin', name),
      isRight: (told) => told.includes(version),
    });
}

const homeOf = ({ name, version }, env) => join(cacheDir(env), 'agents', `${name}-${version}`);
