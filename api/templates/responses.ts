/** Templates as the API shows them. */
import { z } from 'zod';
import { id, knownTime, text } from '../http/responses';

export const template = z
  .object({
    id,
    name: z.string(),
    description: text,
    text: z.string(),
    variables: z.array(
      z.object({
        name: z.string(),
        required: z.boolean(),
        default: text.meta({ description: 'null: it has none, and must be given' }),
      }),
    ),
    used_by: z.array(z.string()).meta({ description: 'names of recurring prompts that are made from it' }),
    created_by: z.string(),
    created_at: knownTime,
    updated_by: z.string(),
    updated_at: knownTime,
  })
  .meta({ id: 'Template' });
