/** Budgets as the API shows them. */
import { z } from 'zod';
import { BUDGET_PERIODS, BUDGET_SCOPES, BUDGET_STATES } from '../../workflows/contracts/budgets';
import { id, knownTime, number, text } from '../http/responses';

export const budget = z
  .object({
    id,
    name: z.string(),
    scope: z.enum(BUDGET_SCOPES),
    subject: text.meta({ description: "the account's digest, or the number of the project or plan" }),
    period: z.enum(BUDGET_PERIODS),
    limit_usd: number,
    limit_tokens: number,
    used_usd: z.number(),
    used_tokens: z.number(),
    reserved_usd: z.number().meta({ description: 'for what is under way' }),
    reserved_tokens: z.number(),
    unknown_cost: z.number().int().meta({
      description: 'turns and requests whose cost is not known: used has what was reserved for them',
    }),
    unknown_tokens: z.number().int(),
    fraction: z.number().meta({ description: 'of the limit that is nearest, with what is reserved' }),
    state: z.enum(BUDGET_STATES).meta({ description: 'reserved and used_up: nothing new begins' }),
    message: text.meta({ description: 'why new work waits; null: it does not' }),
    created_by: z.string(),
    created_at: knownTime,
    updated_at: knownTime,
  })
  .meta({ id: 'Budget' });
