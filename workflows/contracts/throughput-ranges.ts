/** The times that are looked back over. */
export const RANGES = ['today', '24h', '7d', '30d', '1y'] as const;
export type Range = (typeof RANGES)[number];
