/** Fields that requests of several concerns have. Every message says what was expected. */
import { z } from 'zod';
// How `meta` describes what JSON Schema can't tell from the code.
import type {} from 'zod-openapi';
import { CONTROL, CONTROL_IN_LINE } from '../../workflows/contracts/control-characters';
import { VARIABLE_NAME } from '../../workflows/contracts/templates';
import { PROVIDERS } from '../../workflows/contracts/glossary';

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `expected one of ${values.join(', ')}` });
export const yesOrNo = z.boolean({ error: 'expected true or false' });
export const whole = (min: number, max: number) => {
  const error = `expected a whole number from ${min} to ${max}`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};
export const shortText = (max = 200) =>
  z
    .string({ error: 'expected text' })
    .max(max, { error: `expected at most ${max} characters` })
    .refine((text) => text.trim() !== '', { error: 'must not be empty' })
    .refine((text) => !CONTROL_IN_LINE.test(text), {
      error: 'expected one line without control characters',
    })
    .refine((text) => !LONE_SURROGATE.test(text), { error: HALF_A_CHARACTER });

export const LONE_SURROGATE = /\p{Cs}/u;
export const HALF_A_CHARACTER = 'holds half a character (a lone surrogate): send well-formed Unicode';

export const content = z
  .string({ error: 'expected text' })
  .transform((text) => text.replace(/\r\n?/g, '\n'))
  .superRefine((text, context) => {
    const fault = contentFault(text);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  });

function contentFault(text: string): string | null {
  return text.trim() === '' ? 'must not be empty' : characterFault(text);
}

function characterFault(text: string): string | null {
  if (LONE_SURROGATE.test(text)) return HALF_A_CHARACTER;
  const control = CONTROL.exec(text);
  if (!control) return null;
  const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `holds the control character U+${code} at position ${control.index}; only tab and newline are allowed`;
}

/** Values of a template's variables, by name. An empty one is a value. */
export const templateValues = z
  .record(
    z.string().regex(VARIABLE_NAME, { error: 'expected names of letters, digits, _ and -' }),
    z
      .string({ error: 'expected text' })
      .transform((text) => text.replace(/\r\n?/g, '\n'))
      .superRefine((text, context) => {
        const fault = characterFault(text);
        if (fault) context.addIssue({ code: 'custom', message: fault });
      }),
    { error: 'expected an object of names and texts' },
  )
  .meta({ description: "values of the template's variables, by name" });

export const provider = oneOf(PROVIDERS);

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
export const listOf = (item: object) => ({ override: { anyOf: [item, { type: 'array', items: item }] } });
/** Any words: rows of the original may hold some that we don't know. */
export const anyOf = words.meta(listOf({ type: 'string' }));
/** Some of `values`, comma-separated or repeated. */
export const someOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  words.pipe(z.array(oneOf(values))).meta(listOf({ enum: [...values] }));
export const textFromQuery = z.string({ error: 'expected one text' });

export const paging = z.object({ limit: fromQuery(1, 500, 50), offset: fromQuery(0, 10_000_000, 0) });

/** Columns, each with `-` before it for descending. */
export const sortBy = (...columns: readonly string[]) => {
  const error = `expected some of ${columns.join(', ')}, separated by commas, each with - before it for descending`;
  const one = `-?(${columns.join('|')})`;
  return z
    .string({ error })
    .regex(new RegExp(`^${one}(,${one})*$`), { error })
    .transform((text) =>
      text.split(',').map((part) => ({ column: part.replace(/^-/, ''), descending: part.startsWith('-') })),
    )
    .optional();
};
/** A text that is looked for. */
export const searchText = textFromQuery.max(200, { error: 'expected at most 200 characters' });

/** Parameters of a path with the number of a `noun` as `:id`. */
export const numberOf = (noun: string) =>
  z.object({
    id: z
      .string()
      .regex(/^[1-9]\d{0,14}$/, { error: `expected the number of a ${noun}` })
      .transform(Number)
      .meta({ override: integer(1, Number.MAX_SAFE_INTEGER) }),
  });
/** Parameters of a path with a `:name`. */
export const nameInPath = z.object({ name: z.string().min(1) });

/** Of requests that queue something. */
export const idempotencyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'a repeat with the same key is answered with the first prompt' }),
});

/** A change of something, which names at least one of its fields: an empty one is a mistake of the caller. */
export const someOfFields = <Shape extends z.core.$ZodShape>(
  schema: z.ZodObject<Shape, z.core.$strict>,
  /** Says how it is changed, and is no change by itself. */
  how?: keyof Shape & string,
) => {
  const fields = Object.keys(schema.shape).filter((name) => name !== how);
  return schema.refine(
    (body) => fields.some((name) => (body as Record<string, unknown>)[name] !== undefined),
    {
      error: `expected at least one of ${fields.join(', ')}`,
      // A field that is wrong is named: that there is no other one needs no telling.
      when: ({ issues }) => issues.length === 0,
    },
  );
};
