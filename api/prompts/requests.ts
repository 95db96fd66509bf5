/** What requests may hold. Every message says what was expected; `parse` names the field. */
import { z } from 'zod';
// How `meta` describes what JSON Schema can't tell from the code.
import type {} from 'zod-openapi';
import {
  PROMPT_STATES,
  PROVIDERS,
  SESSION_STATES,
  SETTLED_STATUSES,
} from '../../workflows/contracts/glossary';
import { ApiError } from '../http/errors';
import { expected } from '../http/validation-messages';

export const MAX_CONTENT_BYTES = 128 * 1024;

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `expected one of ${values.join(', ')}` });
export const whole = (min: number, max: number) => {
  const error = `expected a whole number from ${min} to ${max}`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};
export const shortText = (max = 200) =>
  z
    .string({ error: 'expected text' })
    .max(max, { error: `expected at most ${max} characters` })
    .refine((text) => text.trim() !== '', { error: 'must not be empty' })
    .refine((text) => !hasControl(text) && !/[\t\n]/.test(text), {
      error: 'expected one line without control characters',
    })
    .refine((text) => !LONE_SURROGATE.test(text), { error: HALF_A_CHARACTER });

/** C0, DEL and C1 but for tab and newline: typed into a terminal they would act, not stand there. */
// eslint-disable-next-line no-control-regex
export const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
export const LONE_SURROGATE = /\p{Cs}/u;
export const HALF_A_CHARACTER = 'holds half a character (a lone surrogate): send well-formed Unicode';
export const hasControl = (text: string): boolean => CONTROL.test(text);

export const content = z
  .string({ error: 'expected text' })
  .transform((text) => text.replace(/\r\n?/g, '\n'))
  .superRefine((text, context) => {
    const fault = contentFault(text);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  });

function contentFault(text: string): string | null {
  if (text.trim() === '') return 'must not be empty';
  if (LONE_SURROGATE.test(text)) return HALF_A_CHARACTER;
  const control = CONTROL.exec(text);
  if (!control) return null;
  const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `holds the control character U+${code} at position ${control.index}; only tab and newline are allowed`;
}

export const provider = oneOf(PROVIDERS);

export const sendPrompt = z.strictObject({
  content,
  priority: whole(-1000, 1000).default(0),
  target_session: shortText().nullish(),
  target_provider: provider.nullish(),
  specialty: shortText(50).nullish(),
  timeout_minutes: z
    .number({ error: 'expected a number of minutes' })
    .positive({ error: 'expected more than 0 minutes' })
    .max(10_080, { error: 'expected at most 10080 minutes (a week)' })
    .default(30),
  max_retries: whole(0, 10).default(3),
  metadata: z.record(z.string(), z.unknown(), { error: 'expected an object' }).nullish(),
  source: shortText(50).default('api'),
});

export const cancelPrompt = z.strictObject({ reason: shortText(500).optional() }).default({});
export const reassignPrompt = z.strictObject({
  target_session: shortText().nullish(),
  target_provider: provider.nullish(),
});
export const changePrompt = z.strictObject({ priority: whole(-1000, 1000) });
export const resolvePrompt = z.strictObject({
  as: oneOf(['completed', 'failed']),
  note: shortText(500).default('a person decided'),
});

/** Which of those that have ended. */
export const archivePrompts = z
  .strictObject({
    status: z
      .array(oneOf(SETTLED_STATUSES), { error: `expected a list of ${SETTLED_STATUSES.join(', ')}` })
      .min(1, { error: 'expected at least one; leave it out for all of them' })
      .default([...SETTLED_STATUSES]),
    older_than_days: z
      .number({ error: 'expected a number of days' })
      .min(0, { error: 'expected 0 days or more' })
      .max(36_500, { error: 'expected at most 36500 days' })
      .optional(),
  })
  .prefault({});

export const changeQueue = z.strictObject({
  paused: z.boolean({ error: 'expected true or false' }),
  reason: shortText(500).nullish(),
});

/** tmux uses `.` and `:` in targets, `=`, `@`, `$`, `%` to mark ids. */
const sessionName = shortText(100).regex(/^[\p{L}\p{N}_][\p{L}\p{N}_+-]*( [\p{L}\p{N}_+-]+)*$/u, {
  error: 'expected letters, digits, _, - and +, beginning with a letter or digit',
});

/** Names that programs can have in their environment. */
const ENVIRONMENT_NAME = /^[A-Za-z_]\w*$/;
export const environment = z
  .record(
    z.string().regex(ENVIRONMENT_NAME, { error: 'expected names of letters, digits and _' }),
    z
      .string({ error: 'expected text' })
      .max(32_768)
      .refine((text) => !text.includes('\0'), { error: 'must not hold NUL' }),
    { error: 'expected an object of names and texts' },
  )
  .default({});

