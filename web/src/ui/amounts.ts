/** Numbers as people read them. */

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
