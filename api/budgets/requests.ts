/** What requests about budgets may hold. */
import { z } from 'zod';
import { BUDGET_PERIODS, BUDGET_SCOPES } from '../../workflows/contracts/budgets';
import { oneOf, shortText, someOfFields, whole } from '../http/fields';

const MONEY = 'expected an amount in dollars from 0 to 1000000000';
const money = z
  .number({ error: MONEY })
  .min(0, { error: MONEY })
  .max(1e9, { error: MONEY })
  .nullable()
  .meta({ description: 'US dollars; null: no limit' });
const tokens = whole(0, 1e15).nullable().meta({ description: 'in and out; null: no limit' });
const LIMIT = 'expected limit_usd or limit_tokens, or both';

export const newBudget = z
  .strictObject({
    name: shortText(100),
    scope: oneOf(BUDGET_SCOPES).default('all'),
    subject: z
      .union([z.string(), z.number().int()], { error: 'expected text or a number' })
      .transform(String)
      .pipe(shortText())
      .nullish()
      .transform((text) => text ?? null)
      .meta({ description: "the account's digest, or the number of the project or plan" }),
    period: oneOf(BUDGET_PERIODS).default('day'),
    limit_usd: money.default(null),
    limit_tokens: tokens.default(null),
  })
  .refine(({ limit_usd, limit_tokens }) => limit_usd !== null || limit_tokens !== null, {
    path: ['limit_usd'],
    error: LIMIT,
  })
  .refine(({ scope, subject }) => (scope === 'all') === (subject === null), {
    path: ['subject'],
    error: 'expected what the scope is about, and nothing for the scope all',
  })
  .refine(
    ({ scope, subject }) => scope === 'all' || scope === 'account' || /^[1-9]\d*$/.test(subject ?? ''),
    {
      path: ['subject'],
      error: 'expected the number of the project or plan',
    },
  );

/** Only what is given changes. */
export const changeBudget = someOfFields(
  z.strictObject({ name: shortText(100), limit_usd: money, limit_tokens: tokens }).partial(),
);
