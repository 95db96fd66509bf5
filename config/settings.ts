/** The table of settings: environment variables, each with its default, unit and help. index.ts reads them. */
import { z } from 'zod';

/** The password of the original system: for this machine only (see api/middleware/this-machine.ts, server/access.ts). */
export const DEFAULT_PASSWORD = 'peace5';

export interface Setting {
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
  HOST: {
    schema: text,
    help: 'address to listen on; unset = all (0.0.0.0), or 127.0.0.1 with the default password',
  },
  ARCHITECT_USER: { schema: text, fallback: 'architect', help: 'login name (case does not matter)' },
  ARCHITECT_PASSWORD: {
    schema: text,
    fallback: DEFAULT_PASSWORD,
    help: 'login password; the default one works on this machine only, and in no container',
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
    help: 'newest rows of the log of dialogs that the daily clean-up keeps',
  },
  ARCHITECT_KEEP_HEALTH_DAYS: {
    schema: positiveInt,
    fallback: '7',
    help: 'days that health checks are kept',
  },
  ARCHITECT_KEEP_PROMPT_DAYS: {
    schema: positiveInt,
    fallback: '30',
    help: 'days that prompts, tasks and dialogs are kept after their end',
  },
  ARCHITECT_LOG_DIR: { schema: text, fallback: './logs', help: 'log files' },
  ARCHITECT_LOG_LEVEL: {
    schema: z.enum(['debug', 'info', 'warn', 'error']),
    fallback: 'info',
    help: 'least serious level that is logged: debug, info, warn or error',
  },
  ARCHITECT_TMUX_SOCKET: { schema: text, help: "tmux server to use (tmux -L NAME); unset = the user's own" },
  ARCHITECT_OWNER_TIMEOUT_SECONDS: {
    schema: z.coerce.number().int().min(5).max(3_600),
    fallback: '30',
    help: 'after so long without a sign of life the terminals of another dashboard on the same tmux server are free',
  },
  ARCHITECT_SUBMIT_DELAY_MS: {
    schema: z.coerce.number().int().min(0).max(10_000),
    fallback: '0',
    help: 'pause between the typed text and Enter, in milliseconds, for terminals that need one',
  },
  ARCHITECT_SILENT_TIMEOUT_SECONDS: {
    schema: z.coerce.number().int().min(5).max(240),
    fallback: '180',
    help: 'how long a program that draws nothing of a typed prompt is waited for',
  },
  ARCHITECT_NOTIFY_URL: {
    schema: z.url({ protocol: /^https?$/ }),
    help: 'address that gets a POST with JSON when a dialog or a secret needs a person; unset = none',
  },
  ARCHITECT_ANSWER_KIB: {
    schema: z.coerce.number().int().min(16).max(65_536),
    fallback: '1024',
    help: 'longest answer that is kept, in KiB; the beginning of more is left out, and the answer says so',
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
