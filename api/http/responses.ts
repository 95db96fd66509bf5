/** What answers are made of. They describe what is sent; nothing is parsed with them. */
import { z } from 'zod';

export const id = z.number().int();
const moment = { description: 'ISO 8601, UTC', examples: ['2026-02-07T00:00:00.000Z'] };
/** Rows of the original may hold any text for a time; ours are ISO 8601 in UTC. */
export const time = z.string().nullable().meta(moment);
/** One that no row lacks: only our own have it. */
export const knownTime = z.string().meta(moment);
export const text = z.string().nullable();
export const number = z.number().nullable();
/** One of `values`; rows of the original may hold words of their own. */
export const wordOf = (values: readonly string[]) =>
  z.string().meta({ description: `one of ${values.join(', ')}; rows of version 2.0 may hold others` });

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    total: z.number().int().meta({ description: 'how many there are in all' }),
    limit: z.number().int(),
    offset: z.number().int(),
  });

export const errorResponse = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string().meta({ description: 'for a person: what happened and what to do' }),
      details: z.array(z.object({ field: z.string(), message: z.string() })),
      requestId: z.string().meta({ description: 'finds the request in the log of the server' }),
      current: z
        .record(z.string(), z.unknown())
        .optional()
        .meta({ description: 'with 412: what the record holds now' }),
    }),
  })
  .meta({ id: 'Error' });

export const success = z.object({ success: z.literal(true) }).meta({ id: 'Success' });
export const queued = z
  .object({
    prompt_id: id,
    success: z.literal(true),
    warning: z
      .string()
      .optional()
      .meta({ description: 'no session can take it as things are: why, and the command that helps' }),
  })
  .meta({ id: 'Queued' });
