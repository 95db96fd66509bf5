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
    help: 'signs the login cookie, 16 characters or more; unset = made once, kept in the data directory',
  },
  ARCHITECT_ALLOWED_HOSTS: {
    schema: list,
    help: 'further host names the dashboard is reached by, comma-separated (a proxy, a DNS name)',
  },
  ARCHITECT_DATA_DIR: { schema: text, fallback: './data', help: 'databases and engine state' },
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
  ARCHITECT_NOTIFY_URL: {
    schema: z.url({ protocol: /^https?$/ }),
    help: 'address that gets a POST with JSON when a dialog waits for a person; unset = none',
  },
  ARCHITECT_TASK_SLOTS: {
    schema: z.coerce.number().int().min(1).max(100),
    fallback: '3',
    help: 'background tasks that run at once',
  },
  ARCHITECT_TASK_ROOTS: {
    schema: list.pipe(z.array(z.string().startsWith('/', 'expected absolute paths'))),
    help: "directories in which background tasks may work, comma-separated, beside the projects' own; unset = your home",
  },
  ARCHITECT_TASK_LOG_MB: {
    schema: z.coerce.number().int().min(1).max(10_000),
    fallback: '16',
    help: 'output kept of a try of a background task, in MiB; the middle of more is left out',
  },
  ARCHITECT_MILESTONE_SCAN: {
    schema: z.union(
      [
        z.literal('off').transform(() => null),
        z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'expected a time like 04:00, or off' }),
      ],
      {
        error: 'expected a time like 04:00, or off',
      },
    ),
    fallback: '04:00',
    help: 'when all projects are scanned for milestones, each day, as HH:MM; off = only when asked for',
  },
  ARCHITECT_HOURS_PER_DAY: {
    schema: z.coerce.number().gt(0).max(24),
    fallback: '6',
    help: "working hours of a day, for the milestones' timelines",
  },
  GITHUB_API_URL: {
    schema: z.url({ protocol: /^https?$/, error: 'expected an address like https://api.github.com' }),
    fallback: 'https://api.github.com',
    help: 'API of GitHub; of an Enterprise server it ends in /api/v3',
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

const BYTES_A_MIB = 1024 * 1024;

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
  readonly allowedHosts: readonly string[];
  /** Absolute paths. */
  readonly dataDir: string;
  readonly logDir: string;
  readonly cacheDir: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly tmuxSocket: string | undefined;
  readonly submitDelayMs: number;
  readonly notifyUrl: string | undefined;
  /** `HH:MM`, local time; null: no scan by itself. */
  readonly milestoneScanAt: string | null;
  readonly hoursPerDay: number;
  /** No slash at the end. */
  readonly githubApiUrl: string;
  readonly hostName: string;
  /** Where agents of this user keep their settings, where their own variables say so. */
  readonly agentDirs: { readonly claude: string | undefined; readonly codex: string | undefined };
  readonly tasks: {
    readonly slots: number;
    /** Absolute paths; at least one. */
    readonly roots: readonly string[];
    readonly logMaxBytes: number;
  };
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
  return {
    port: required(values.PORT),
    monitorPort: required(values.MONITOR_PORT),
    host: required(values.HOST),
    user: required(values.ARCHITECT_USER),
    password: required(values.ARCHITECT_PASSWORD),
    sessionTimeoutSeconds: required(values.SESSION_TIMEOUT),
    cookieSecure: required(values.SESSION_COOKIE_SECURE),
    secretKey: values.SECRET_KEY,
    allowedHosts: values.ARCHITECT_ALLOWED_HOSTS ?? [],
    dataDir: resolve(PROJECT_ROOT, required(values.ARCHITECT_DATA_DIR)),
    logDir: resolve(PROJECT_ROOT, required(values.ARCHITECT_LOG_DIR)),
    cacheDir: join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'architect-dashboard'),
    logLevel: required(values.ARCHITECT_LOG_LEVEL),
    tmuxSocket: values.ARCHITECT_TMUX_SOCKET,
    submitDelayMs: required(values.ARCHITECT_SUBMIT_DELAY_MS),
    notifyUrl: values.ARCHITECT_NOTIFY_URL,
    milestoneScanAt: values.ARCHITECT_MILESTONE_SCAN ?? null,
    githubApiUrl: required(values.GITHUB_API_URL).replace(/\/+$/, ''),
    hoursPerDay: required(values.ARCHITECT_HOURS_PER_DAY),
    hostName: hostname(),
    agentDirs: { claude: env['CLAUDE_CONFIG_DIR'] || undefined, codex: env['CODEX_HOME'] || undefined },
    tasks: {
      slots: required(values.ARCHITECT_TASK_SLOTS),
      roots: values.ARCHITECT_TASK_ROOTS ?? [homedir()],
      logMaxBytes: required(values.ARCHITECT_TASK_LOG_MB) * BYTES_A_MIB,
    },
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
  return /KEY|PASSWORD|NOTIFY_URL/.test(name) ? '...' : raw;
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

/** The environment for programs that others run through us: ours without the settings, which may be secret. */
export function programEnvironment(): Record<string, string> {
  const settings = new Set(Object.keys(SETTINGS));
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || settings.has(name) ? [] : [[name, value]],
    ),
  );
}
