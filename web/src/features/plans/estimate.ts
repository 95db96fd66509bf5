/** What a plan is likely to cost, in words. What is not known is said, and is never 0. */
import type { Answer } from '../../app/api';

export type Estimate = Answer<'GET /api/plans/:id/estimate'>;
const CENT = 0.01;

type Range = NonNullable<Estimate['usd']>;

/** What costs something is not shown as nothing. */
export const money = (value: number): string =>
  value > 0 && value < CENT ? `less than $${CENT}` : `$${value.toFixed(2)}`;
const whole = (value: number): string => Math.round(value).toLocaleString('en');
const words = ({ low, likely, high }: Range, of: (value: number) => string): string =>
  low === high ? of(likely) : `${of(likely)} (${of(low)} to ${of(high)})`;

export function estimateWords({ tasks, usd, tokens, unknown_usd: unknown }: Estimate): string {
  const known = [usd && words(usd, money), tokens && `${words(tokens, whole)} tokens`].filter(Boolean);
  if (known.length === 0) return 'What it costs is not known yet: no such turn was measured.';
  const missing = unknown.length === 0 ? '' : ` Not known of ${unknown.length} of ${tasks} tasks.`;
  return `Likely cost: ${known.join(', ')}.${missing}`;
}
