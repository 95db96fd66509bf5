/** What requests about many prompts may hold. */
import { z } from 'zod';
import { content, provider, shortText, whole, yesOrNo } from '../http/fields';
import { sendOptions } from './requests';

/** So many at once. */
const MOST = 500;

const numbers = `expected 1 to ${MOST} numbers of prompts`;
const ids = z
  .array(z.number({ error: numbers }).int({ error: numbers }).positive({ error: numbers }), {
    error: numbers,
  })
  .min(1, { error: numbers })
  .max(MOST, { error: numbers })
  .transform((all) => [...new Set(all)]);

const ACTIONS = ['cancel', 'retry', 'archive', 'reassign', 'priority'] as const;
const action = <const Name extends (typeof ACTIONS)[number]>(name: Name) => z.literal(name);
/** What is done to each. */
export const changePrompts = z.discriminatedUnion(
  'action',
  [
    z.strictObject({ action: action('cancel'), ids, reason: shortText(500).optional() }),
    z.strictObject({ action: action('retry'), ids }),
    z.strictObject({ action: action('archive'), ids }),
    z
      .strictObject({
        action: action('reassign'),
        ids,
        target_session: shortText().nullish(),
        target_provider: provider.nullish(),
      })
      .refine((body) => body.target_session !== undefined || body.target_provider !== undefined, {
        path: ['target_session'],
        error: 'expected target_session, target_provider or both; null for any',
      }),
    z.strictObject({ action: action('priority'), ids, priority: whole(-1000, 1000) }),
  ],
  { error: `expected one of ${ACTIONS.join(', ')}` },
);

const rows = `expected a list of 1 to ${MOST} prompts`;
/** Many prompts that are queued alike. */
export const sendPrompts = sendOptions.extend({
  prompts: z
    .array(
      z.strictObject({
        content,
        idempotency_key: shortText()
          .optional()
          .meta({ description: 'a repeat with the same key is answered with the first prompt' }),
      }),
      { error: rows },
    )
    .min(1, { error: rows })
    .max(MOST, { error: rows }),
  in_order: yesOrNo.default(false).meta({ description: 'each waits until the one before it was completed' }),
});
