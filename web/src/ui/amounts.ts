/** Numbers as people read them. What isn't known is not 0. */
import type { ServerEvents } from '../../../api/document/api-types';
import { duration } from './duration';

const CENTS_FROM_USD = 1;
const digits = (count: number): Intl.NumberFormatOptions => ({
  ...{ minimumFractionDigits: count, maximumFractionDigits: count },
});
export const money = (usd: number): string =>
  `$${usd.toLocaleString('en', digits(usd === 0 || usd >= CENTS_FROM_USD ? 2 : 4))}`;
export const tokens = (count: number): string => count.toLocaleString('en');

const PERCENT = 100;
/** Of a share from 0 to 1. */
export const percent = (share: number): string => `${Math.round(share * PERCENT)} %`;

const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
/** Such as `1.2M`, where there is little room. */
export const shortCount = (count: number): string => SHORT.format(count);

const MS_A_SECOND = 1_000;
export const NOT_KNOWN = 'not known';

/** Seconds as `4 min 10 s`. */
export const seconds = (value: number): string => duration(value * MS_A_SECOND);

/** A sum of `count` parts, of which so many told nothing. */
interface Told {
  readonly sum: number;
  readonly unknown: number;
  readonly count: number;
}
type Spent = Pick<
  ServerEvents['today'],
  'tokens' | 'unknown_tokens' | 'cost_usd' | 'unknown_cost' | 'spends'
>;
export const costOf = ({ cost_usd: sum, unknown_cost: unknown, spends: count }: Spent): Told => ({
  ...{ sum, unknown, count },
});
export const tokensOf = ({ tokens: sum, unknown_tokens: unknown, spends: count }: Spent): Told => ({
  ...{ sum, unknown, count },
});

/** null: none told anything. */
export const told = ({ sum, unknown, count }: Told): number | null =>
  count > 0 && unknown === count ? null : sum;

/** `$3.40 and 2 not known`. */
export function toldWords(parts: Told, show: (value: number) => string): string {
  const sum = told(parts);
  if (sum === null) return NOT_KNOWN;
  return parts.unknown > 0 ? `${show(sum)} and ${parts.unknown} not known` : show(sum);
}
