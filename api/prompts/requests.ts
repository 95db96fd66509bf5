/** What requests about prompts may hold. */
import { z } from 'zod';
// How `meta` describes what JSON Schema can't tell from the code.
import type {} from 'zod-openapi';
import { CHAIN_CONDITIONS } from '../../workflows/contracts/chains';
import { PROMPT_STATES, SETTLED_STATUSES } from '../../workflows/contracts/glossary';
import {
  anyOf,
  listOf,
  content,
  oneOf,
  paging,
  provider,
  searchText,
  shortText,
  someOf,
  someOfFields,
  templateValues,
  textFromQuery,
  whole,
  yesOrNo,
} from '../http/fields';

const MAX_UPSTREAMS = 100;
const LATEST_MS = Date.UTC(2100, 0, 1);
const numbers = `expected a list of at most ${MAX_UPSTREAMS} numbers of prompts`;
const moment =
  'expected a time with its zone, like 2026-03-29T09:00:00+02:00 or 2026-03-29T07:00:00Z, before the year 2100';

/** What a prompt waits for before it is queued. */
export const chainFields = {
  after: z
    .array(z.number({ error: numbers }).int({ error: numbers }).positive({ error: numbers }), {
      error: numbers,
    })
    .max(MAX_UPSTREAMS, { error: numbers })
    .transform((ids) => [...new Set(ids)])
    .optional()
    .meta({ description: 'prompts that it waits for' }),
  on: oneOf(CHAIN_CONDITIONS).optional().meta({
    description: 'success: until each of them was completed (the default); end: until each has ended',
  }),
  not_before: z.iso
    .datetime({ offset: true, error: moment })
    .refine((text) => Date.parse(text) < LATEST_MS, { error: moment })
    .transform((text) => new Date(text).toISOString())
    .nullish()
    .meta({
      description: 'ISO 8601 with Z or an offset: it is queued when this moment has come',
      override: { type: ['string', 'null'], format: 'date-time' },
    }),
};

export const timeoutMinutes = z
  .number({ error: 'expected a number of minutes' })
  .positive({ error: 'expected more than 0 minutes' })
  .max(10_080, { error: 'expected at most 10080 minutes (a week)' });

const promptFields = z.strictObject({
  content: content.optional().meta({ description: 'the text; or a template' }),
  template: shortText(100).nullish().meta({ description: 'name of the template that the text is made from' }),
  variables: templateValues.optional(),
  ...chainFields,
  priority: whole(-1000, 1000).default(0),
  target_session: shortText().nullish(),
  target_provider: provider.nullish(),
  specialty: shortText(50).nullish(),
  timeout_minutes: timeoutMinutes.default(30),
  max_retries: whole(0, 10).default(3),
  metadata: z.record(z.string(), z.unknown(), { error: 'expected an object' }).nullish(),
  source: shortText(50).default('api'),
});

interface TextOrTemplate {
  readonly content?: unknown;
  readonly template?: unknown;
  readonly variables?: unknown;
}
/** Of a text and a template one is given. Asked whatever else is wrong, so that all fields are named at once. */
export function eitherText<Schema extends z.ZodType<TextOrTemplate>>(schema: Schema): Schema {
  const when = ({ value }: { value: unknown }): boolean =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const rule = (path: string, error: string) => ({ path: [path], error, when });
  return schema
    .refine((body) => body.content != null || body.template != null, rule('content', 'expected text'))
    .refine(
      (body) => body.content == null || body.template == null,
      rule('template', 'expected either content or a template'),
    )
    .refine(
      (body) => body.template != null || body.variables == null,
      rule('variables', 'expected only with a template'),
    );
}
export const sendPrompt = eitherText(promptFields);
/** How a prompt is queued whose text is known otherwise. */
export const sendOptions = promptFields.omit({ content: true, template: true, variables: true });

export const cancelPrompt = z.strictObject({ reason: shortText(500).optional() }).default({});
export const reassignPrompt = z.strictObject({
  target_session: shortText().nullish(),
  target_provider: provider.nullish(),
});
export const changePrompt = someOfFields(
  z.strictObject({ priority: whole(-1000, 1000).optional(), ...chainFields }),
);
const promptNumber = (error = 'expected the number of a prompt') =>
  z.number({ error }).int({ error }).positive({ error });
/** Beside which prompt, or to which end. */
export const movePrompt = z
  .strictObject({
    before: promptNumber().optional().meta({ description: 'right before this one' }),
    after: promptNumber().optional().meta({ description: 'right after this one' }),
    to: oneOf(['first', 'last']).optional().meta({ description: 'of those of its priority' }),
  })
  .refine((body) => Object.values(body).filter((value) => value !== undefined).length === 1, {
    error: 'expected one of before, after, to',
    when: ({ issues }) => issues.length === 0,
  });
export const releasePrompt = z.strictObject({ reason: shortText(500).optional() }).default({});
export const resolvePrompt = z.strictObject({
  as: oneOf(['completed', 'failed']),
  note: shortText(500).optional(),
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
  paused: yesOrNo,
  reason: shortText(500).nullish(),
});

const MOST_POSITIONS = 500;
const positionIds = `expected at most ${MOST_POSITIONS} numbers of prompts`;
/** Of which prompts. */
export const positionsQuery = z.object({
  id: anyOf
    .pipe(
      z
        .array(
          z
            .string()
            .regex(/^[1-9]\d{0,14}$/, { error: positionIds })
            .transform(Number),
        )
        .max(MOST_POSITIONS, { error: positionIds }),
    )
    .meta({ description: 'numbers of prompts', ...listOf({ type: 'integer', minimum: 1 }) }),
});

export const promptQuery = paging.extend({
  status: someOf(PROMPT_STATES).optional(),
  session: textFromQuery.optional(),
  provider: provider.optional(),
  source: textFromQuery.optional(),
  key: searchText.optional().meta({ description: 'the Idempotency-Key that it was sent with' }),
  q: searchText.optional(),
  archived: oneOf(['false', 'true', 'include']).default('false'),
  order: oneOf(['newest', 'oldest', 'priority']).default('newest'),
});
