/** What was done, how long it took and what it cost, as the API and the event stream tell it. */
import { DateTime } from 'luxon';
import type { Store } from '../../store';
import type { PieceFigures } from '../../store/throughput/rows';
import type { ServerEvents } from '../document/api-types';

const MS_A_SECOND = 1_000;
const HUNDREDTHS = 100;

/** @param seconds since 1970 */
export const timeOf = (seconds: number): string => new Date(seconds * MS_A_SECOND).toISOString();
/** Of the server. */
export const ownZone = (): string => DateTime.local().zoneName;

export function figuresView(figures: PieceFigures) {
  const { isKnown: _known, leased_seconds: leased, known_seconds: known, looks, ...rest } = figures;
  const sessions = looks === 0 ? null : figures.sessions / looks;
  const busy = known > 0 ? leased / known : null;
  // Sessions come and go between two looks: no more of them is at work than is there.
  const utilisation = busy === null || !sessions ? null : Math.min(1, busy / sessions);
  return { ...rest, sessions, busy, utilisation };
}

/** Since the midnight of the server, as the counts of today are. */
export function todayView({ throughput }: Pick<Store, 'throughput'>): ServerEvents['today'] {
  const now = DateTime.fromSeconds(throughput.nowSeconds());
  const from = now.startOf('day').toSeconds();
  const day = { from, to: now.endOf('day').toSeconds() };
  const { utilisation, ...rest } = figuresView(throughput.figures([day], day).whole);
  const { p50_seconds, p95_seconds, spends, tokens, unknown_tokens, cost_usd, unknown_cost } = rest;
  return {
    ...{ since: timeOf(from), p50_seconds, p95_seconds },
    // Finer than that it would be told anew each time.
    utilisation: utilisation === null ? null : Math.round(utilisation * HUNDREDTHS) / HUNDREDTHS,
    ...{ spends, tokens, unknown_tokens, cost_usd, unknown_cost },
  };
}
