/** Health checks, outages and uptime as the API shows them. */
import { z } from 'zod';
import { HEALTH_STATUSES } from '../../workflows/contracts/health';
import { id, knownTime, number, text, time } from '../http/responses';

const component = text.meta({ description: 'what was looked at' });

export const healthCheck = z
  .object({
    id,
    component,
    status: text.meta({ description: `one of ${HEALTH_STATUSES.join(', ')}; older rows may hold others` }),
    details: text.meta({ description: 'what was found' }),
    checked_at: knownTime,
  })
  .meta({ id: 'HealthCheck' });

export const outage = z
  .object({
    id,
    component,
    cause: text.meta({ description: 'the same as long as it is the same trouble; one is open for each' }),
    status: text,
    reason: text,
    remedy: text,
    subjects: z.array(z.string()).meta({ description: 'sessions, prompts, tasks, ... that it concerns' }),
    value: number.meta({ description: 'the figure that is out of its limit' }),
    limit: number,
    started_at: knownTime,
    ended_at: time.meta({ description: 'null: it goes on' }),
    duration_seconds: number.meta({ description: 'without the time in which the machine slept' }),
  })
  .meta({ id: 'Outage' });

export const uptime = z
  .object({
    from: knownTime,
    to: knownTime,
    components: z.array(
      z.object({
        component: z.string(),
        checks: z.number().int(),
        healthy_percent: z.number(),
        slices: z
          .array(z.enum(HEALTH_STATUSES).nullable())
          .meta({ description: 'the worst of each piece of time; null = nobody looked' }),
      }),
    ),
  })
  .meta({ id: 'Uptime' });
