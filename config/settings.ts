/** The settings: environment variables, each with its check, its default as a person would write it, and its help. */
import { z } from 'zod';
import { ALERT_SETTINGS } from './alert-settings';
import { healthLimits } from './health-limits';
import { HOST_SETTINGS } from './host-settings';
import { MODEL_SETTINGS, SHARED_SETTINGS } from './model-settings';
import { NOTIFICATION_SETTINGS } from './notification-settings';
import { DEFAULT_DATA_DIR, DEFAULT_PORT } from './place';
import { PROXY_SETTINGS } from './proxy-settings';
import { RECORDING_SETTINGS } from './recording-settings';
import { SIGN_IN_SETTINGS } from './sign-in-settings';
import { SHEETS_SETTINGS } from './sheets-settings';
import { SHARED_TRACING_SETTINGS, TRACING_SETTINGS } from './tracing-settings';

/** The password of the original system: for this machine only (see api/middleware/this-machine.ts, server/access.ts). */
export const DEFAULT_PASSWORD = 'peace5';

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

export const SETTINGS = z.object({
  PORT: port.prefault(DEFAULT_PORT).describe('port of the dashboard and the API'),
  MONITOR_PORT: port.prefault('8081').describe('port of the monitor, which has nothing else; 0 = none'),
  HOST: text
    .optional()
    .describe('address to listen on; unset = all (0.0.0.0), or 127.0.0.1 with the default password'),
  ARCHITECT_USER: text.prefault('architect').describe('login name (case does not matter)'),
  ARCHITECT_PASSWORD: text
    .prefault(DEFAULT_PASSWORD)
    .describe('login password; the default one works on this machine only, and in no container'),
  SESSION_TIMEOUT: positiveInt.prefault('3600').describe('a login ends after so many idle seconds'),
  SESSION_COOKIE_SECURE: flag.prefault('false').describe('send the login cookie over HTTPS only'),
  ARCHITECT_TLS: flag
    .prefault('false')
    .describe('serve HTTPS; also by `architect start --ssl`, and where a certificate is set'),
  ARCHITECT_TLS_CERT: text
    .optional()
    .describe('file of the certificate with its chain (PEM); unset = one that is made and renewed here'),
  ARCHITECT_TLS_KEY: text.optional().describe('file of its private key (PEM)'),
  SECRET_KEY: z
    .string()
    .min(16)
    .optional()
    .describe(
      "signs the login cookie and opens the vault, 16 characters or more; unset = keys of the data directory's own",
    ),
  SECRET_KEY_FORMER: z
    .string()
    .min(16)
    .optional()
    .describe('the SECRET_KEY before this one, until `architect vault rotate` has sealed the secrets anew'),
  ARCHITECT_ALLOWED_HOSTS: list
    .optional()
    .describe('further host names the dashboard is reached by, comma-separated (a proxy, a DNS name)'),
  ...PROXY_SETTINGS,
  ...SIGN_IN_SETTINGS,
  ARCHITECT_DATA_DIR: text.prefault(DEFAULT_DATA_DIR).describe('databases and engine state'),
  ARCHITECT_BACKUP_DIR: text.optional().describe('backups; unset = backups in the data directory'),
  ARCHITECT_KEEP_BACKUPS: positiveInt.prefault('7').describe('backups kept; the oldest go first'),
  ARCHITECT_KEEP_INTERACTIONS: positiveInt
    .prefault('1000')
    .describe('newest rows of the log of dialogs that the daily clean-up keeps'),
  ARCHITECT_KEEP_HEALTH_DAYS: positiveInt.prefault('7').describe('days that health checks are kept'),
  ARCHITECT_HEALTH_INTERVAL_SECONDS: z.coerce
    .number()
    .int()
    .min(5)
    .max(3_600)
    .prefault('60')
    .describe('how often everything is looked at, whether it is healthy'),
  ARCHITECT_HEALTH_LIMITS: healthLimits
    .optional()
    .describe('limits of what counts as healthy that differ, such as load_per_core=8,disk_free_mib=4096'),
  ARCHITECT_IMPROVEMENT_INTERVAL_SECONDS: z.coerce
    .number()
    .int()
    .min(10)
    .max(86_400)
    .prefault('300')
    .describe('how often it is looked for what could be better'),
  ARCHITECT_IMPROVEMENT_DAILY_LIMIT: z.coerce
    .number()
    .int()
    .min(0)
    .max(100)
    .prefault('3')
    .describe('improvements that are queued without a person, a day, of kinds that have helped; 0 = none'),
  ARCHITECT_IMPROVEMENT_CONFIDENCE: z.coerce
    .number()
    .min(0)
    .max(1)
    .prefault('0.8')
    .describe('how sure an improvement has to be to be queued without a person, 0 to 1'),
  ARCHITECT_IMPROVEMENT_MEASURE_MINUTES: z.coerce
    .number()
    .gt(0)
    .max(10_080)
    .prefault('60')
    .describe('how long after the end of its prompt the effect of an improvement is measured'),
  ARCHITECT_KEEP_PROMPT_DAYS: positiveInt
    .prefault('30')
    .describe('days that prompts, tasks and dialogs are kept after their end'),
  ARCHITECT_LOG_DIR: text.prefault('./logs').describe('log files'),
  ARCHITECT_LOG_MB: z.coerce
    .number()
    .min(0.01)
    .max(10_000)
    .prefault('16')
    .describe('size at which a log file is put aside, in MiB'),
  ARCHITECT_KEEP_LOGS: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .prefault('5')
    .describe('log files that are kept beside the one that is written, of each'),
  ARCHITECT_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'])
    .prefault('info')
    .describe('least serious level that is logged: debug, info, warn or error'),
  ARCHITECT_TMUX_SOCKET: text
    .optional()
    .describe("tmux server to use (tmux -L NAME); unset = the user's own"),
  ARCHITECT_TERMINAL_GRACE_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(600)
    .prefault('15')
    .describe('so long a terminal that was taken over in a page stays taken after the page has gone'),
  ARCHITECT_OWNER_TIMEOUT_SECONDS: z.coerce
    .number()
    .int()
    .min(5)
    .max(3_600)
    .prefault('30')
    .describe(
      'after so long without a sign of life the terminals of another dashboard on the same tmux server are free',
    ),
  ARCHITECT_RECORD_CHANGES: flag
    .prefault('true')
    .describe('keep what changed in the directory of a session while a prompt was at work there'),
  ARCHITECT_KEEP_DISCARDS_DAYS: positiveInt
    .max(365)
    .prefault('7')
    .describe('days that files which were discarded in a review can be brought back'),
  ...RECORDING_SETTINGS,
  ARCHITECT_SUBMIT_DELAY_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000)
    .prefault('0')
    .describe('pause between the typed text and Enter, in milliseconds, for terminals that need one'),
  ARCHITECT_SILENT_TIMEOUT_SECONDS: z.coerce
    .number()
    .int()
    .min(5)
    .max(240)
    .prefault('180')
    .describe('how long a program that draws nothing of a typed prompt is waited for'),
  ...HOST_SETTINGS,
  ...ALERT_SETTINGS,
  ...NOTIFICATION_SETTINGS,
  ...SHEETS_SETTINGS,
  ...TRACING_SETTINGS,
  ARCHITECT_ANSWER_KIB: z.coerce
    .number()
    .int()
    .min(16)
    .max(65_536)
    .prefault('1024')
    .describe(
      'longest answer that is kept, in KiB; the beginning of more is left out, and the answer says so',
    ),
  ARCHITECT_TASK_SLOTS: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .prefault('3')
    .describe('background tasks that run at once'),
  ARCHITECT_TASK_ROOTS: list
    .pipe(z.array(z.string().startsWith('/', 'expected absolute paths')))
    .optional()
    .describe(
      "directories in which background tasks may work, comma-separated, beside the projects' own; unset = your home",
    ),
  ARCHITECT_WORKTREES_DIR: text
    .optional()
    .describe('git worktrees of plan tasks; unset = worktrees in the data directory'),
  ARCHITECT_WORKTREE_PORTS: z
    .string()
    .regex(/^\d{4,5}-\d{4,5}$/, { error: 'expected two ports like 17000-17999' })
    .transform((value) => value.split('-').map(Number) as unknown as readonly [number, number])
    .refine(([first, last]) => first >= 1024 && first <= last && last <= 65535, {
      error: 'expected ports from 1024 to 65535, the first one not above the last',
    })
    .prefault('17000-17999')
    .describe('ports that worktrees get for the programs of their tasks, one each'),
  ARCHITECT_PULL_REQUEST_POLL_SECONDS: z.coerce
    .number()
    .int()
    .min(10)
    .max(86_400)
    .prefault('60')
    .describe(
      'how often it is looked whether the pull request of a worktree was merged or closed, in seconds',
    ),
  ARCHITECT_TASK_LOG_MB: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .prefault('16')
    .describe('output kept of a try of a background task, in MiB; the middle of more is left out'),
  ARCHITECT_MILESTONE_SCAN: z
    .union(
      [
        z.literal('off').transform(() => null),
        z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'expected a time like 04:00, or off' }),
      ],
      {
        error: 'expected a time like 04:00, or off',
      },
    )
    .prefault('04:00')
    .describe('when all projects are scanned for milestones, each day, as HH:MM; off = only when asked for'),
  ARCHITECT_HOURS_PER_DAY: z.coerce
    .number()
    .gt(0)
    .max(24)
    .prefault('6')
    .describe("working hours of a day, for the milestones' timelines"),
  GITHUB_API_URL: z
    .url({ protocol: /^https?$/, error: 'expected an address like https://api.github.com' })
    .prefault('https://api.github.com')
    .describe('API of GitHub; of an Enterprise server it ends in /api/v3'),
  ARCHITECT_WORKER_METRICS_PORT: port
    .prefault('0')
    .describe(
      'port on loopback for the figures of a worker process, or the next free one after it; 0 = none',
    ),
  ...MODEL_SETTINGS,
  TEMPORAL_ADDRESS: text.optional().describe('host:port of a Temporal cluster; unset = an engine of our own'),
  TEMPORAL_NAMESPACE: text.prefault('default').describe('Temporal namespace'),
  TEMPORAL_API_KEY: text.optional().describe('API key of the Temporal cluster'),
  TEMPORAL_TLS: flag.prefault('false').describe('use TLS to the Temporal cluster'),
  TEMPORAL_TLS_CERT: text.optional().describe('file of the client certificate (PEM) for mutual TLS'),
  TEMPORAL_TLS_KEY: text.optional().describe('file of the client key (PEM) for mutual TLS'),
  TEMPORAL_UI_URL: z
    .url({ protocol: /^https?$/, error: 'expected an address like https://temporal.example.com' })
    .optional()
    .describe('where people find the Web UI of the Temporal cluster, for links to it'),
  TEMPORAL_PORT: port.prefault('7233').describe('port of our own engine'),
  TEMPORAL_UI_PORT: port.prefault('8233').describe("port of our own engine's web UI"),
  TEMPORAL_CLI_PATH: text.optional().describe('the temporal program to run as our own engine'),
});

export const SETTING_NAMES = SETTINGS.keyof().options;

/** Those that programs which are run through us don't get: they are ours alone. */
export const OWN_SETTING_NAMES = SETTING_NAMES.filter(
  (name) => ![...SHARED_SETTINGS, ...SHARED_TRACING_SETTINGS].includes(name),
);

export interface SettingFacts {
  readonly name: string;
  /** The text that stands for it where the variable is unset or empty; undefined = it stays unset. */
  readonly fallback: string | undefined;
  readonly help: string;
}

/** The settings for people, in their order. */
export function settingFacts(): SettingFacts[] {
  return Object.entries<z.ZodType>(SETTINGS.shape).map(([name, schema]) => ({
    name,
    fallback: schema instanceof z.ZodPrefault ? String(schema.def.defaultValue) : undefined,
    help: schema.description ?? '',
  }));
}
