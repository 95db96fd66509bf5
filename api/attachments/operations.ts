/** Files that agents are given with a prompt. */
import { z } from 'zod';
import { operations } from '../http/operation';

const base64 = 'expected the file in base64';

export const attachmentOperations = operations('Prompts', {
  create: {
    method: 'POST',
    path: '/api/attachments',
    access: 'prompts:write',
    summary: 'Keep a file that a prompt names by its path',
    details:
      'A picture (PNG, JPEG, GIF, WebP), a PDF or a text in UTF-8, of at most 10 MiB. It gets a name of the server, is readable for its account only, and goes when prompts of its age go.',
    body: z.strictObject({
      name: z
        .string({ error: 'expected a name' })
        .max(255, { error: 'expected at most 255 characters' })
        .default('')
        .meta({ description: 'only the ending of a text counts' }),
      content: z.base64({ error: base64 }).meta({ description: 'in base64' }),
    }),
    responses: {
      201: z
        .object({
          path: z.string().meta({ description: 'absolute, on the machine of the server' }),
          bytes: z.number().int(),
        })
        .meta({ id: 'Attachment' }),
    },
    errors: [413],
  },
});
