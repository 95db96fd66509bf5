/** The settings of alerts: which channels there are, what goes to which, and how soon. */
import { z } from 'zod';
import {
  ALERT_CHANNELS,
  ALERT_KINDS,
  type AlertChannel,
  type AlertKind,
} from '../workflows/contracts/alerts';

export type PerKind<Value> = Readonly<Partial<Record<AlertKind, Value>>>;

const KINDS = `kinds are ${ALERT_KINDS.join(', ')}`;
const ROUTES = `expected kind=channel+channel, separated by commas, such as health=ntfy+sms,secret=none; ${KINDS}, channels ${ALERT_CHANNELS.join(', ')} and none`;
const SECONDS = `expected kind=seconds, separated by commas, such as health=120; ${KINDS}`;
const HOSTS = 'expected names of hosts like push.example.com, separated by commas';
const LONGEST_SECONDS = 604_800;

/** `kind=value,kind=value`. */
function perKind<Value>(value: z.ZodType<Value, string>, expected: string) {
  const pair = z.tuple([z.enum(ALERT_KINDS), value]);
  return z.string().transform((text, context): PerKind<Value> => {
    const pairs = text.split(',').map((part) => part.split('=').map((word) => word.trim()));
    const known = z.array(pair).safeParse(pairs);
    if (known.success) return Object.fromEntries<Value>(known.data);
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
}

const channels = z
  .string()
  .transform((text) => (text === 'none' ? [] : text.split('+').map((word) => word.trim())))
  .pipe(z.array(z.enum(ALERT_CHANNELS)));
const seconds = z.string().regex(/^\d+$/).transform(Number).pipe(z.number().max(LONGEST_SECONDS));

const address = (example: string) =>
  z.url({ protocol: /^https?$/, error: `expected an address like ${example}` });
const mail = z.email({ error: 'expected an address like me@example.com' });
const mails = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(
    z
      .array(z.email({ error: 'expected addresses like me@example.com, separated by commas' }))
      .max(20, { error: 'expected at most 20 addresses' }),
  );

export const ALERT_SETTINGS = {
  ARCHITECT_NOTIFY_URL: address('https://example.com/hook')
    .optional()
    .describe('address that gets alerts as a POST with JSON; unset = none'),
  NTFY_URL: address('https://ntfy.sh/my-topic')
    .refine((text) => /^\/.+[^/]$/.test(new URL(text).pathname), {
      error: 'expected an address that ends in a topic, like https://ntfy.sh/my-topic',
    })
    .optional()
    .describe('topic of ntfy that gets alerts, with its server; unset = none'),
  NTFY_TOKEN: z
    .string()
    .min(1)
    .optional()
    .describe('access token of ntfy; unset = the secret of this name in the vault, if there is one'),
  SLACK_WEBHOOK_URL: address('https://hooks.slack.com/services/...')
    .optional()
    .describe('incoming webhook of Slack that gets alerts; unset = the secret of this name in the vault'),
  SMTP_HOST: z.string().min(1).optional().describe('mail server that alerts are sent by; unset = none'),
  SMTP_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe('its port; unset = 587, or 465 with SMTP_SECURITY=tls'),
  SMTP_SECURITY: z
    .enum(['starttls', 'tls', 'none'], { error: 'expected starttls, tls or none' })
    .prefault('starttls')
    .describe('starttls = encrypted before anything is said, tls = from the first byte, none = in the clear'),
  SMTP_USER: z.string().min(1).optional().describe('login at the mail server; unset = without one'),
  SMTP_PASSWORD: z
    .string()
    .min(1)
    .optional()
    .describe('its password; unset = the secret of this name in the vault'),
  EMAIL_FROM: mail.optional().describe('address that alerts come from, like architect@example.com'),
  EMAIL_TO: mails.optional().describe('addresses that get alerts, comma-separated, 20 at most; unset = none'),
  ARCHITECT_PUSH_HOSTS: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim().toLowerCase()))
    .pipe(z.array(z.string().regex(/^[a-z\d.-]+$/, { error: HOSTS })))
    .optional()
    .describe(
      'names of push services in your own network, comma-separated: browsers may have theirs there although its address is private; unset = none',
    ),
  ARCHITECT_ALERT_ROUTES: perKind(channels, ROUTES)
    .optional()
    .describe(
      'which channels get which kind of alert, as kind=channel+channel or kind=none; of kinds that are not named all that are set up, but for sms',
    ),
  ARCHITECT_ALERT_DWELL_SECONDS: perKind(seconds, SECONDS)
    .optional()
    .describe('how long something must be so before it is told, as kind=seconds'),
  ARCHITECT_ALERT_COOLDOWN_SECONDS: perKind(seconds, SECONDS)
    .optional()
    .describe('how long the same thing is not told again, as kind=seconds'),
  ARCHITECT_ALERT_SPACING_SECONDS: z.coerce
    .number()
    .min(0)
    .max(3_600)
    .prefault('30')
    .describe('time between two messages of one channel: alerts of that time are told together'),
};

/** Seconds: an outage of a moment is none, and one that comes and goes is told a few times an hour. */
const DWELL: PerKind<number> = { health: 60, plan: 10 };
const COOLDOWN: PerKind<number> = { health: 900, plan: 300, prompt: 300 };

export interface AlertConfig {
  readonly notifyUrl: string | undefined;
  readonly ntfy: { readonly url: string | undefined; readonly token: string | undefined };
  readonly slackUrl: string | undefined;
  readonly email: {
    readonly host: string | undefined;
    readonly port: number;
    readonly security: 'starttls' | 'tls' | 'none';
    readonly user: string | undefined;
    readonly password: string | undefined;
    readonly from: string | undefined;
    readonly to: readonly string[];
  };
  /** Push services whose address may be a private one; in lower case. */
  readonly pushHosts: readonly string[];
  readonly routes: PerKind<readonly AlertChannel[]>;
  readonly dwellSeconds: PerKind<number>;
  readonly cooldownSeconds: PerKind<number>;
  readonly spacingMs: number;
}

export const alertConfig = (values: z.output<z.ZodObject<typeof ALERT_SETTINGS>>): AlertConfig => ({
  notifyUrl: values.ARCHITECT_NOTIFY_URL,
  ntfy: { url: values.NTFY_URL, token: values.NTFY_TOKEN },
  slackUrl: values.SLACK_WEBHOOK_URL,
  email: {
    host: values.SMTP_HOST,
    port: values.SMTP_PORT ?? (values.SMTP_SECURITY === 'tls' ? 465 : 587),
    security: values.SMTP_SECURITY,
    user: values.SMTP_USER,
    password: values.SMTP_PASSWORD,
    from: values.EMAIL_FROM,
    to: values.EMAIL_TO ?? [],
  },
  pushHosts: values.ARCHITECT_PUSH_HOSTS ?? [],
  routes: values.ARCHITECT_ALERT_ROUTES ?? {},
  dwellSeconds: { ...DWELL, ...values.ARCHITECT_ALERT_DWELL_SECONDS },
  cooldownSeconds: { ...COOLDOWN, ...values.ARCHITECT_ALERT_COOLDOWN_SECONDS },
  spacingMs: values.ARCHITECT_ALERT_SPACING_SECONDS * 1_000,
});
