/** Health checks as people read them: one by one, and as the share of time in which all was well. */
import type { HealthStatus } from '../../workflows/contracts/health';
import type { Db } from '../db/open';
import { type Clock, isoTime, sqlTime } from '../db/time';
import { type Condition, ifAny, lister } from '../work-items/list';
import type { HealthCheckRow } from './rows';

export interface CheckFilter {
  readonly component?: readonly string[] | undefined;
  readonly status?: readonly string[] | undefined;
  /** ISO 8601. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A piece of time of one component. */
export interface UptimeSlice {
  readonly component: string;
  /** Which piece, from 0. */
  readonly slice: number;
  readonly checks: number;
  readonly healthy: number;
  readonly unhealthy: number;
}

export interface Uptime {
  readonly from: string;
  readonly to: string;
  readonly components: readonly {
    readonly component: string;
    readonly checks: number;
    readonly healthy_percent: number;
    /** The worst of each piece of time; null = nothing was looked at. */
    readonly slices: readonly (HealthStatus | null)[];
  }[];
}

const PERCENT = 100;

export function checkHistory(db: Db, clock: Clock) {
  const slices = db.prepare<[{ from: string; to: string; seconds: number }], UptimeSlice>(`
    SELECT component, CAST((julianday(created_at) - julianday(@from)) * 86400 / @seconds AS INTEGER) AS slice,
      count(*) AS checks, sum(status = 'healthy') AS healthy, sum(status = 'unhealthy') AS unhealthy
    FROM health_checks WHERE created_at >= @from AND created_at < @to AND component IS NOT NULL
    GROUP BY component, slice`);
  const list = lister<HealthCheckRow>(db, { table: 'health_checks', text: [] });

  return {
    /** The newest first. */
    history({ component, status, from, to }: CheckFilter, limit: number, offset: number) {
      const further: Condition[] = [];
      if (from !== undefined) further.push(['created_at >= ?', sqlTime(new Date(from))]);
      if (to !== undefined) further.push(['created_at < ?', sqlTime(new Date(to))]);
      const where = { component: ifAny(component), status: ifAny(status) };
      const sort = [{ column: 'created_at', descending: true }];
      return { ...list({ where, further, sort, limit, offset }), limit, offset };
    },
    /** The last `hours` in `count` pieces. */
    uptime(hours: number, count: number): Uptime {
      const to = clock();
      const from = new Date(to.getTime() - hours * 3_600_000);
      const found = slices.all({
        from: sqlTime(from),
        to: sqlTime(to),
        seconds: (hours * 3_600) / count,
      });
      const names = [...new Set(found.map(({ component }) => component))].sort();
      return {
        from: isoTime(sqlTime(from)),
        to: isoTime(sqlTime(to)),
        components: names.map((component) => {
          const own = found.filter((slice) => slice.component === component);
          return { component, ...totalsOf(own), slices: barsOf(own, count) };
        }),
      };
    },
  };
}

function totalsOf(slices: readonly UptimeSlice[]): { checks: number; healthy_percent: number } {
  const checks = slices.reduce((sum, one) => sum + one.checks, 0);
  const healthy = slices.reduce((sum, one) => sum + one.healthy, 0);
  return { checks, healthy_percent: Math.floor((healthy / checks) * PERCENT * PERCENT) / PERCENT };
}

function barsOf(slices: readonly UptimeSlice[], count: number): (HealthStatus | null)[] {
  const bars = Array.from<HealthStatus | null>({ length: count }).fill(null);
  for (const { slice, checks, healthy, unhealthy } of slices)
    if (slice < count) bars[slice] = unhealthy > 0 ? 'unhealthy' : healthy < checks ? 'degraded' : 'healthy';
  return bars;
}
