/** The agent programs that `npm run test:agents` runs: pinned, in the per-user cache, never packages of the product. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { cacheDir, say, SetupError } from './project.mjs';
import { run, stepFailed } from './run.mjs';

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

const INSTALL_TIMEOUT_MS = 10 * 60_000;
const STAMP = '.works';

/** The directories that hold `claude` and `codex`, whether or not they are there yet. */
export function agentProgramDirs(env, programs = AGENT_PROGRAMS) {
  return programs.map((program) => join(homeOf(program, env), 'node_modules', '.bin'));
}

/** @throws SetupError saying what npm said, where a program can't be had */
export async function ensureAgentPrograms(env, programs = AGENT_PROGRAMS) {
  for (const program of programs) {
    const home = homeOf(program, env);
    if (works(home)) continue;
    await withLock(`${home}.lock`, `installing ${program.name}`, async () => {
      if (!works(home)) await install(program, home, env);
    });
  }
}

const homeOf = ({ name, version }, env) => join(cacheDir(env), 'agents', `${name}-${version}`);

/** Written last, so what a killed installation leaves behind doesn't count. */
function works(home) {
  try {
    return readFileSync(join(home, STAMP), 'utf8') === `${process.platform} ${process.arch}\n`;
  } catch {
    return false;
  }
}

/** Installs beside the place in the cache, runs the program once and only then puts it there. */
async function install(program, home, env) {
  const wanted = `${program.package}@${program.version}`;
  say(`Installing ${wanted} for the tests with real agents (some hundred megabytes) ...`);
  const directory = join(home, '..', `.getting-${randomUUID()}`);
  mkdirSync(directory, { recursive: true });
  try {
    writeFileSync(join(directory, 'package.json'), '{ "private": true }\n');
    // Its minimum of Node.js is for a launcher; the program itself is a binary.
    const options = ['--no-audit', '--no-fund', '--no-package-lock', '--engine-strict=false'];
    const installed = await run('npm', ['install', ...options, wanted], {
      what: `npm install ${wanted}`,
      cwd: directory,
      env: { ...env, NODE_ENV: '' },
      timeoutMs: INSTALL_TIMEOUT_MS,
    });
    if (!installed.ok) {
      const todo =
        "npm's registry has to be reached once for these tests: check the network and npm's proxy settings, then start again.";
      throw stepFailed(`Installing ${wanted}`, installed, todo);
    }
    await tryOut(program, directory, env);
    writeFileSync(join(directory, STAMP), `${process.platform} ${process.arch}\n`);
    rmSync(home, { recursive: true, force: true });
    renameSync(directory, home);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function tryOut({ name, version, package: from }, directory, env) {
  const path = join(directory, 'node_modules', '.bin', name);
  // A home of its own: the program may write there.
  const { ok, end, stdout } = await run(path, ['--version'], {
    env: { ...env, HOME: directory },
    timeoutMs: 60_000,
  });
  if (ok && stdout.includes(version)) return;
  throw new SetupError(
    `${from}@${version} was installed, but ${name} --version says ${ok ? `"${stdout.trim()}"` : `nothing (${end})`}. ` +
      'There may be no build of it for this platform; npm test runs everything else.',
  );
}
