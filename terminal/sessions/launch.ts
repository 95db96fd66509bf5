/**
 * How the program of a new session is started. It is named by its file: who looked for it (this server) and who starts it
 * (the tmux server, perhaps begun at another login) may have different search paths.
 */
import { delimiter, isAbsolute, resolve } from 'node:path';
import { findProgram, isProgram, searchPath } from '../../config/programs';
import { environmentOf } from '../../processes/details';

export interface LaunchLine {
  /** Begins with an absolute path. */
  readonly argv: readonly string[];
  /** The search path of the session: a program started by another one (`env node`) and an agent's tools are found as well. */
  readonly path: string;
}

/** The program of a session can't be started, or ended as soon as it was; `message` has no full stop. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
}

export interface LaunchPlace {
  readonly workingDir: string;
  /** Environment asked for; its PATH is the only one that counts where there is one. */
  readonly env: Readonly<Record<string, string>>;
  /** Process of the tmux server, where one runs: its search path comes after ours. */
  readonly tmuxPid: number | undefined;
}

/** @throws LaunchError where there is no such program, saying where it was looked for */
export async function launchLine(
  [name = '', ...rest]: readonly string[],
  { workingDir, env, tmuxPid }: LaunchPlace,
): Promise<LaunchLine> {
  const path = env['PATH'] ?? joined(searchPath(), await pathOf(tmuxPid));
  if (name.includes('/')) {
    const file = isAbsolute(name) ? name : resolve(workingDir, name);
    if (isProgram(file)) return { argv: [file, ...rest], path };
    throw new LaunchError(`${file} is no program that can be run: check the path and its permissions`);
  }
  const file = findProgram(name, path);
  if (file !== undefined) return { argv: [file, ...rest], path };
  const dirs = path.split(delimiter).filter(Boolean);
  throw new LaunchError(
    `${name} was not found: install it, give its full path as the command, or start the server with a PATH that has it (looked in ${dirs.join(', ') || 'no directory: the PATH is empty'})`,
  );
}

async function pathOf(pid: number | undefined): Promise<string> {
  return (pid !== undefined && (await environmentOf(pid))?.['PATH']) || '';
}

/** Both, each directory once. */
function joined(...paths: readonly string[]): string {
  return [...new Set(paths.flatMap((path) => path.split(delimiter)).filter(Boolean))].join(delimiter);
}