/** Secrets by name, whose values come into the environment. */
export const secretNames = z
  .array(
    z
      .string({ error: 'expected the name of a secret' })
      .regex(ENVIRONMENT_NAME, { error: 'expected the name of a secret that is of letters, digits and _' }),
    { error: 'expected a list of names of secrets' },
  )
  .max(100, { error: 'expected at most 100 names' })
  .default([]);

export const newSession = z.strictObject({
  name: sessionName,
  provider,
  specialty: shortText(50).default('general'),
  working_dir: shortText(4096).startsWith('/', { error: 'expected an absolute path' }).nullish(),
  project_id: whole(1, Number.MAX_SAFE_INTEGER).nullish(),
  command: shortText(4096).nullish(),
  env: environment,
  secrets: secretNames,
});

/** null takes a person's word back. */
export const changeSession = z
  .strictObject({ provider: provider.nullable().optional(), specialty: shortText(50).nullable().optional() })
  .refine(({ provider: agent, specialty }) => agent !== undefined || specialty !== undefined, {
    error: 'expected provider, specialty or both',
  });

export const tmuxSend = z.strictObject({ session: shortText(), command: content });

export const errorReport = z.strictObject({
  message: z.string({ error: 'expected text' }).min(1, { error: 'must not be empty' }).max(2_000),
  source: z.string().max(200).nullish(),
  stack: z.string().max(10_000).nullish(),
  url: z.string().max(2_000).nullish(),
  level: oneOf(['debug', 'info', 'warning', 'error', 'critical']).default('error'),
});

/** A number as it stands in a query. */
export const wholeFromQuery = (min: number, max: number) => {
  const error = `expected a whole number from ${min} to ${max}`;
  return z
    .string({ error })
    .regex(/^-?\d{1,15}$/, { error })
    .transform(Number)
    .pipe(whole(min, max))
    .meta({ override: integer(min, max) });
};
const integer =
  (minimum: number, maximum: number) =>
  ({ jsonSchema }: { jsonSchema: Record<string, unknown> }): void => {
    delete jsonSchema['pattern'];
    Object.assign(jsonSchema, { type: 'integer', minimum, maximum });
  };
export const fromQuery = (min: number, max: number, fallback: number) =>
  wholeFromQuery(min, max).default(fallback);

/** Words separated by commas or repeated. */
const words = z.union([z.string(), z.array(z.string())]).transform((value) =>
  [value]
    .flat()
    .flatMap((text) => text.split(','))
    .map((word) => word.trim())
    .filter(Boolean),
);
const listOf = (item: object) => ({ override: { anyOf: [item, { type: 'array', items: item }] } });
/** Any words: rows of the original may hold some that we don't know. */
export const anyOf = words.meta(listOf({ type: 'string' }));
/** Some of `values`, comma-separated or repeated. */
export const someOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  words.pipe(z.array(oneOf(values))).meta(listOf({ enum: [...values] }));
export const textFromQuery = z.string({ error: 'expected one text' });

export const paging = z.object({ limit: fromQuery(1, 500, 50), offset: fromQuery(0, 10_000_000, 0) });

export const sessionQuery = z.object({ status: someOf(SESSION_STATES).optional() });

export const promptQuery = paging.extend({
  status: someOf(PROMPT_STATES).optional(),
  session: textFromQuery.optional(),
  provider: provider.optional(),
  source: textFromQuery.optional(),
  q: textFromQuery.max(200, { error: 'expected at most 200 characters' }).optional(),
  archived: oneOf(['false', 'true', 'include']).default('false'),
  order: oneOf(['newest', 'oldest', 'priority']).default('newest'),
});

/** As `parse`; a parameter without a value (`?status=&q=x`) counts as not given. */
export function parseQuery<Schema extends z.ZodType>(
  schema: Schema,
  query: Readonly<Record<string, unknown>>,
): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
  // Of values that are a list in a parameter, the parameter is named.
  return checked(schema, given, ([name]) => String(name));
}

/** @throws ApiError 400 with each field and what was expected of it */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  return checked(schema, value, (path) => path.join('.') || 'body');
}

function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  named: (path: readonly PropertyKey[]) => string,
): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: false, error: expected });
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ field: named([...issue.path, key]), message: 'is not a known field' }))
      : [{ field: named(issue.path), message: issue.message }],
  );
  // One fault a field is enough to mend it.
  const details = faults.filter(
    ({ field }, index) => faults.findIndex((fault) => fault.field === field) === index,
  );
  throw new ApiError(
    400,
    'invalid_request',
    details.map((one) => `${one.field}: ${one.message}`).join('; '),
    details,
  );
}
