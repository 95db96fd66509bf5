/**
 * The reader of process.env, but for place.ts. `loadConfig` reports every fault at once, so that a person mends a configuration in
 * one round.
 */
import { homedir, hostname } from 'node:os';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { type AlertConfig, alertConfig } from './alert-settings';
import { ConfigError } from './config-error';
import { containerSign } from './container';
import { DEFAULT_HEALTH_LIMITS, type HealthLimits } from './health-limits';
import { type HostConfig, hostConfig } from './host-settings';
import { isSecretive, type SettingInForce, settingsInForce } from './in-force';
import { type ModelConfig, modelConfig } from './model-settings';
import { type SmsConfig, smsConfig } from './notification-settings';
import { PROJECT_ROOT } from './project-root';
import { type ProxyConfig, proxyConfig } from './proxy-settings';
import { type RecordingConfig, recordingConfig } from './recording-settings';
import { type SignInConfig, signInConfig } from './sign-in-settings';
import { type SheetsConfig, sheetsConfig } from './sheets-settings';
import { type TracingConfig, tracingConfig } from './tracing-settings';
import { DEFAULT_PASSWORD, OWN_SETTING_NAMES, SETTING_NAMES, settingFacts, SETTINGS } from './settings';

export { ConfigError } from './config-error';
export { PROJECT_ROOT } from './project-root';

const BYTES_A_KIB = 1024;
const BYTES_A_MIB = 1024 * 1024;

/** What the rest of the program sees. Durations carry their unit. */
export interface Config {
  readonly port: number;
  readonly monitorPort: number;
  readonly host: string;
  /** By what it can be told that we are in a container; undefined where nothing says so. */
  readonly container: string | undefined;
  readonly user: string;
  readonly password: string;
  readonly sessionTimeoutSeconds: number;
  readonly cookieSecure: boolean;
  /** HTTPS is served; without files with a certificate of our own. Absolute paths. */
  readonly tls: { readonly certFile: string | undefined; readonly keyFile: string | undefined } | undefined;
  readonly secretKey: string | undefined;
  /** What the vault's keys are derived from, the one in use first; empty = its key file. */
  readonly vaultSecretKeys: readonly string[];
  readonly allowedHosts: readonly string[];
  readonly proxy: ProxyConfig;
  readonly signIn: SignInConfig;
  /** Absolute paths. */
  readonly dataDir: string;
  /** The longest answer that is kept. */
  readonly answerMaxBytes: number;
  /** What changes in the working directories of prompts is kept. */
  readonly recordsChanges: boolean;
  /** What terminals show is recorded. */
  readonly recording: RecordingConfig;
  /** What is discarded in a review can be brought back so long. */
  readonly keepDiscardsMs: number;
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
  /** How often health is checked, and what counts as healthy. */
  readonly health: { readonly intervalMs: number; readonly limits: HealthLimits };
  readonly improvements: {
    readonly intervalMs: number;
    readonly dailyLimit: number;
    readonly autoConfidence: number;
    readonly measureAfterMs: number;
  };
  readonly logRotation: { readonly maxBytes: number; readonly keep: number };
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly tmuxSocket: string | undefined;
  /** After so long without a sign of life another dashboard's terminals are free. */
  readonly ownerTimeoutMs: number;
  /** A terminal that was taken over in a page stays so after the page has gone. */
  readonly terminalGraceMs: number;
  readonly submitDelayMs: number;
  /** How long a program that draws nothing of a typed prompt is waited for. */
  readonly silentTimeoutMs: number;
  readonly alerts: AlertConfig;
  /** `HH:MM`, local time; null: no scan by itself. */
  readonly milestoneScanAt: string | null;
  readonly hoursPerDay: number;
  /** No slash at the end. */
  readonly githubApiUrl: string;
  readonly models: ModelConfig;
  readonly sms: SmsConfig;
  readonly sheets: SheetsConfig;
  /** undefined: there are no traces. */
  readonly tracing: TracingConfig | undefined;
  readonly hostName: string;
  readonly hosts: HostConfig;
  /** Where agents of this user keep their settings, where their own variables say so. */
  readonly agentDirs: { readonly claude: string | undefined; readonly codex: string | undefined };
  readonly tasks: {
    readonly slots: number;
    /** Absolute paths; at least one. */
    readonly roots: readonly string[];
    /** A person named them. */
    readonly rootsAreSet: boolean;
    readonly logMaxBytes: number;
  };
  readonly workerMetricsPort: number;
  readonly worktrees: {
    /** Where worktrees of plans are made; absolute. */
    readonly dir: string;
    readonly ports: readonly [first: number, last: number];
    readonly pullRequestPollSeconds: number;
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
    readonly uiUrl: string | undefined;
    readonly cliPath: string | undefined;
  };
}

