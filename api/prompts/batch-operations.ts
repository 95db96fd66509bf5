/** Many prompts in one request: each has a result of its own. */
import { z } from 'zod';
import { operations } from '../http/operation';
import { id, queued } from '../http/responses';
import { changePrompts, sendPrompts } from './batch-requests';

const error = z
  .object({ code: z.string(), message: z.string() })
  .nullable()
  .meta({ description: 'why it was not done; null: it was' });
const failed = z.number().int().meta({ description: 'how many were not done' });

export const promptBatchOperations = operations('Prompts', {
  send: {
    method: 'POST',
    path: '/api/assigner/send/batch',
    access: 'prompts:write',
    summary: 'Queue many prompts',
    details:
      'In the order given. Where a field is wrong, or a crash cuts it off, none is queued. A key that was used for another prompt is the error of that prompt alone.',
    body: sendPrompts,
    responses: {
      200: z.object({
        items: z
          .array(z.object({ prompt_id: id.nullable(), warning: queued.shape.warning, error }))
          .meta({ description: 'one for each of `prompts`, in their order' }),
        failed,
      }),
    },
    errors: [409, 413],
  },
  change: {
    method: 'POST',
    path: '/api/assigner/prompts/batch',
    access: 'prompts:write',
    summary: 'Cancel, retry, archive or reassign many prompts, or change their priority',
    details: 'One that is refused keeps the rest from nothing.',
    body: changePrompts,
    responses: {
      200: z.object({ items: z.array(z.object({ id, error })), failed }),
    },
    errors: [409],
  },
});
