/**
 * The only reader of process.env: one table of settings, each with its name, default, unit and help.
 * `loadConfig` reports every fault at once, so that a person mends a configuration in one round.
 */
import { existsSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

/** The password of the original system: accepted from loopback only (see api/middleware/auth.ts). */
export const DEFAULT_PASSWORD = 'peace5';

/** The directory that holds package.json, whether the code runs from source or from dist/. */
export const PROJECT_ROOT = findProjectRoot(__dirname);

interface Setting {
  /** Checks and converts the text of the variable. */
  readonly schema: z.ZodType;
  /** The text used where the variable is unset or empty; undefined = stays unset. */
  readonly fallback?: string;
  readonly help: string;
}

const port = z.coerce.number().int().min(0).max(65535);
const positiveInt = z.coerce.number().int().min(1);
const text = z.string().min(1);
const flag = z
  .enum(['true', 'false', '1', '0', 'yes', 'no', 'on', 'off'])
  .transform((value) => ['true', '1', 'yes', 'on'].includes(value));
const list = text.transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

export const SETTINGS = {
  PORT: { schema: port, fallback: '8080', help: 'port of the dashboard and the API' },
  MONITOR_PORT: { schema: port, fallback: '8081', help: 'second port, for the monitor page; 0 = none' },
  HOST: { schema: text, fallback: '0.0.0.0', help: 'address to listen on' },
  ARCHITECT_USER: { schema: text, fallback: 'architect', help: 'login name (case does not matter)' },
  ARCHITECT_PASSWORD: {
    schema: text,
    fallback: DEFAULT_PASSWORD,
    help: 'login password; the default one works from this machine only',
  },
  SESSION_TIMEOUT: { schema: positiveInt, fallback: '3600', help: 'a login ends after so many idle seconds' },
  SESSION_COOKIE_SECURE: { schema: flag, fallback: 'false', help: 'send the login cookie over HTTPS only' },
  SECRET_KEY: {
    schema: z.string().min(16),
    help: "signs the login cookie and opens the vault, 16 characters or more; unset = keys of the data directory's own",
  },
  SECRET_KEY_FORMER: {
    schema: z.string().min(16),
    help: 'the SECRET_KEY before this one, until `architect vault rotate` has sealed the secrets anew',
  },
  ARCHITECT_ALLOWED_HOSTS: {
    schema: list,
    help: 'further host names the dashboard is reached by, comma-separated (a proxy, a DNS name)',
  },
  ARCHITECT_DATA_DIR: { schema: text, fallback: './data', help: 'databases and engine state' },
  ARCHITECT_BACKUP_DIR: { schema: text, help: 'backups; unset = backups in the data directory' },
  ARCHITECT_KEEP_BACKUPS: { schema: positiveInt, fallback: '7', help: 'backups kept; the oldest go first' },
  ARCHITECT_KEEP_INTERACTIONS: {
    schema: positiveInt,
    fallback: '1000',
    help: 'newest confirmations of dialogs that the daily clean-up keeps',
  },
  ARCHITECT_KEEP_HEALTH_DAYS: {
    schema: positiveInt,
    fallback: '7',
    help: 'days that health checks are kept',
  },
  ARCHITECT_KEEP_PROMPT_DAYS: {
    schema: positiveInt,
    fallback: '30',
    help: 'days that prompts are kept after their end',
  },
  ARCHITECT_LOG_DIR: { schema: text, fallback: './logs', help: 'log files' },
  ARCHITECT_LOG_LEVEL: {
    schema: z.enum(['debug', 'info', 'warn', 'error']),
    fallback: 'info',
    help: 'least serious level that is logged: debug, info, warn or error',
  },
  ARCHITECT_TMUX_SOCKET: { schema: text, help: "tmux server to use (tmux -L NAME); unset = the user's own" },
  ARCHITECT_SUBMIT_DELAY_MS: {
    schema: z.coerce.number().int().min(0).max(10_000),
    fallback: '0',
    help: 'pause between the typed text and Enter, in milliseconds, for terminals that need one',
  },
  TEMPORAL_ADDRESS: { schema: text, help: 'host:port of a Temporal cluster; unset = an engine of our own' },
  TEMPORAL_NAMESPACE: { schema: text, fallback: 'default', help: 'Temporal namespace' },
  TEMPORAL_API_KEY: { schema: text, help: 'API key of the Temporal cluster' },
  TEMPORAL_TLS: { schema: flag, fallback: 'false', help: 'use TLS to the Temporal cluster' },
  TEMPORAL_TLS_CERT: { schema: text, help: 'file of the client certificate (PEM) for mutual TLS' },
  TEMPORAL_TLS_KEY: { schema: text, help: 'file of the client key (PEM) for mutual TLS' },
  TEMPORAL_PORT: { schema: port, fallback: '7233', help: 'port of our own engine' },
  TEMPORAL_UI_PORT: { schema: port, fallback: '8233', help: "port of our own engine's web UI" },
  TEMPORAL_CLI_PATH: { schema: text, help: 'the temporal program to run as our own engine' },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;

/** What the rest of the program sees. Durations carry their unit. */
export interface Config {
  readonly port: number;
  readonly monitorPort: number;
  readonly host: string;
  readonly user: string;
  readonly password: string;
  readonly sessionTimeoutSeconds: number;
  readonly cookieSecure: boolean;
  readonly secretKey: string | undefined;
  /** What the vault's keys are derived from, the one in use first; empty = its key file. */
  readonly vaultSecretKeys: readonly string[];
  readonly allowedHosts: readonly string[];
  /** Absolute paths. */
  readonly dataDir: string;
  readonly backupDir: string;
  readonly logDir: string;
  readonly cacheDir: string;
  /** What the daily clean-up keeps. */
  readonly keep: {
    readonly backups: number;
    readonly interactions: number;
    readonly healthDays: number;
    readonly promptDays: number;
  };
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly tmuxSocket: string | undefined;
  readonly submitDelayMs: number;
  readonly hostName: string;
  readonly temporal: {
    readonly address: string | undefined;
    readonly namespace: string;
    readonly apiKey: string | undefined;
    readonly tls: boolean;
    readonly tlsCertFile: string | undefined;
    readonly tlsKeyFile: string | undefined;
    readonly port: number;
    readonly uiPort: number;
    readonly cliPath: string | undefined;
  };
}

/** A configuration that can't be used; `faults` has one sentence a setting. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly faults: readonly string[]) {
    super(`The settings can't be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

type Values = { [Name in SettingName]: z.output<(typeof SETTINGS)[Name]['schema']> | undefined };

/**
 * Reads the settings.
 * @throws ConfigError naming every setting that is wrong, with what was expected.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const values = readValues(env);
  const required = <T>(value: T | undefined): T => value as T;
  const dataDir = resolve(PROJECT_ROOT, required(values.ARCHITECT_DATA_DIR));
  return {
    port: required(values.PORT),
    monitorPort: required(values.MONITOR_PORT),
    host: required(values.HOST),
    user: required(values.ARCHITECT_USER),
    password: required(values.ARCHITECT_PASSWORD),
    sessionTimeoutSeconds: required(values.SESSION_TIMEOUT),
    cookieSecure: required(values.SESSION_COOKIE_SECURE),
    secretKey: values.SECRET_KEY,
    vaultSecretKeys: values.SECRET_KEY
      ? [values.SECRET_KEY, ...(values.SECRET_KEY_FORMER ? [values.SECRET_KEY_FORMER] : [])]
      : [],
    allowedHosts: values.ARCHITECT_ALLOWED_HOSTS ?? [],
    dataDir,
    backupDir: resolve(PROJECT_ROOT, values.ARCHITECT_BACKUP_DIR ?? join(dataDir, 'backups')),
    keep: {
      backups: required(values.ARCHITECT_KEEP_BACKUPS),
      interactions: required(values.ARCHITECT_KEEP_INTERACTIONS),
      healthDays: required(values.ARCHITECT_KEEP_HEALTH_DAYS),
      promptDays: required(values.ARCHITECT_KEEP_PROMPT_DAYS),
    },
    logDir: resolve(PROJECT_ROOT, required(values.ARCHITECT_LOG_DIR)),
    cacheDir: join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'architect-dashboard'),
    logLevel: required(values.ARCHITECT_LOG_LEVEL),
    tmuxSocket: values.ARCHITECT_TMUX_SOCKET,
    submitDelayMs: required(values.ARCHITECT_SUBMIT_DELAY_MS),
    hostName: hostname(),
    temporal: {
      address: values.TEMPORAL_ADDRESS,
      namespace: required(values.TEMPORAL_NAMESPACE),
      apiKey: values.TEMPORAL_API_KEY,
      tls: required(values.TEMPORAL_TLS),
      tlsCertFile: values.TEMPORAL_TLS_CERT,
      tlsKeyFile: values.TEMPORAL_TLS_KEY,
      port: required(values.TEMPORAL_PORT),
      uiPort: required(values.TEMPORAL_UI_PORT),
      cliPath: values.TEMPORAL_CLI_PATH,
    },
  };
}

function readValues(env: NodeJS.ProcessEnv): Values {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting>(SETTINGS)) {
    // An empty variable counts as unset: `PORT= npm start` means the default.
    const raw = env[name] || setting.fallback;
    if (raw === undefined) continue;
    const parsed = setting.schema.safeParse(raw);
    if (parsed.success) values[name] = parsed.data;
    else
      faults.push(`${name}="${secretive(name, raw)}": ${parsed.error.issues[0]?.message} (${setting.help})`);
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return values as Values;
}

function secretive(name: string, raw: string): string {
  return /KEY|PASSWORD/.test(name) ? '...' : raw;
}

/** The settings as lines for `--help`. */
export function settingsHelp(): string {
  return Object.entries<Setting>(SETTINGS)
    .map(([name, { fallback, help }]) => `  ${name.padEnd(26)} ${help}${fallback ? ` [${fallback}]` : ''}`)
    .join('\n');
}

function findProjectRoot(from: string): string {
  for (let dir = from; ; dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json'))) return dir;
    if (dir === dirname(dir)) throw new Error(`No package.json above ${from}.`);
  }
}

/** Directories in which programs are looked for, separated as on this system. */
export function searchPath(): string {
  return process.env['PATH'] ?? '';
}