/**
 * Reads the settings.
 * @throws ConfigError naming every setting that is wrong, with what was expected.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const values = readValues(env);
  const dataDir = resolve(PROJECT_ROOT, values.ARCHITECT_DATA_DIR);
  const tls = tlsConfig(values);
  return {
    port: values.PORT,
    monitorPort: values.MONITOR_PORT,
    host: values.HOST ?? (values.ARCHITECT_PASSWORD === DEFAULT_PASSWORD ? '127.0.0.1' : '0.0.0.0'),
    container: containerSign(env),
    user: values.ARCHITECT_USER,
    password: values.ARCHITECT_PASSWORD,
    sessionTimeoutSeconds: values.SESSION_TIMEOUT,
    cookieSecure: values.SESSION_COOKIE_SECURE || tls !== undefined,
    tls,
    secretKey: values.SECRET_KEY,
    vaultSecretKeys: values.SECRET_KEY
      ? [values.SECRET_KEY, ...(values.SECRET_KEY_FORMER ? [values.SECRET_KEY_FORMER] : [])]
      : [],
    allowedHosts: values.ARCHITECT_ALLOWED_HOSTS ?? [],
    proxy: proxyConfig(values),
    signIn: signInConfig(values),
    dataDir,
    answerMaxBytes: values.ARCHITECT_ANSWER_KIB * BYTES_A_KIB,
    recordsChanges: values.ARCHITECT_RECORD_CHANGES,
    recording: recordingConfig(values),
    keepDiscardsMs: values.ARCHITECT_KEEP_DISCARDS_DAYS * 86_400_000,
    backupDir: resolve(PROJECT_ROOT, values.ARCHITECT_BACKUP_DIR ?? join(dataDir, 'backups')),
    keep: {
      backups: values.ARCHITECT_KEEP_BACKUPS,
      interactions: values.ARCHITECT_KEEP_INTERACTIONS,
      healthDays: values.ARCHITECT_KEEP_HEALTH_DAYS,
      promptDays: values.ARCHITECT_KEEP_PROMPT_DAYS,
    },
    health: {
      intervalMs: values.ARCHITECT_HEALTH_INTERVAL_SECONDS * 1_000,
      limits: values.ARCHITECT_HEALTH_LIMITS ?? DEFAULT_HEALTH_LIMITS,
    },
    improvements: {
      intervalMs: values.ARCHITECT_IMPROVEMENT_INTERVAL_SECONDS * 1_000,
      dailyLimit: values.ARCHITECT_IMPROVEMENT_DAILY_LIMIT,
      autoConfidence: values.ARCHITECT_IMPROVEMENT_CONFIDENCE,
      measureAfterMs: values.ARCHITECT_IMPROVEMENT_MEASURE_MINUTES * 60_000,
    },
    logDir: resolve(PROJECT_ROOT, values.ARCHITECT_LOG_DIR),
    cacheDir: join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'architect-dashboard'),
    logRotation: {
      maxBytes: Math.round(values.ARCHITECT_LOG_MB * BYTES_A_MIB),
      keep: values.ARCHITECT_KEEP_LOGS,
    },
    logLevel: values.ARCHITECT_LOG_LEVEL,
    tmuxSocket: values.ARCHITECT_TMUX_SOCKET,
    ownerTimeoutMs: values.ARCHITECT_OWNER_TIMEOUT_SECONDS * 1_000,
    terminalGraceMs: values.ARCHITECT_TERMINAL_GRACE_SECONDS * 1_000,
    submitDelayMs: values.ARCHITECT_SUBMIT_DELAY_MS,
    silentTimeoutMs: values.ARCHITECT_SILENT_TIMEOUT_SECONDS * 1_000,
    alerts: alertConfig(values),
    milestoneScanAt: values.ARCHITECT_MILESTONE_SCAN ?? null,
    githubApiUrl: values.GITHUB_API_URL.replace(/\/+$/, ''),
    hoursPerDay: values.ARCHITECT_HOURS_PER_DAY,
    models: modelConfig(values),
    sms: smsConfig(values),
    sheets: sheetsConfig(values),
    tracing: tracingConfig(values),
    hostName: hostname(),
    hosts: hostConfig(values),
    agentDirs: { claude: env['CLAUDE_CONFIG_DIR'] || undefined, codex: env['CODEX_HOME'] || undefined },
    tasks: {
      slots: values.ARCHITECT_TASK_SLOTS,
      roots: values.ARCHITECT_TASK_ROOTS ?? [homedir()],
      rootsAreSet: values.ARCHITECT_TASK_ROOTS !== undefined,
      logMaxBytes: values.ARCHITECT_TASK_LOG_MB * BYTES_A_MIB,
    },
    workerMetricsPort: values.ARCHITECT_WORKER_METRICS_PORT,
    worktrees: {
      dir: resolve(PROJECT_ROOT, values.ARCHITECT_WORKTREES_DIR ?? join(dataDir, 'worktrees')),
      ports: values.ARCHITECT_WORKTREE_PORTS,
      pullRequestPollSeconds: values.ARCHITECT_PULL_REQUEST_POLL_SECONDS,
    },
    temporal: {
      address: values.TEMPORAL_ADDRESS,
      namespace: values.TEMPORAL_NAMESPACE,
      apiKey: values.TEMPORAL_API_KEY,
      tls: values.TEMPORAL_TLS,
      tlsCertFile: values.TEMPORAL_TLS_CERT,
      tlsKeyFile: values.TEMPORAL_TLS_KEY,
      ...{ port: values.TEMPORAL_PORT, uiPort: values.TEMPORAL_UI_PORT },
      uiUrl: values.TEMPORAL_UI_URL?.replace(/\/$/, ''),
      cliPath: values.TEMPORAL_CLI_PATH,
    },
  };
}

function tlsConfig(values: z.output<typeof SETTINGS>): Config['tls'] {
  const [certFile, keyFile] = [values.ARCHITECT_TLS_CERT, values.ARCHITECT_TLS_KEY].map(
    (file) => file && resolve(PROJECT_ROOT, file),
  );
  if ((certFile === undefined) !== (keyFile === undefined))
    throw new ConfigError(['ARCHITECT_TLS_CERT and ARCHITECT_TLS_KEY: set both of them, or neither']);
  return values.ARCHITECT_TLS || certFile !== undefined ? { certFile, keyFile } : undefined;
}

function readValues(env: NodeJS.ProcessEnv): z.output<typeof SETTINGS> {
  // An empty variable counts as unset: `PORT= npm start` means the default.
  const given = Object.fromEntries(SETTING_NAMES.map((name) => [name, env[name] || undefined]));
  const parsed = SETTINGS.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = new Map<string, string>();
  for (const { path, message } of parsed.error.issues)
    if (!faults.has(String(path[0]))) faults.set(String(path[0]), message);
  throw new ConfigError(
    settingFacts().flatMap(({ name, help }) =>
      faults.has(name)
        ? [`${name}="${secretive(name, given[name] ?? '')}": ${faults.get(name)} (${help})`]
        : [],
    ),
  );
}

const secretive = (name: string, raw: string): string => (isSecretive(name, raw) ? '...' : raw);

/** What is in force in this process. */
export const ownSettings = (): SettingInForce[] => settingsInForce(process.env);

/** An address, or name of one, that only this machine reaches. */
export function isLoopback(address: string): boolean {
  return /^((::ffff:)?127\.\d+\.\d+\.\d+|::1|localhost)$/i.test(address);
}

/** The settings as lines for `--help`. */
export function settingsHelp(): string {
  return settingFacts()
    .map(({ name, fallback, help }) => `  ${name.padEnd(26)} ${help}${fallback ? ` [${fallback}]` : ''}`)
    .join('\n');
}

/** What a service has to be given to be the dashboard of this shell: the settings that are set, and the locale. */
export function serviceSettings(): { settings: [name: string, value: string][]; lang: string | undefined } {
  const settings = SETTING_NAMES.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value ? [[name, value]] : [];
  });
  return { settings, lang: process.env['LC_ALL'] || process.env['LANG'] || undefined };
}

/** The environment for programs that others run through us: ours without the settings, which may be secret. */
export function programEnvironment(): Record<string, string> {
  const settings = new Set<string>(OWN_SETTING_NAMES);
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || settings.has(name) ? [] : [[name, value]],
    ),
  );
}
