/** Programs that come from the system's packages: tmux, and Chromium for the tests. */
import { basename, dirname, join } from 'node:path';
import { say, SetupError } from './project.mjs';
import { isExecutable, run, runStep, which } from './run.mjs';

const MANAGERS = [
  {
    program: 'apt-get',
    root: true,
    commands: (name) => [
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', '--no-install-recommends', name],
    ],
  },
  { program: 'apk', root: true, commands: (name) => [['apk', 'add', '--no-cache', name]] },
  { program: 'dnf', root: true, commands: (name) => [['dnf', 'install', '-y', name]] },
  { program: 'brew', root: false, commands: (name) => [['brew', 'install', name]] },
];

/** @throws SetupError with the command to run, where it can't be installed from here */
export async function ensureTmux(env) {
  const program = await ensureProgram(env, { title: 'tmux', names: ['tmux'], package: 'tmux' });
  const { output } = await run(program, ['-V'], { what: 'tmux -V', env });
  const [, major, minor] = /(\d+)\.(\d+)/.exec(output) ?? [];
  if (major !== undefined && (Number(major) < 3 || (major === '3' && Number(minor) < 2))) {
    throw new SetupError(
      `${output.trim()} is too old: Architect Dashboard needs tmux 3.2 or newer. Update it, then start again.`,
    );
  }
  return program;
}

/** Resolves to the path of a Chromium or Chrome. */
export async function ensureChromium(env) {
  if (env.CHROMIUM_PATH) {
    if (isExecutable(env.CHROMIUM_PATH)) return env.CHROMIUM_PATH;
    throw new SetupError(
      `CHROMIUM_PATH=${env.CHROMIUM_PATH} is no program. Give the path of one, or unset it.`,
    );
  }
  return ensureProgram(env, {
    title: 'Chromium (for the tests of the web pages)',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    places: () => [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    package: 'chromium',
  });
}

/** Chromium without the parts that are a browser's windows: a page costs a third of the time. */
const HEADLESS = 'chromium-headless-shell';
/** It is a help only: what is not had soon is done without. */
const HEADLESS_TIMEOUT_MS = 90_000;

/** Debian has it in a package of its own, of the same version as the browser's. Nothing that is there is changed for it. */
export async function addHeadlessShell(chromium, env) {
  const apt = which('apt-get', env.PATH);
  if (!apt || process.getuid?.() !== 0 || basename(chromium) !== 'chromium') return;
  if (isExecutable(join(dirname(chromium), HEADLESS))) return;
  const only = ['--no-install-recommends', '--no-upgrade', '--no-remove'];
  const soon = ['-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=10', '-o', 'DPkg::Lock::Timeout=0'];
  const install = ['install', '-y', ...only, ...soon, HEADLESS];
  const options = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
  // Only the download may be cut off: what is being installed has to come to its end.
  const download = ['--download-only', ...install];
  const { ok } = await run(apt, download, { ...options, timeoutMs: HEADLESS_TIMEOUT_MS });
  if (ok) await run(apt, install, options);
}

/** `places`: where else to look, also after its package was installed. */
export async function ensureProgram(env, wanted) {
  const find = () =>
    wanted.names.map((name) => which(name, env.PATH)).find(Boolean) ?? wanted.places?.().find(isExecutable);
  const found = find();
  if (found) return found;

  const manager = MANAGERS.find(({ program }) => which(program, env.PATH));
  if (!manager) {
    throw new SetupError(`${wanted.title} is missing. Install it so that "${wanted.names[0]}" is on PATH.`);
  }
  const commands = manager.commands(wanted.package);
  const isRoot = process.getuid?.() === 0;
  if (manager.root && !isRoot) {
    throw new SetupError(`${wanted.title} is missing. Install it: sudo ${commands.at(-1).join(' ')}`);
  }
  say(`Installing ${wanted.title} (${manager.program}, about a minute) ...`);
  for (const [command, ...args] of commands) {
    await runStep(command, args, {
      what: `${command} ${args[0]}`,
      env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
      todo: `Install ${wanted.names[0]} by hand, then start again.`,
    });
  }
  const installed = find();
  if (installed) return installed;
  throw new SetupError(
    `The package ${wanted.package} is installed, but there is no "${wanted.names[0]}" on PATH. Install it by hand, then start again.`,
  );
}
