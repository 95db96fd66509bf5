/** What was done, how long it took and what it cost, as the API shows it. */
import { z } from 'zod';
import { knownTime, number } from '../http/responses';
import { RANGES } from '../../workflows/contracts/throughput-ranges';

const count = z.number().int();
const figures = {
  completed: count,
  failed: count,
  cancelled: count,
  indeterminate: count,
  p50_seconds: number.meta({
    description: 'half of the completed prompts took at most so long, from their session to the end',
  }),
  p95_seconds: number,
  sessions: number.meta({ description: 'how many were there, on average' }),
  busy: number.meta({ description: 'how many of them had a prompt, on average' }),
  utilisation: number.meta({ description: 'the share of their time in which sessions had a prompt, 0 to 1' }),
  spends: count.meta({ description: 'turns of agents and requests to models' }),
  tokens: count.meta({ description: 'in and out, of those that tell it' }),
  unknown_tokens: count.meta({ description: 'how many tell none' }),
  cost_usd: z.number().meta({ description: 'of those that tell it, or have a price' }),
  unknown_cost: count.meta({ description: 'of how many it is not known' }),
};

export const throughput = z
  .object({
    range: z.enum(RANGES),
    time_zone: z.string(),
    from: knownTime,
    to: knownTime,
    whole: z.object(figures),
    pieces: z.array(
      z.object({
        from: knownTime,
        to: knownTime,
        known: z.boolean().meta({ description: 'false: nobody was there, and nothing ended' }),
        ...figures,
      }),
    ),
  })
  .meta({ id: 'Throughput' });
