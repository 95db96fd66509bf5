/** Where things are, and how set-up speaks. Node's own modules only: this runs before anything is installed. */
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const DIST = join(ROOT, 'dist');
export const SERVER = join(DIST, 'cli', 'main.js');
export const NODE_MINIMUM = '20.19.0';
/** EX_CONFIG of sysexits.h: starting again can't help until a person changes something. */
export const EXIT_CONFIGURATION = 78;
/** EX_TEMPFAIL: it wants to be started again, with what is installed now. */
export const EXIT_AGAIN = 75;

/** A step that failed; the message is for a person: what happened, what to do. */
export class SetupError extends Error {
  name = 'SetupError';
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** One line of progress, on stderr: stdout is for what was asked for. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** The per-user directory for what is expensive to get; the same as `cacheDir` of config/. */
export function cacheDir(env) {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'architect-dashboard');
}

/** The lock of set-up work in this checkout. Outside node_modules: `npm ci` removes that. */
export function setupLock(env) {
  return join(cacheDir(env), 'locks', createHash('sha256').update(ROOT).digest('hex').slice(0, 16));
}

/** @throws SetupError where this Node is too old */
export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  const [neededMajor, neededMinor] = NODE_MINIMUM.split('.').map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
  throw new SetupError(
    `Node.js ${NODE_MINIMUM} or newer is needed, this is ${version}. Install a newer one (https://nodejs.org) and start again.`,
    EXIT_CONFIGURATION,
  );
}

/** Runs a script's main function; its result is the exit code. */
export async function runMain(main) {
  // A closed terminal must not end the supervision of a server that is still stopping.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  try {
    process.exitCode = await main();
  } catch (error) {
    say(error instanceof SetupError ? `\n${error.message}` : `\n${error.stack ?? error}`);
    process.exitCode = error.exitCode ?? 1;
  }
}
