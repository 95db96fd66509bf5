/** Health checks, outages and uptime. */
import type { z } from 'zod';
import { isoTime } from '../../store/db/time';
import { subjectsOf } from '../../store/health/outages';
import type { HealthCheckRow, OutageRow } from '../../store/health/rows';
import { routes } from '../http/route';
import { healthOperations } from './operations';
import type { healthCheck, outage } from './responses';

export const healthRoutes = routes(healthOperations)(({ store: { healthRecord } }) => ({
  history({ query: { limit, offset, ...filter } }) {
    const page = healthRecord.history(filter, limit, offset);
    return { ...page, items: page.items.map(checkView) };
  },

  outages({ query: { limit, offset, state, ...filter } }) {
    const open = state === undefined ? undefined : state === 'open';
    const page = healthRecord.outages.list({ ...filter, open }, limit, offset);
    return {
      ...page,
      items: page.items.map((row) => outageView(row, healthRecord.outages.secondsOf(row))),
    };
  },

  uptime({ query: { hours, slices } }) {
    const { from, to, components } = healthRecord.uptime(hours, slices);
    return { from, to, components: components.map((one) => ({ ...one, slices: [...one.slices] })) };
  },
}));

function checkView({
  id,
  component,
  status,
  details,
  created_at,
}: HealthCheckRow): z.output<typeof healthCheck> {
  return { id, component, status, details, checked_at: isoTime(created_at) };
}

function outageView(row: OutageRow, durationSeconds: number | null): z.output<typeof outage> {
  const { id, component, cause, status, remedy, value } = row;
  return {
    ...{ id, component, cause, status, remedy, value },
    // Of the original's rows.
    reason: row.reason ?? row.details,
    subjects: subjectsOf(row),
    limit: row.limit_value,
    started_at: isoTime(row.started_at),
    ended_at: isoTime(row.ended_at),
    duration_seconds: durationSeconds,
  };
}
