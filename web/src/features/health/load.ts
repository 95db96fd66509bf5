/** What the page shows, read again while it is looked at. */
import { signal } from '@preact/signals';
import { type Answer, call, messageOf } from '../../app/api';
import { keepReading } from '../../app/refresh';

export const OUTAGES_A_PAGE = 25;
/** Hours that the bars show, by how it is called. */
export const RANGES = { '6 hours': 6, '24 hours': 24, '7 days': 168 } as const;
export type Range = keyof typeof RANGES;
const SLICES = 72;

export const range = signal<Range>('24 hours');
export const offset = signal(0);
export const now = signal<Answer<'GET /health'> | null>(null);
export const uptime = signal<Answer<'GET /api/health/uptime'> | null>(null);
export const outages = signal<Answer<'GET /api/health/outages'> | null>(null);
/** Why something could not be read. */
export const fault = signal<string | null>(null);

export const loadHealth = (): void => keepReading(() => load(range.value, offset.value));

async function load(shown: Range, from: number): Promise<void> {
  try {
    const [health, bars, page] = await Promise.all([
      call('GET /health'),
      call('GET /api/health/uptime', { query: { hours: RANGES[shown], slices: SLICES } }),
      call('GET /api/health/outages', { query: { limit: OUTAGES_A_PAGE, offset: from } }),
    ]);
    fault.value = null;
    // Whoever has asked for something else meanwhile gets that.
    if (shown === range.value) uptime.value = bars;
    if (from === offset.value) outages.value = page;
    now.value = health;
  } catch (error) {
    fault.value = messageOf(error);
  }
}
