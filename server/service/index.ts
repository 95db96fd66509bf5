/** `architect service`: the dashboard as a service of systemd, of the machine or of one user. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { type Config, PROJECT_ROOT, serviceSettings } from '../../config';
import { findProgram, searchPath } from '../../config/programs';
import { run } from '../../processes/exec';
import { standingOf } from '../instance';
import { dashboardText, dashboardUnit, isOf, tmuxText, tmuxUnit } from './units';

export interface ServiceOptions {
  readonly name: string;
  /** For all users, started with the machine; else of the user's own systemd. */
  readonly system: boolean;
  /** Who runs a service of the machine. */
  readonly asUser: string | undefined;
}

export interface InstallOptions extends ServiceOptions {
  readonly ssl: boolean;
  readonly workers: number | undefined;
  /** The units are written there, and nothing is run. */
  readonly dir: string | undefined;
}

type Say = (line: string) => void;

/** What can't be done, with what to do instead. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
}

const TIMEOUT_MS = 90_000;
const LOWEST_FREE_PORT = 1024;

/** @throws ServiceError */
export async function install(config: Config, options: InstallOptions, say: Say): Promise<void> {
  const { name, dir } = options;
  if (dir === undefined) {
    await requireSystemd(options);
    const standing = await standingOf(config.dataDir);
    if (standing.state !== 'free')
      throw new ServiceError('A dashboard runs on this data directory: stop it first (architect stop).');
  }
  const places = placesOf(options);
  requireOwn(places.units, name);
  const tmux = findProgram('tmux', searchPath());
  if (tmux === undefined) throw new ServiceError('There is no tmux on PATH: install it first.');
  const unit = {
    ...{ name, root: PROJECT_ROOT, node: process.execPath, tmux, path: searchPath() },
    ...{ ssl: options.ssl, workers: options.workers },
    asUser: options.system ? userOf(options) : undefined,
    tmuxSocket: config.tmuxSocket,
    environmentFile: places.environment,
    lang: serviceSettings().lang,
    lowPort: [config.port, config.monitorPort].some((port) => port > 0 && port < LOWEST_FREE_PORT),
  };
  write(join(places.units, dashboardUnit(name)), dashboardText(unit), 0o644, say);
  write(join(places.units, tmuxUnit(name)), tmuxText(unit), 0o644, say);
  if (existsSync(places.environment)) say(`${places.environment} stays as it is.`);
  else write(places.environment, environmentText(), 0o600, say);
  if (dir !== undefined) return;
  await systemctl(options, 'daemon-reload');
  await systemctl(options, 'enable', '--now', tmuxUnit(name), dashboardUnit(name));
  say(`${dashboardUnit(name)} runs, and is started with the machine: architect status`);
  if (!options.system && !lingers())
    say(`It ends with your last login. To have it run without one: sudo loginctl enable-linger ${user()}`);
}

/** The sessions live on; data and settings stay. @throws ServiceError */
export async function uninstall(options: ServiceOptions, say: Say): Promise<void> {
  await requireSystemd(options);
  const { units, environment } = placesOf(options);
  const files = [dashboardUnit(options.name), tmuxUnit(options.name)].map((unit) => join(units, unit));
  if (!files.some((file) => existsSync(file)))
    throw new ServiceError(`There is no ${dashboardUnit(options.name)} in ${units}.`);
  requireOwn(units, options.name);
  await systemctl(options, 'disable', '--now', dashboardUnit(options.name));
  // Not stopped: the agents are in it.
  await systemctl(options, 'disable', tmuxUnit(options.name));
  for (const file of files) rmSync(file, { force: true });
  await systemctl(options, 'daemon-reload');
  say(`Removed ${files.join(' and ')}. The sessions go on; ${environment} with the settings stays.`);
}

export interface ServiceState {
  readonly unit: string;
  readonly installed: boolean;
  /** As systemctl says it: active, inactive, failed; enabled, disabled. */
  readonly active: string;
  readonly enabled: string;
}

export async function states(options: ServiceOptions): Promise<ServiceState[]> {
  const { units } = placesOf(options);
  return Promise.all(
    [dashboardUnit(options.name), tmuxUnit(options.name)].map(async (unit) => {
      const ask = async (verb: string): Promise<string> =>
        (await run([...systemctlOf(options), verb, unit], { timeoutMs: TIMEOUT_MS })).stdout.trim() ||
        'unknown';
      const [active, enabled] = await Promise.all([ask('is-active'), ask('is-enabled')]);
      return { unit, installed: existsSync(join(units, unit)), active, enabled };
    }),
  );
}

interface Places {
  readonly units: string;
  readonly environment: string;
}

function placesOf({ system, name, dir }: ServiceOptions & { readonly dir?: string | undefined }): Places {
  if (dir !== undefined) return { units: dir, environment: join(dir, `${name}.env`) };
  if (system) return { units: '/etc/systemd/system', environment: `/etc/architect/${name}.env` };
  const own = join(homedir(), '.config');
  return { units: join(own, 'systemd', 'user'), environment: join(own, 'architect', `${name}.env`) };
}

function userOf({ asUser }: ServiceOptions): string {
  if (asUser !== undefined) return asUser;
  throw new ServiceError('Say who runs it, the user who owns the agents: --as <user>.');
}

async function requireSystemd({ system }: ServiceOptions): Promise<void> {
  if (!existsSync('/run/systemd/system'))
    throw new ServiceError(
      'This machine is not run by systemd. --dir <directory> writes the units to look at; start the dashboard by what this machine has (node scripts/start.mjs).',
    );
  if (system && process.getuid?.() !== 0)
    throw new ServiceError('A service of the machine is installed by root: use sudo, or leave out --system.');
  if (!system && process.getuid?.() === 0)
    throw new ServiceError('As root, install it for the user who owns the agents: --system --as <user>.');
}

/** A unit of this name may run something else, such as the dashboard of another checkout. */
function requireOwn(units: string, name: string): void {
  const file = join(units, dashboardUnit(name));
  if (existsSync(file) && !isOf(PROJECT_ROOT, readFileSync(file, 'utf8')))
    throw new ServiceError(
      `${file} is not of this checkout (${PROJECT_ROOT}): choose another name, such as --name architect-second, or remove it where it was made.`,
    );
}

const systemctlOf = ({ system }: ServiceOptions): string[] => ['systemctl', ...(system ? [] : ['--user'])];

async function systemctl(options: ServiceOptions, ...words: string[]): Promise<void> {
  const argv = [...systemctlOf(options), ...words];
  const { ok, stderr, startError } = await run(argv, { timeoutMs: TIMEOUT_MS });
  if (!ok) throw new ServiceError(`${argv.join(' ')}: ${stderr.trim() || startError || 'it failed'}`);
}

function write(file: string, text: string, mode: number, say: Say): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode });
  say(`Wrote ${file}`);
}

/** The settings of this shell, so that the service is the dashboard that was tried here. */
function environmentText(): string {
  const lines = serviceSettings().settings.map(([name, value]) => `${name}=${quoted(value)}`);
  return [
    '# Settings of the dashboard, a line each: docs/operations.md has them all.',
    '# After a change: architect restart',
    ...lines,
    '',
  ].join('\n');
}

/** As systemd reads an environment file (systemd.exec(5)). */
const quoted = (value: string): string =>
  /^[\w./:@,+=-]*$/.test(value) ? value : `"${value.replace(/[\\"$`]/g, '\\$&')}"`;

const user = (): string => userInfo().username;
const lingers = (): boolean => existsSync(join('/var/lib/systemd/linger', user()));
