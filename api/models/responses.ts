/** Language models as the API shows them: providers, answers, what they cost. */
import { z } from 'zod';
import { BREAKER_STATES } from '../../workflows/contracts/models';
import { knownTime, number, text, time } from '../http/responses';

export const provider = z
  .object({
    name: z.string(),
    model: text.meta({ description: 'null: the default of its program' }),
    base_url: text,
    configured: z.boolean(),
    hint: text.meta({ description: 'what is missing' }),
    position: number.meta({ description: 'its place in the order; null: only asked by name' }),
    state: z.enum(BREAKER_STATES).meta({ description: 'open: left alone; half_open: one request tries it' }),
    failures: z.number().int().meta({ description: 'in a row' }),
    open_until: time,
    last_error: z.object({ code: z.string(), message: z.string(), at: knownTime }).nullable(),
  })
  .meta({ id: 'ModelProvider' });

export const providers = z.object({
  items: z.array(provider),
  missing: text.meta({ description: 'what to do before any model can be asked; null: one is set up' }),
});

const failure = z.object({ provider: z.string(), model: text, code: z.string(), reason: z.string() });

export const modelAnswer = z
  .object({
    text: z.string(),
    value: z.unknown().optional().meta({ description: 'of a request with a schema: what fits it' }),
    provider: z.string(),
    model: text,
    usage: z.object({
      input_tokens: number.meta({ description: 'with those that came from the cache; null: not known' }),
      output_tokens: number,
      cache_read_tokens: number,
      cache_write_tokens: number,
    }),
    cost_usd: number.meta({ description: 'of all tries; null: not known' }),
    duration_ms: z.number().int(),
    failed: z.array(failure).meta({ description: 'providers that were asked before, and why they failed' }),
  })
  .meta({ id: 'ModelAnswer' });

const sums = {
  calls: z.number().int(),
  failed: z.number().int(),
  input_tokens: z.number().int(),
  output_tokens: z.number().int(),
  cost_usd: z.number(),
  unknown_tokens: z.number().int().meta({ description: "calls whose tokens aren't known" }),
  unknown_cost: z.number().int().meta({ description: "calls whose cost isn't known" }),
};

const turns = z.object({
  day: z.string(),
  provider: text.meta({ description: 'the agent' }),
  model: text,
  account: text,
  turns: z.number().int(),
  input_tokens: z.number().int(),
  output_tokens: z.number().int(),
  cost_usd: z.number(),
  unknown_tokens: z.number().int(),
  unknown_cost: z.number().int(),
});

export const usage = z
  .object({
    from: z.string(),
    to: z.string(),
    total: z.object(sums),
    items: z.array(
      z.object({
        day: z.string(),
        caller: z.string(),
        provider: z.string(),
        model: text,
        account: text.meta({ description: 'a digest of the login' }),
        ...sums,
      }),
    ),
    turns: z.array(turns).meta({ description: "the agents' turns" }),
    rows: z.object({ items: z.number().int(), turns: z.number().int() }).meta({
      description: 'how many there are of each; both lists are read with the same `limit` and `offset`',
    }),
  })
  .meta({ id: 'ModelUsage' });
