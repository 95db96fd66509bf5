/** What requests about language models may hold. */
import { z } from 'zod';
import { content, fromQuery, paging, shortText, textFromQuery, whole, yesOrNo } from '../http/fields';

const DAY = 'expected a day like 2026-12-31';
const day = textFromQuery.pipe(z.iso.date({ error: DAY })).optional();

export const ask = z.strictObject({
  prompt: content,
  system: content.optional(),
  provider: shortText().optional().meta({ description: 'only this one is asked' }),
  model: shortText().optional().meta({ description: "in the place of the provider's own" }),
  max_tokens: whole(1, 200_000).optional(),
  schema: z
    .record(z.string(), z.unknown(), { error: 'expected a JSON schema' })
    .optional()
    .meta({ description: 'a JSON schema: the answer has to be JSON that fits it' }),
  stream: yesOrNo
    .default(false)
    .meta({ description: 'as events: asked, text, failed, and done or error at the end' }),
  caller: shortText(40).default('api').meta({ description: 'who asks, for the figures of usage' }),
  project_id: whole(1, Number.MAX_SAFE_INTEGER).optional(),
});

export const usageQuery = z
  .object({ from: day, to: day, ...paging.shape, limit: fromQuery(1, 500, 500) })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['from'],
    error: 'expected a day that is not after `to`',
  });
