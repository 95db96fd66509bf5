/** What requests about prompts may hold. */
import { z } from 'zod';
// How `meta` describes what JSON Schema can't tell from the code.
import type {} from 'zod-openapi';
import { PROMPT_STATES, SETTLED_STATUSES } from '../../workflows/contracts/glossary';
import {
  content,
  oneOf,
  paging,
  provider,
  searchText,
  shortText,
  someOf,
  textFromQuery,
  whole,
  yesOrNo,
} from '../http/fields';

export const MAX_CONTENT_BYTES = 128 * 1024;

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
  paused: yesOrNo,
  reason: shortText(500).nullish(),
});

export const promptQuery = paging.extend({
  status: someOf(PROMPT_STATES).optional(),
  session: textFromQuery.optional(),
  provider: provider.optional(),
  source: textFromQuery.optional(),
  q: searchText.optional(),
  archived: oneOf(['false', 'true', 'include']).default('false'),
  order: oneOf(['newest', 'oldest', 'priority']).default('newest'),
});
